import { describe, expect, it } from 'vitest';
import type { PlacedSheet } from '../../reporting/layout.ts';
import type { ReportInput } from '../../reporting/report-input.ts';
import type { ReportModel } from '../../reporting/report-model.ts';
import { buildReportModel } from '../../reporting/report-model.ts';
import type { StreamedSheet } from '../../reporting/sheet-model.ts';
import { SHEET_NAMES } from '../../reporting/sheet-model.ts';
import { cellsOf, textOf } from './plain-sheet.ts';
import { comparison } from './sample-comparison.ts';
import { blocksOf, runRow, sampleInput } from './sample-input.ts';
import { profilesOf, sampleSummary, summaryRow } from './sample-segments.ts';

function placedSheets(model: ReportModel): PlacedSheet[] {
  return model.sheets.filter((sheet) => sheet.kind === 'placed');
}

function sheetNamed(model: ReportModel, name: string): PlacedSheet {
  return placedSheets(model).find((sheet) => sheet.name === name)!;
}

async function streamedValues(model: ReportModel): Promise<unknown[][]> {
  const sheet = model.sheets.find((candidate): candidate is StreamedSheet => candidate.kind === 'streamed')!;
  const rows: unknown[][] = [];
  for await (const block of sheet.blocks) {
    for (const row of block)
      rows.push(row.map((cell) => (cell !== null && typeof cell === 'object' ? cell.value : cell)));
  }
  return rows;
}

const EMPTY: Partial<ReportInput> = {
  runs: [],
  summary: [],
  profiles: [],
  selection: [],
  features: [],
  gates: [],
  ineligible: [],
  issues: [],
  sourceFiles: [],
  ledger: { rowsIn: 0, entries: [] },
  versions: {},
  parameters: {},
  archetypes: [],
  glossary: [],
  fittedNumbers: [],
  dataSpan: { first: null, last: null },
};

function outliersOnly(): Partial<ReportInput> {
  const [all, ...others] = sampleSummary();
  const outlier = {
    ...others.find((row) => row.level === 'outlier')!,
    shareOfCustomers: 1,
    customerCount: 4000,
  };
  const run = runRow({ clusteredCount: 0, coverage: 0, noise: 1, k: 0, silhouette: null, stability: null });
  return { summary: [all!, outlier], profiles: profilesOf([outlier]), runs: [run], selection: [] };
}

function oneSegment(): Partial<ReportInput> {
  const only = summaryRow({
    shareOfCustomers: 0.95,
    customerCount: 3800,
    jaccardStability: null,
    silhouetteMean: null,
  });
  return {
    summary: [summaryRow({ clusterLabel: 'all', level: 'all', archetype: null, shareOfCustomers: 1 }), only],
    profiles: profilesOf([only]),
    runs: [runRow({ k: 1, silhouette: Number.NaN, permutedSilhouette: Number.NaN, stability: null })],
  };
}

const CASES: Readonly<Record<string, () => Partial<ReportInput>>> = {
  'the sample': () => ({}),
  'nothing at all': () => EMPTY,
  'outliers only': outliersOnly,
  'one segment': oneSegment,
  'no value column': () => ({ hasValues: false, currency: '' }),
  'a comparison': () => ({ comparison: [comparison()] }),
  'a comparison of other data': () => ({ comparison: [comparison({ isCurrent: false, trials: [] })] }),
};

