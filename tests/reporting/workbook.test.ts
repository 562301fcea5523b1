import { existsSync } from 'node:fs';
import { mkdir, mkdtemp, readdir, readFile, rm, symlink, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import ExcelJS from 'exceljs';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { FileError } from '../../pipeline/core/errors.ts';
import type { ReportInput } from '../../reporting/report-input.ts';
import { buildReportModel } from '../../reporting/report-model.ts';
import { writeWorkbook } from '../../reporting/workbook.ts';
import { assignmentRow, blocksOf, sampleInput } from './sample-input.ts';
import { sampleSummary } from './sample-segments.ts';

let folder: string;
let sample: ExcelJS.Workbook;

beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'workbook-'));
  sample = await written({}, 'sample');
});

afterAll(() => rm(folder, { recursive: true }));

async function written(
  changes: Partial<ReportInput>,
  name: string,
  rowsPerSheet?: number,
): Promise<ExcelJS.Workbook> {
  const path = join(folder, `${name}.xlsx`);
  await writeWorkbook(buildReportModel(sampleInput(changes)), path, { rowsPerSheet });
  const workbook = new ExcelJS.Workbook();
  await workbook.xlsx.readFile(path);
  return workbook;
}

function sheetOf(workbook: ExcelJS.Workbook, name: string): ExcelJS.Worksheet {
  return workbook.getWorksheet(name)!;
}

/** Name, range and filtered range of the tables of a sheet. */
function tablesOf(sheet: ExcelJS.Worksheet): (string | undefined)[][] {
  const { tables } = sheet as unknown as {
    tables: Record<string, { table: { name: string; tableRef: string; autoFilterRef?: string } }>;
  };
  return Object.values(tables).map(({ table }) => [table.name, table.tableRef, table.autoFilterRef]);
}

/** Text of a cell; ExcelJS fails on the hidden cells of a merged range. */
function textIn(cell: ExcelJS.Cell): string {
  return cell.value === null ? '' : cell.text;
}

/** The cell right of, or at an offset from, the first cell with a text. */
function cellBeside(sheet: ExcelJS.Worksheet, text: string, offset = 1): ExcelJS.Cell {
  let found: ExcelJS.Cell | undefined;
  sheet.eachRow((row) => row.eachCell((cell) => (found ??= textIn(cell) === text ? cell : undefined)));
  if (found === undefined) throw new Error(`${sheet.name}: no cell ${text}`);
  return sheet.getCell(Number(found.row), Number(found.col) + offset);
}

