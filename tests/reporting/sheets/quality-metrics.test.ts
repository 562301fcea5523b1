import { describe, expect, it } from 'vitest';
import { qualityMetrics } from '../../../reporting/sheets/quality-metrics.ts';
import { tableBelow, textOf } from '../plain-sheet.ts';
import { runRow, sampleInput } from '../sample-input.ts';

function values(header: string, changes = {}): unknown[][] {
  return tableBelow(qualityMetrics(sampleInput(changes)), header)
    .slice(1)
    .map((row) => row.map((cell) => cell.value));
}

describe('qualityMetrics(input)', () => {
  it('puts coverage and a verdict beside every index', () => {
    const rows = values('Index');
    expect(rows.map((row) => row[3])).toEqual(Array.from({ length: rows.length }, () => 0.95));
    expect(rows[0]).toEqual([
      'Silhouette (-1 to 1, higher is better)',
      0.284,
      0.251,
      0.95,
      'weak',
      'Real but weak structure: silhouette 0.28 against 0.14 in shuffled data; neighbouring segments overlap.',
    ]);
    expect(rows.map((row) => row[4])).toContain('prefers 3');
  });

  it('says when silhouettes were measured on a sample, with their error', () => {
    const sampled = { silhouetteStandardError: 0.004, silhouetteSampleRows: 1000 };
    const rows = values('Index', { runs: [runRow(sampled)] });
    expect(rows[0]![5]).toContain('silhouette 0.284 ± 0.004 (sample of 1,000 of 3,800 customers)');
    expect(rows[1]!.slice(0, 5)).toEqual(['Standard error of the silhouette', 0.004, null, 0.95, 'sample']);
    expect(rows[1]![5]).toContain('Silhouettes of 1,000 of 3,800 clustered customers');
    expect(values('Index').map((row) => row[0])).not.toContain('Standard error of the silhouette');
  });

  it('gives the band of each segment', () => {
    expect(values('Name').map((row) => [row[1], row[4], row[5]])).toEqual([
      ['1', 0.9, 'stable'],
      ['2', 0.9, 'stable'],
      ['2.1', 0.9, 'stable'],
      ['2.2', 0.9, 'stable'],
      ['3', 0.9, 'stable'],
      ['4', 0.55, 'do not act'],
    ]);
  });

  it('shows the scan with the chosen K and why not the others', () => {
    const rows = values('Number of segments (K)');
    expect(rows.map((row) => [row[0], row[9], row[10]])).toEqual([
      [3, null, 'lower silhouette'],
      [4, 'chosen', null],
      [5, null, 'lower silhouette'],
      [6, null, 'a segment is smaller than 1 %'],
    ]);
  });

  it('lists the checks with their sentences, and the warnings of the run', () => {
    expect(values('Check').map((row) => row.slice(0, 4))).toEqual([
      ['Outlier revenue', 'not passed', 3.4, 3],
      ['Stability', 'not passed', 0.5, 0.6],
      ['Missing data', 'passed', 0.03, 0.4],
    ]);
    const warned = sampleInput({ runs: [runRow({ warnings: ['K lies at the end of the scan.'] })] });
    expect(textOf(qualityMetrics(warned))).toMatch(/^K lies at the end of the scan\.$/m);
  });

  it('shows a check that could not be measured as neither passed nor failed, and shares as percentages', () => {
    const gate = { stratum: 'all', passed: true, threshold: 0.15, sentence: '' };
    const gates = [
      { ...gate, name: 'noise', value: 0.005 },
      { ...gate, name: 'missingness', value: null },
    ];
    const rows = tableBelow(qualityMetrics(sampleInput({ gates })), 'Check').slice(1);
    expect(rows.map((row) => [row[1]!.value, row[1]!.tone, row[2]!.format, row[3]!.format])).toEqual([
      ['passed', 'good', 'percent', 'percent'],
      ['not measured', 'plain', 'index', 'index'],
    ]);
  });

  it('balances the rows of the files, one by one and together', () => {
    expect(values('Source file')).toEqual([
      ['orders_2023.csv', 31_200, 31_150, 12, 38, 'balances'],
      ['orders_2024.csv.gz', 14_800, 14_790, 4, 6, 'balances'],
      ['All files', 46_000, 45_940, 16, 44, 'balances'],
    ]);
    const lost = sampleInput().sourceFiles.map((file) => ({ ...file, rowsRejected: 0 }));
    expect(values('Source file', { sourceFiles: lost }).map((row) => row[5])).toEqual(
      Array.from({ length: 3 }, () => 'does not balance'),
    );
  });

  it('balances the rows of the cleaning', () => {
    expect(values('Cleaning')).toEqual([
      ['Rows loaded', 45_940, null, null],
      ['Order lines', null, 45_100, null],
      ['Matched returns', null, 700, null],
      ['Unmatched returns', null, 90, null],
      ['Excluded: no customer', null, 50, null],
      ['Sum', 45_940, 45_940, 'balances'],
    ]);
    const { ledger } = sampleInput();
    expect(
      values('Cleaning', { ledger: { ...ledger, rowsIn: 45_941 } })
        .at(-1)!
        .at(-1),
    ).toBe('does not balance');
  });

  it('lists issues by rule and customers left out by reason', () => {
    expect(values('Rule')[0]).toEqual([
      'return_before_order',
      'repaired',
      312,
      'return dated before its order; the date was cleared',
    ]);
    expect(values('Reason')).toEqual([['fewer than 2 orders', 1500]]);
  });

  it('says what is missing where nothing was clustered', () => {
    const text = textOf(
      qualityMetrics(
        sampleInput({ runs: [], summary: [], selection: [], gates: [], issues: [], ineligible: [] }),
      ),
    );
    expect(text).toMatch(/No segments: no customer had enough history/);
    expect(text).toMatch(/No check was made/);
    expect(text).toMatch(/No rule found anything to correct/);
    expect(text).toMatch(/Every customer had enough history/);
  });

  it('begins a page with each further stratum and with the checks', () => {
    const runs = ['buyers', 'non_buyers'].map((stratum) => runRow({ stratum }));
    const { blocks } = qualityMetrics(sampleInput({ runs, summary: [] }));
    const begun = blocks.flatMap((block) =>
      block.kind === 'heading' && block.startsPage === true ? [block.text] : [],
    );
    expect(begun).toEqual(['Non-buyers: Indices', 'Checks on the result']);
  });
});