describe('buildReportModel(input)', () => {
  it('has eight sheets in order, under names Excel accepts', () => {
    const model = buildReportModel(sampleInput({ comparison: [comparison()] }));
    const names = model.sheets.map((sheet) => sheet.name);
    expect(names).toEqual(Object.values(SHEET_NAMES));
    expect(new Set(names.map((name) => name.toLowerCase())).size).toBe(8);
    for (const name of names) expect(name).toMatch(/^[^[\]:*?/\\']{1,31}$/);
  });

  it('has no comparison, and no link to it, where algorithms were not compared', () => {
    const model = buildReportModel(sampleInput());
    expect(model.sheets.map((sheet) => sheet.name)).not.toContain(SHEET_NAMES.comparison);
    expect(textOf(sheetNamed(model, SHEET_NAMES.summary))).not.toContain(SHEET_NAMES.comparison);
    const compared = buildReportModel(sampleInput({ comparison: [comparison()] }));
    expect(textOf(sheetNamed(compared, SHEET_NAMES.summary))).toContain(SHEET_NAMES.comparison);
  });

  it.each(Object.entries(CASES))('writes something on every sheet: %s', (_, changes) => {
    const model = buildReportModel(sampleInput(changes()));
    expect(model.sheets).toHaveLength(changes().comparison === undefined ? 7 : 8);
    for (const sheet of placedSheets(model)) expect(textOf(sheet).length, sheet.name).toBeGreaterThan(40);
  });

  it.each(Object.entries(CASES))('never shows NaN, undefined or null as text: %s', (_, changes) => {
    for (const sheet of placedSheets(buildReportModel(sampleInput(changes())))) {
      expect(textOf(sheet)).not.toMatch(/\b(NaN|undefined|null|Infinity)\b|\[object/);
    }
  });

  it.each(Object.entries(CASES))('has an address for every link: %s', (_, changes) => {
    const model = buildReportModel(sampleInput(changes()));
    const links = placedSheets(model).flatMap((sheet) => cellsOf(sheet).flatMap((cell) => cell.link ?? []));
    expect(links.length).toBeGreaterThanOrEqual(6);
    for (const link of links) expect(model.addresses.get(link), link).toMatch(/^'[^']+'!A\d+$/);
  });

  it('leads from a segment of the summary to its row in Cluster Profiles', () => {
    const model = buildReportModel(sampleInput());
    const link = cellsOf(sheetNamed(model, SHEET_NAMES.summary)).find(
      (cell) => cell.value === 'High Returners',
    )!.link!;
    const row = Number(/(\d+)$/.exec(model.addresses.get(link)!)![1]);
    const profile = sheetNamed(model, SHEET_NAMES.profiles).rows[row - 1]!;
    expect(profile.cells.slice(0, 2).map((cell) => cell.value)).toEqual(['4', 'High Returners']);
  });

  it('never holds a number as text', () => {
    for (const sheet of placedSheets(buildReportModel(sampleInput()))) {
      const numeric = cellsOf(sheet).filter(
        (cell) => typeof cell.value === 'string' && cell.role === 'body' && cell.format !== 'text',
      );
      expect(numeric.map((cell) => cell.value)).toEqual([]);
    }
  });

  it('gives every segment one colour on all sheets', () => {
    const chips = placedSheets(buildReportModel(sampleInput())).flatMap((sheet) =>
      cellsOf(sheet).filter((cell) => cell.role === 'chip'),
    );
    const fills = new Map<unknown, Set<unknown>>();
    for (const chip of chips) fills.set(chip.value, (fills.get(chip.value) ?? new Set()).add(chip.fill));
    expect(fills.size).toBe(7);
    for (const [label, colours] of fills) expect(colours.size, String(label)).toBe(1);
  });

  it('carries names in any script', () => {
    const summary = sampleSummary().map((row) => ({
      ...row,
      archetype: row.clusterLabel === '1' ? 'عملاء 🛒' : row.archetype,
    }));
    const model = buildReportModel(sampleInput({ summary, title: '顧客' }));
    expect(textOf(sheetNamed(model, SHEET_NAMES.summary))).toMatch(/^顧客\n[^]*عملاء 🛒/);
  });

  it('lists ineligible customers with their reason beside the others', async () => {
    const rows = await streamedValues(buildReportModel(sampleInput()));
    expect(rows).toHaveLength(5);
    expect(rows[0]!.slice(0, 6)).toEqual(['anna@example.com', '1', null, 'Regular Customers', 'no', 0.83]);
    expect(rows[3]!.slice(1, 5)).toEqual(['outlier', null, 'Outliers', 'yes']);
    expect(rows[4]!.slice(0, 6)).toEqual(['emil@example.com', 'ineligible', null, null, null, null]);
    expect(rows[4]!.at(-1)).toBe('fewer than 2 orders');
  });

  it('says so when there are no customers', async () => {
    const model = buildReportModel(sampleInput({ assignments: blocksOf() }));
    expect((await streamedValues(model)).map((row) => row[0])).toEqual(['No customers in the data.']);
  });

  it('refuses two segments of the same label', () => {
    const summary = [...sampleSummary(), summaryRow({ clusterLabel: '1' })];
    expect(() => buildReportModel(sampleInput({ summary }))).toThrow(/segment all 1 stands twice/);
  });

  it('does not depend on the order of the rows', () => {
    const input = sampleInput();
    const shuffled = sampleInput({
      summary: input.summary.toReversed(),
      profiles: input.profiles.toReversed(),
      selection: input.selection.toReversed(),
      features: input.features.toReversed(),
    });
    expect(placedSheets(buildReportModel(shuffled))).toEqual(placedSheets(buildReportModel(input)));
  });
});