describe('writeWorkbook(model, path)', () => {
  it('writes seven sheets and the properties of the document', () => {
    expect(sample.worksheets.map((sheet) => sheet.name)).toEqual([
      'Executive Summary',
      'Cluster Profiles',
      'Customer Assignments',
      'Feature Analysis',
      'Quality Metrics',
      'Visualizations',
      'Technical Details',
    ]);
    expect([sample.title, sample.creator, sample.lastModifiedBy]).toEqual([
      'Customer segments by purchase and return behaviour',
      'medallion-segments',
      'medallion-segments',
    ]);
    expect(sample.created).toEqual(new Date('2024-05-31T00:00:00Z'));
  });

  it('writes numbers as numbers in the format of their unit', () => {
    const summary = sheetOf(sample, 'Executive Summary');
    const customers = cellBeside(summary, 'High Returners', 1);
    const share = cellBeside(summary, 'High Returners', 2);
    expect([customers.value, customers.numFmt, share.value, share.numFmt]).toEqual([
      100,
      '#,##0',
      0.025,
      '0.0%',
    ]);
    const amount = cellBeside(sheetOf(sample, 'Cluster Profiles'), 'All customers', 6);
    expect([amount.value, amount.numFmt]).toEqual([1840.5, '#,##0.00 "EUR"']);
  });

  it('freezes headers, sets filters and prints in landscape as wide as the page', () => {
    const assignments = sheetOf(sample, 'Customer Assignments');
    expect(assignments.views[0]).toMatchObject({ state: 'frozen', xSplit: 1, ySplit: 1 });
    expect(tablesOf(assignments)).toEqual([['customers', 'A1:O6', 'A1:O6']]);
    expect(tablesOf(sheetOf(sample, 'Feature Analysis'))).toEqual([['features', 'A3:V11', 'A3:V11']]);
    for (const sheet of sample.worksheets) {
      expect(sheet.pageSetup.orientation, sheet.name).toBe('landscape');
      expect(sheet.pageSetup.printTitlesRow, sheet.name).toMatch(/^\d+:\d+$/);
    }
    expect(assignments.pageSetup).toMatchObject({ fitToPage: true, fitToWidth: 1, fitToHeight: 0 });
  });

  it('outlines sub-segments below their segment and then does without fit to page, which would corrupt the file', () => {
    const profiles = sheetOf(sample, 'Cluster Profiles');
    const levels = new Map<string, number>();
    profiles.eachRow((row) => levels.set(row.getCell(1).text, row.outlineLevel ?? 0));
    expect([levels.get('2'), levels.get('2.1'), levels.get('2.2'), levels.get('3')]).toEqual([0, 1, 1, 0]);
    expect(profiles.properties.outlineProperties).toMatchObject({ summaryBelow: false });
    for (const sheet of sample.worksheets) {
      expect(
        sheet.pageSetup.fitToPage === true && sheet.properties.outlineProperties !== undefined,
        sheet.name,
      ).toBe(false);
    }
  });

  it('links the summary to the row of the segment', () => {
    const cell = cellBeside(sheetOf(sample, 'Executive Summary'), 'High Returners', 0);
    const address = /^#'Cluster Profiles'!(A\d+)$/.exec(cell.hyperlink)![1]!;
    expect(sheetOf(sample, 'Cluster Profiles').getCell(address).value).toBe('4');
  });

  it('gives segments their colour and legible ink', () => {
    const chip = cellBeside(sheetOf(sample, 'Cluster Profiles'), 'Regular Customers', -1);
    expect(chip.fill).toMatchObject({ pattern: 'solid', fgColor: { argb: 'FF0072B2' } });
    expect(chip.font.color).toEqual({ argb: 'FFFFFFFF' });
  });

  it('keeps text that looks like a formula as text, everywhere', async () => {
    const attacks = [
      '=HYPERLINK("http://x","y")',
      '+1',
      '-1',
      '@SUM(A1)',
      '\t=1',
      '\r=1',
      "=cmd|' /C calc'!A0",
    ];
    const workbook = await written(
      {
        title: attacks[0]!,
        summary: sampleSummary().map((row, index) => ({
          ...row,
          archetype: attacks[index % attacks.length]!,
        })),
        parameters: Object.fromEntries(attacks.map((text) => [text, text])),
        assignments: blocksOf(
          attacks.map((customerId) => assignmentRow({ customerId, archetype: customerId })),
        ),
      },
      'attacks',
    );
    const formulas: string[] = [];
    for (const sheet of workbook.worksheets) {
      sheet.eachRow((row) =>
        row.eachCell((cell) => cell.formula && formulas.push(`${sheet.name} ${cell.address}`)),
      );
    }
    expect(formulas).toEqual([]);
    const ids = sheetOf(workbook, 'Customer Assignments').getColumn(1).values.slice(2);
    expect(ids).toEqual(attacks.map((text) => text.replace('\r', '\n')));
    expect(sheetOf(workbook, 'Customer Assignments').getCell('A2').numFmt).toBe('@');
  });

  it('cuts what no cell can hold, and carries other scripts, emoji and control characters', async () => {
    const ids = ['x'.repeat(40_000), 'عميل', '🛒', 'a\u0000b\u001F', '0042', '<&>"'];
    const workbook = await written(
      { assignments: blocksOf(ids.map((customerId) => assignmentRow({ customerId }))) },
      'texts',
    );
    const read = sheetOf(workbook, 'Customer Assignments').getColumn(1).values.slice(2) as string[];
    expect(read[0]).toHaveLength(32_767);
    expect(read.slice(1)).toEqual(['عميل', '🛒', 'ab', '0042', '<&>"']);
  });

  it('leaves cells empty for what is no number', async () => {
    const row = assignmentRow({
      silhouette: Number.NaN,
      distanceToCentroid: Number.POSITIVE_INFINITY,
      outlierScore: null,
    });
    const sheet = sheetOf(await written({ assignments: blocksOf([row]) }, 'empty'), 'Customer Assignments');
    expect(['F2', 'G2', 'H2', 'I2'].map((address) => sheet.getCell(address).value)).toEqual([
      null,
      null,
      null,
      1,
    ]);
  });

  it('makes the header of customers as high as its longest text needs', async () => {
    const heightWith = async (label: string) => {
      const features = sampleInput().features.map((row, index) => (index === 0 ? { ...row, label } : row));
      return sheetOf(await written({ features }, 'header'), 'Customer Assignments').getRow(1).height;
    };
    expect(await heightWith('Rate')).toBe(45);
    expect(await heightWith('Evenness over categories (score)')).toBe(60);
  });

  it('goes on with further sheets when one is full', async () => {
    const rows = Array.from({ length: 7 }, (_, i) => assignmentRow({ customerId: `c${i}` }));
    const workbook = await written({ assignments: blocksOf(rows.slice(0, 4), rows.slice(4)) }, 'long', 3);
    const pages = workbook.worksheets.filter((sheet) => sheet.name.startsWith('Customer Assignments'));
    expect(pages.map((sheet) => sheet.name)).toEqual([
      'Customer Assignments',
      'Customer Assignments 2',
      'Customer Assignments 3',
    ]);
    expect(pages.map((sheet) => sheet.getColumn(1).values.slice(1))).toEqual([
      ['Customer', 'c0', 'c1', 'c2'],
      ['Customer', 'c3', 'c4', 'c5'],
      ['Customer', 'c6'],
    ]);
    expect(pages.map((sheet) => tablesOf(sheet)[0])).toEqual([
      ['customers', 'A1:O4', 'A1:O4'],
      ['customers_2', 'A1:O4', 'A1:O4'],
      ['customers_3', 'A1:O2', 'A1:O2'],
    ]);
  });

  it('opens no further sheet when the last one is exactly full', async () => {
    const rows = Array.from({ length: 3 }, (_, i) => assignmentRow({ customerId: `c${i}` }));
    const workbook = await written({ assignments: blocksOf(rows) }, 'full', 3);
    expect(workbook.worksheets).toHaveLength(7);
  });

  it('writes many rows in order, waiting for the compressor', async () => {
    async function* blocks(): ReturnType<typeof blocksOf<ReturnType<typeof assignmentRow>>> {
      for (let i = 0; i < 5; i++) {
        yield await Promise.resolve(
          Array.from({ length: 1000 }, (_, j) => assignmentRow({ customerId: `c${i * 1000 + j}` })),
        );
      }
    }
    const sheet = sheetOf(await written({ assignments: blocks() }, 'many'), 'Customer Assignments');
    expect(sheet.rowCount).toBe(5001);
    expect([2, 2500, 5001].map((row) => sheet.getCell(row, 1).value)).toEqual(['c0', 'c2498', 'c4999']);
  });

  it('keeps the old file and leaves no part behind when the assignments fail', async () => {
    const path = join(folder, 'failing', 'report.xlsx');
    await mkdir(join(folder, 'failing'));
    await writeFile(path, 'old');
    async function* broken(): ReturnType<typeof blocksOf<ReturnType<typeof assignmentRow>>> {
      yield await Promise.resolve([assignmentRow({})]);
      throw new Error('the database went away');
    }
    const model = buildReportModel(sampleInput({ assignments: broken() }));
    await expect(writeWorkbook(model, path)).rejects.toThrow('the database went away');
    expect(await readFile(path, 'utf8')).toBe('old');
    expect(await readdir(join(folder, 'failing'))).toEqual(['report.xlsx']);
  });

  it('names the file that cannot be written', async () => {
    const blocker = join(folder, 'blocker');
    await writeFile(blocker, '');
    const path = join(blocker, 'report.xlsx');
    const failure = writeWorkbook(buildReportModel(sampleInput()), path);
    await expect(failure).rejects.toThrow(FileError);
    await expect(failure).rejects.toThrow(`cannot write ${path}`);
  });

  it('names the file whose place is taken by a folder', async () => {
    const path = join(folder, 'taken.xlsx');
    await mkdir(path);
    await writeFile(join(path, 'inside'), '');
    await expect(writeWorkbook(buildReportModel(sampleInput()), path)).rejects.toThrow(FileError);
    expect(await readdir(folder)).not.toContain('taken.xlsx.partial');
  });

  it.skipIf(!existsSync('/dev/full'))('fails rather than waits when the disk is full', async () => {
    const path = join(folder, 'full-disk.xlsx');
    for (const count of [1, 20_000]) {
      await symlink('/dev/full', `${path}.partial`);
      const rows = Array.from({ length: count }, (_, i) => assignmentRow({ customerId: `c${i}` }));
      const model = buildReportModel(sampleInput({ assignments: blocksOf(rows) }));
      await expect(writeWorkbook(model, path)).rejects.toThrow(/cannot write .*full-disk\.xlsx: ENOSPC/);
      expect((await readdir(folder)).filter((name) => name.startsWith('full-disk'))).toEqual([]);
    }
  });
});
