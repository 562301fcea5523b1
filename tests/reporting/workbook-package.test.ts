import { mkdtemp, readFile, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { strFromU8, strToU8, unzipSync, zipSync } from 'fflate';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { Picture } from '../../reporting/pictures/picture.ts';
import type { ReportInput } from '../../reporting/report-input.ts';
import { buildReportModel } from '../../reporting/report-model.ts';
import { writeWorkbook } from '../../reporting/workbook.ts';
import { cellTexts, openPackage, packageFaults, rangeOf, sheetPaths } from './package/package-faults.ts';
import { picture } from './package/samples.ts';
import { all, first } from './package/xml-tree.ts';
import { comparison } from './sample-comparison.ts';
import { assignmentRow, blocksOf, runRow, sampleInput } from './sample-input.ts';
import { sampleSummary } from './sample-segments.ts';

let folder: string;
let written = 0;

beforeAll(async () => (folder = await mkdtemp(join(tmpdir(), 'package-'))));
afterAll(() => rm(folder, { recursive: true }));

interface Contents {
  readonly changes?: Partial<ReportInput>;
  readonly pictures?: readonly Picture[];
  readonly rowsPerSheet?: number;
}

async function bytesOf({
  changes = {},
  pictures = [picture()],
  rowsPerSheet,
}: Contents = {}): Promise<Buffer> {
  const path = join(folder, `${written++}.xlsx`);
  await writeWorkbook(buildReportModel(sampleInput(changes), pictures), path, { rowsPerSheet });
  return readFile(path);
}

const ATTACKS = [
  '=HYPERLINK("http://x","y")',
  '+1',
  '-1',
  '@SUM(A1)',
  '\t=1',
  '\r=1',
  `=${'x'.repeat(40_000)}`,
];

function attacked(): Partial<ReportInput> {
  const input = sampleInput();
  const attackOf = (index: number): string => ATTACKS[index % ATTACKS.length]!;
  return {
    title: ATTACKS[0]!,
    summary: sampleSummary().map((row, index) => ({
      ...row,
      archetype: attackOf(index),
      archetypeRule: attackOf(index),
      strategy: attackOf(index),
    })),
    features: input.features.map((row, index) => ({
      ...row,
      label: attackOf(index),
      unit: attackOf(index + 1),
    })),
    issues: input.issues.map((row, index) => ({
      ...row,
      rule: attackOf(index),
      meaning: attackOf(index + 1),
    })),
    parameters: Object.fromEntries(ATTACKS.map((text) => [text, text])),
    assignments: blocksOf(ATTACKS.map((text) => assignmentRow({ customerId: text, archetype: text }))),
  };
}

function twoStrata(): Partial<ReportInput> {
  const strata = ['buyers', 'non_buyers'];
  const input = sampleInput();
  const both = <Row extends { stratum: string }>(rows: readonly Row[]): Row[] =>
    strata.flatMap((stratum) => rows.map((row) => ({ ...row, stratum })));
  return {
    runs: both([runRow()]),
    summary: both(input.summary),
    profiles: both(input.profiles),
    selection: both(input.selection),
    features: both(input.features),
    comparison: both([comparison()]),
  };
}

const NOTHING: Partial<ReportInput> = {
  ...{
    runs: [],
    summary: [],
    profiles: [],
    selection: [],
    features: [],
    gates: [],
    issues: [],
    sourceFiles: [],
  },
  assignments: blocksOf(),
};

const many = Array.from({ length: 7 }, (_, i) => assignmentRow({ customerId: `c${i}` }));
const CASES: Readonly<Record<string, () => Contents>> = {
  'the sample': () => ({}),
  'no picture': () => ({ pictures: [] }),
  'nothing at all': () => ({ changes: NOTHING, pictures: [] }),
  'two strata, compared': () => ({
    changes: twoStrata(),
    pictures: ['buyers', 'non_buyers'].map((stratum) => picture({ stratum })),
  }),
  'several sheets of customers': () => ({ changes: { assignments: blocksOf(many) }, rowsPerSheet: 3 }),
  'texts that look like formulas': () => ({
    changes: attacked(),
    pictures: ATTACKS.map((text) => picture({ title: text, alt: text })),
  }),
  'features that share a name': () => ({
    changes: { features: sampleInput().features.map((row) => ({ ...row, label: 'Rate' })) },
  }),
};

describe('the package of a workbook', () => {
  it.each(Object.entries(CASES))('has nothing Excel would repair: %s', async (_, contents) => {
    expect(packageFaults(openPackage(await bytesOf(contents())))).toEqual([]);
  });

  it('has charts that refer to cells which hold what the charts remember', async () => {
    const opened = openPackage(await bytesOf());
    const sheets = sheetPaths(opened);
    const names = all(opened.trees.get('xl/workbook.xml')!, 'sheet').map(({ attributes }) => attributes.name);
    const charts = opened.names.filter((name) => name.startsWith('xl/charts/'));
    expect(charts).toHaveLength(3);
    for (const path of charts) {
      for (const reference of ['c:strRef', 'c:numRef'].flatMap((name) =>
        all(opened.trees.get(path)!, name),
      )) {
        const [, sheet, from, to] = /^'(.+)'!([$A-Z\d]+)(?::([$A-Z\d]+))?$/.exec(
          first(reference, 'c:f').text,
        )!;
        const texts = cellTexts(opened, sheets[names.indexOf(sheet)]!);
        const points = new Map(
          all(reference, 'c:pt').map((pt) => [pt.attributes.idx, first(pt, 'c:v').text]),
        );
        const cells = addressesBetween(from!, to ?? from!);
        expect(first(reference, 'c:ptCount').attributes.val).toBe(String(cells.length));
        cells.forEach((cell, index) =>
          expect(points.get(String(index)) ?? '', cell).toBe(texts.get(cell) ?? ''),
        );
      }
    }
  });

  it('shows each picture, under what it shows', async () => {
    const pictures = [picture(), picture({ name: 'k_distance', topic: 'Radius' })];
    const bytes = await bytesOf({ pictures });
    const files = unzipSync(bytes);
    expect(Buffer.from(files['xl/media/image1.png']!).equals(pictures[0]!.png)).toBe(true);
    const opened = openPackage(bytes);
    const drawing = opened.trees.get('xl/drawings/drawing1.xml')!;
    const rows = all(drawing, 'xdr:oneCellAnchor').map((anchor) => Number(first(anchor, 'xdr:row').text));
    const texts = cellTexts(opened, sheetPaths(opened)[5]!);
    expect(rows.slice(-2).map((row) => texts.get(`A${row}`))).toEqual(['Map of the customers', 'Radius']);
    const extents = all(drawing, 'xdr:ext')
      .slice(-2)
      .map(({ attributes }) => attributes);
    expect(extents[0]).toEqual({ cx: String(960 * 9525), cy: String(480 * 9525) });
  });

  it('has Excel take texts of digits for what they are, on every sheet', async () => {
    const opened = openPackage(await bytesOf(CASES['several sheets of customers']!()));
    let digitTexts = 0;
    for (const path of sheetPaths(opened)) {
      const ignored = first(opened.trees.get(path)!, 'ignoredError').attributes;
      expect(ignored.numberStoredAsText).toBe('1');
      const { top, left, bottom, right } = rangeOf(ignored.sqref!);
      for (const [address, text] of cellTexts(opened, path)) {
        const cell = rangeOf(address);
        if (!/^[\d.]+$/.test(text)) continue;
        digitTexts++;
        expect(cell.top >= top && cell.top <= bottom, `${path} ${address}`).toBe(true);
        expect(cell.left >= left && cell.left <= right, `${path} ${address}`).toBe(true);
      }
    }
    expect(digitTexts).toBeGreaterThan(0);
  });

  it('is the same, byte for byte, each time', async () => {
    const [one, other] = [await bytesOf(), await bytesOf()];
    expect(one.equals(other)).toBe(true);
  });

  it('keeps what looks like a formula as text in every sheet, chart and table', async () => {
    const opened = openPackage(await bytesOf(CASES['texts that look like formulas']!()));
    for (const [path, tree] of opened.trees) expect(all(tree, 'f'), path).toEqual([]);
    const category = all(opened.trees.get('xl/charts/chart1.xml')!, 'c:cat')[0]!;
    expect(all(category, 'c:v').map(({ text }) => text)).toEqual(expect.arrayContaining(['+1', '-1']));
    const columns = [...opened.trees].flatMap(([, tree]) => all(tree, 'tableColumn'));
    expect(columns.map(({ attributes }) => attributes.name)).toContain('@SUM(A1)');
  });
});

function addressesBetween(from: string, to: string): string[] {
  const [start, end] = [from, to].map((corner) => {
    const [, letters, row] = /^\$([A-Z]+)\$(\d+)$/.exec(corner)!;
    return { column: letters!.charCodeAt(0), row: Number(row) };
  }) as [{ column: number; row: number }, { column: number; row: number }];
  const cells: string[] = [];
  for (let row = start.row; row <= end.row; row++) {
    for (let column = start.column; column <= end.column; column++)
      cells.push(String.fromCharCode(column) + row);
  }
  return cells;
}

/** The sample with one part changed. */
async function tampered(path: string, change: (xml: string) => string): Promise<string[]> {
  const files = unzipSync(await bytesOf());
  const before = strFromU8(files[path]!);
  const after = change(before);
  expect(after).not.toBe(before);
  return packageFaults(openPackage(zipSync({ ...files, [path]: strToU8(after) })));
}

describe('packageFaults(package)', () => {
  const faults: readonly (readonly [
    what: string,
    path: string,
    change: (xml: string) => string,
    found: RegExp,
  ])[] = [
    ['a table of a name that is taken', 'xl/tables/table2.xml', (xml) => xml.replace(/displayName="\w+"/, 'displayName="CUSTOMERS"'), /two tables are called/], // prettier-ignore
    ['a column called otherwise than its header', 'xl/tables/table1.xml', (xml) => xml.replace('name="Segment"', 'name="Client"'), /is not the text Client/], // prettier-ignore
    ['a filter over a table', 'xl/worksheets/sheet4.xml', (xml) => xml.replace('<mergeCells', '<autoFilter ref="A3:V11"/><mergeCells'), /overlaps/], // prettier-ignore
    ['elements out of order', 'xl/worksheets/sheet6.xml', (xml) => xml.replace(/(<drawing [^>]*>)(<tableParts.*<\/tableParts>)/, '$2$1'), /drawing too late/], // prettier-ignore
    ['a chart out of order', 'xl/charts/chart1.xml', (xml) => xml.replace(/(<c:tx>.*?<\/c:tx>)(<c:overlay[^>]*>)/, '$2$1'), /c:tx too late/], // prettier-ignore
    ['a relationship that leads nowhere', 'xl/drawings/_rels/drawing1.xml.rels', (xml) => xml.replace('chart1.xml', 'chart9.xml'), /leads to xl\/charts\/chart9/], // prettier-ignore
    ['a part without a type', '[Content_Types].xml', (xml) => xml.replace(/<Override PartName="\/xl\/charts\/chart1[^>]*>/, ''), /no content type/], // prettier-ignore
    ['a sheet name Excel refuses', 'xl/workbook.xml', (xml) => xml.replace('name="Visualizations"', 'name="a/b"'), /sheet name a\/b/], // prettier-ignore
    ['a link to a sheet that is not there', 'xl/worksheets/_rels/sheet1.xml.rels', (xml) => xml.replace('Technical Details', 'Nowhere'), /#'Nowhere'!A1/], // prettier-ignore
    ['merged cells on each other', 'xl/worksheets/sheet1.xml', (xml) => xml.replace('<mergeCell ref="A2', '<mergeCell ref="A1'), /A1:\w+ overlaps A1/], // prettier-ignore
    ['a number format Excel cannot read', 'xl/styles.xml', (xml) => xml.replace('formatCode="0.000"', 'formatCode="0.00 EUR"'), /number format 0.00 EUR/], // prettier-ignore
    ['a style that is not there', 'xl/worksheets/sheet3.xml', (xml) => xml.replace(/s="\d+"/, 's="9999"'), /no style 9999/], // prettier-ignore
    ['a formula', 'xl/worksheets/sheet3.xml', (xml) => xml.replace('<v>', '<f>1</f><v>'), /holds a formula/],
  ];

  it.each(faults)('finds %s', async (...[, path, change, found]) => {
    expect((await tampered(path, change)).join('\n')).toMatch(found);
  });

  it('finds a file that is in the archive twice', async () => {
    const opened = openPackage(await bytesOf());
    expect(packageFaults({ ...opened, names: [...opened.names, 'xl/styles.xml'] })).toEqual([
      'xl/styles.xml is in the archive twice',
    ]);
  });
});
