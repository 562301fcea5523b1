import { describe, expect, it } from 'vitest';
import { executiveSummary } from '../../../reporting/sheets/executive-summary.ts';
import { cellsOf, tableBelow, textOf, valuesOf } from '../plain-sheet.ts';
import { runRow, sampleInput } from '../sample-input.ts';
import { profilesOf, sampleSummary, summaryRow } from '../sample-segments.ts';

describe('executiveSummary(input)', () => {
  it('begins with title, origin and verdict', () => {
    const values = valuesOf(executiveSummary(sampleInput())).slice(0, 4).flat();
    expect(values).toEqual([
      'Customer segments by purchase and return behaviour',
      'Data from 2023-01-01 to 2024-05-31. Features as of 2024-05-31. Segmentation returns, result 5e4d3c2b1a09.',
      '4 segments found, covering 95 % of eligible customers. Real but weak structure: silhouette 0.28 against 0.14 in shuffled data; neighbouring segments overlap.',
      'Checks not passed: outliers hold 17 % of revenue, 3.4 times their share of customers; ' +
        'the least stable segment reappears with Jaccard similarity 0.50.',
    ]);
  });

  it('has room for the longest name in one line, within limits', () => {
    const widthFor = (archetype: string) =>
      executiveSummary(sampleInput({ summary: [summaryRow({ archetype })] })).widths[1];
    const long = 'Regular Customers (high number of days)';
    expect(widthFor(long)).toBe(long.length + 2);
    expect([widthFor('New'), widthFor('x'.repeat(80))]).toEqual([24, 42]);
  });

  it('says in the first lines that a clustering is too close to chance', () => {
    const sheet = executiveSummary(sampleInput({ runs: [runRow({ silhouette: 0.15 })] }));
    const third = valuesOf(sheet)[2]![0];
    expect(third).toMatch(/^Too close to chance: silhouette 0.15 against 0.14 in shuffled data/);
    expect(cellsOf(sheet).find((cell) => cell.value === third)!.tone).toBe('bad');
  });

  it('shows the headline figures as numbers with their formats', () => {
    const tiles = cellsOf(executiveSummary(sampleInput())).filter((cell) => cell.role === 'tileValue');
    expect(tiles.map((cell) => [cell.value, cell.format])).toEqual([
      [5500, 'count'],
      [4, 'count'],
      [0.05, 'percent'],
      [0.95, 'percent'],
      [0.284, 'index'],
    ]);
    expect(textOf(executiveSummary(sampleInput()))).toMatch(/Silhouette: weak/);
  });

  it('has a row per segment with what marks it and what to do, then everybody', () => {
    const rows = tableBelow(executiveSummary(sampleInput()), 'Segment').map((row) =>
      row.map((cell) => cell.value),
    );
    expect(rows[0]).toEqual([
      'Segment',
      'Name',
      'Customers',
      'Share of customers',
      'Share of revenue',
      'Share of returned lines',
      'Return rate',
      'Stability',
      'What marks it',
      'What to do',
    ]);
    expect(rows.slice(1).map((row) => row[0])).toEqual(['1', '2', '3', '4', 'outlier', 'All']);
    expect(rows[4]).toEqual([
      '4',
      'High Returners',
      100,
      0.025,
      0.03,
      0.31,
      0.62,
      'do not act',
      'Return rate far above average (62 % against 12 %), days since last order below average (40 days against 92 days).',
      'Do not act on this segment alone: it does not come back reliably when customers are drawn anew.',
    ]);
    expect(rows[2]!.at(-2)).toMatch(/Holds 2 sub-segments\.$/);
  });

  it('calls no segment stable that is below the least size', () => {
    const summary = [summaryRow({ customerCount: 1, jaccardStability: 1 })];
    const row = tableBelow(executiveSummary(sampleInput({ summary })), 'Segment')[1]!;
    expect([row.at(-3)!.value, row.at(-3)!.tone]).toEqual(['too small', 'caution']);
  });

  it('leaves out revenue without a value column, and says so', () => {
    const sheet = executiveSummary(sampleInput({ hasValues: false }));
    expect(tableBelow(sheet, 'Segment')[0]!.map((cell) => cell.value)).not.toContain('Share of revenue');
    expect(textOf(sheet)).toMatch(/no value column, so nothing is said on revenue/);
  });

  it('leaves out returns where the segmentation knows none', () => {
    const summary = sampleSummary().map((row) => ({
      ...row,
      shareOfReturns: null,
      headlineMeans: { monetary: 3 },
    }));
    const header = tableBelow(executiveSummary(sampleInput({ summary })), 'Segment')[0]!.map(
      (cell) => cell.value,
    );
    expect(header).not.toContain('Share of returned lines');
    expect(header).not.toContain('Return rate');
  });

  it('shows the share of returned units beside that of lines where it is known', () => {
    const summary = sampleSummary().map((row) => ({ ...row, shareOfReturnedUnits: 0.25 }));
    const sheet = executiveSummary(sampleInput({ summary }));
    const [header, first] = tableBelow(sheet, 'Segment').map((row) => row.map((cell) => cell.value));
    const column = header!.indexOf('Share of returned lines') + 1;
    expect([header![column], first![column]]).toEqual(['Share of returned units', 0.25]);
    expect(textOf(executiveSummary(sampleInput()))).not.toContain('returned units');
  });

  it('names each stratum where there are several', () => {
    const summary = ['buyers', 'non_buyers'].flatMap((stratum) =>
      sampleSummary().map((row) => ({ ...row, stratum })),
    );
    const runs = [runRow({ stratum: 'buyers' }), runRow({ stratum: 'non_buyers', silhouette: 0.1 })];
    const sheet = executiveSummary(sampleInput({ summary, profiles: profilesOf(summary), runs }));
    const text = textOf(sheet);
    expect(text).toMatch(/^Buyers: 4 segments found/m);
    expect(text).toMatch(/^Non-buyers: Too close to chance/m);
    const labels = tableBelow(sheet, 'Segment').map((row) => row[0]!.value);
    expect(labels).toContain('Buyers 1');
    expect(labels).toContain('Non-buyers 4');
  });

  it('says that there are no segments where nobody was clustered', () => {
    const sheet = executiveSummary(
      sampleInput({ runs: [], summary: [], profiles: [], ineligible: [], issues: [] }),
    );
    expect(valuesOf(sheet)[2]).toEqual(['No segments: no customer had enough history to be segmented.']);
    expect(textOf(sheet)).toMatch(/No segments were found, so there is nothing to list/);
    expect(textOf(sheet)).toMatch(/No findings: there are no segments/);
  });

  it('fits a page with few segments and takes more with many', () => {
    const many = Array.from({ length: 7 }, (_, index) => summaryRow({ clusterLabel: String(index + 1) }));
    expect(executiveSummary(sampleInput()).pages.high).toBe(1);
    expect(executiveSummary(sampleInput({ summary: many, profiles: [] })).pages.high).toBe(0);
  });
});
