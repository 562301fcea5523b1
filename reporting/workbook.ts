import { createWriteStream } from 'node:fs';
import { Writable } from 'node:stream';
import ExcelJS from 'exceljs';
import { strFromU8, strToU8, unzipSync } from 'fflate';
import { replaceFile } from './atomic-file.ts';
import { cellText } from './cell-text.ts';
import type { PlacedCell, PlacedRow, PlacedSheet } from './layout.ts';
import { columnLetters, rangeAddress } from './package/address.ts';
import { digitsAsTextXml } from './package/ignored-errors.ts';
import { PackageParts, relationshipsXml } from './package/package-parts.ts';
import type { SheetLinks } from './package/package-parts.ts';
import { PackageWriter } from './package/package-writer.ts';
import { RecordReader } from './package/record-reader.ts';
import type { StyleIndex } from './package/row-writer.ts';
import { streamedSheetXml } from './package/streamed-sheet.ts';
import type { TableSpec } from './package/table.ts';
import { tableHeaders, tableName } from './package/table.ts';
import { FOOTER, MARGINS, PAPER_SIZE } from './page-setup.ts';
import type { ReportModel } from './report-model.ts';
import type { Cell, StreamedSheet } from './sheet-model.ts';
import type { CellLook, CellStyle } from './styles.ts';
import { createStyles, opaque } from './styles.ts';

/** Rows of an Excel sheet below its header. */
const ROWS_PER_SHEET = 1_048_575;

const CREATOR = 'medallion-segments';

/** Column widths in pixels at 96 per inch, in Calibri 11; A4 in landscape between margins of 0.4 inches, less a reserve for the wider font that stands in where Calibri is missing. */
const PIXELS_PER_CHARACTER = 7;
const CELL_PADDING = 5;
const PRINTABLE_PIXELS = (297 / 25.4 - 0.8) * 96 * 0.72;

export interface WorkbookOptions {
  /** Rows of a streamed sheet before it goes on in a further sheet; default 1,048,575. */
  readonly rowsPerSheet?: number | undefined;
}

interface WriteContext {
  /** Writes cells, styles and the parts around them; into memory, as only designed sheets are in it. */
  readonly workbook: ExcelJS.stream.xlsx.WorkbookWriter;
  readonly writer: PackageWriter;
  readonly parts: PackageParts;
  /** What is added to sheets that ExcelJS writes, by path. */
  readonly links: Map<string, SheetLinks>;
  /** Paths of the sheets that are written already. */
  readonly streamed: Set<string>;
  readonly addresses: ReadonlyMap<string, string>;
  readonly styleOf: (look: CellLook) => CellStyle;
  readonly rowsPerSheet: number;
}

/**
 * Writes a report as an Excel workbook; an older file stays whole until the new one is complete. ExcelJS writes the
 * designed sheets; tables, charts and pictures, which its streaming writer has not, and the sheets of records, for
 * which it takes half as long again, are parts of our own. The same model makes the same bytes.
 *
 * @param path - File to make, e.g. `data/output/returns/clustering_results.xlsx`.
 * @throws {FileError} If the file cannot be written. What the assignments throw passes through.
 * @remarks Memory does not grow with the number of rows: they are read as fast as the compressor takes them.
 */
export async function writeWorkbook(
  model: ReportModel,
  path: string,
  options: WorkbookOptions = {},
): Promise<void> {
  await replaceFile(path, async (partial) => {
    const file = createWriteStream(partial);
    const closed = new Promise<void>((resolve) => file.once('close', () => resolve()));
    const writer = new PackageWriter(file);
    try {
      await writePackage(model, writer, options);
    } catch (error) {
      writer.destroy(error as Error);
      throw error;
    } finally {
      await closed;
    }
  });
}

async function writePackage(
  model: ReportModel,
  writer: PackageWriter,
  { rowsPerSheet = ROWS_PER_SHEET }: WorkbookOptions,
): Promise<void> {
  const { sink, contents } = memorySink();
  const workbook = new ExcelJS.stream.xlsx.WorkbookWriter({
    stream: sink,
    useSharedStrings: true,
    useStyles: true,
  });
  describe(workbook, model);
  const context: WriteContext = {
    workbook,
    writer,
    parts: new PackageParts(),
    links: new Map(),
    streamed: new Set(),
    addresses: model.addresses,
    styleOf: createStyles(model.currency),
    rowsPerSheet,
  };
  for (const sheet of model.sheets) {
    if (sheet.kind === 'streamed') await writeStreamedSheet(sheet, context);
    else writePlacedSheet(sheet, context);
  }
  await workbook.commit();
  const written = new Map(Object.entries(unzipSync(contents())));
  for (const path of context.streamed) written.delete(path);
  complete(written, context);
  for (const [path, content] of written) writer.add({ path, content });
  for (const part of context.parts.parts) writer.add(part);
  await writer.end();
}

/** Puts into the parts that ExcelJS wrote what leads to those it does not know. */
function complete(written: Map<string, Uint8Array>, { parts, links }: WriteContext): void {
  const append = (path: string, root: string, elements: string): void => {
    const xml = strFromU8(written.get(path)!).trimEnd();
    written.set(path, strToU8(`${xml.slice(0, xml.lastIndexOf(`</${root}>`))}${elements}</${root}>`));
  };
  append('[Content_Types].xml', 'Types', parts.contentTypes);
  for (const [path, { elements, relationships }] of links) {
    append(path, 'worksheet', elements);
    if (relationships === '') continue;
    const relationshipsFile = relationshipsPath(path);
    if (written.has(relationshipsFile)) append(relationshipsFile, 'Relationships', relationships);
    else written.set(relationshipsFile, strToU8(relationshipsXml(relationships)));
  }
}

function memorySink(): { readonly sink: Writable; readonly contents: () => Uint8Array } {
  const chunks: Buffer[] = [];
  const sink = new Writable({
    write: (chunk: Buffer, _, done) => {
      chunks.push(chunk);
      done();
    },
  });
  return { sink, contents: () => Buffer.concat(chunks) };
}

function describe(workbook: ExcelJS.Workbook, model: ReportModel): void {
  workbook.creator = CREATOR;
  workbook.lastModifiedBy = CREATOR;
  workbook.title = cellText(model.title);
  workbook.created = model.asOf;
  workbook.modified = model.asOf;
  workbook.views = [
    { x: 0, y: 0, width: 28_800, height: 17_000, firstSheet: 0, activeTab: 0, visibility: 'visible' },
  ];
}

/** Opens a sheet: printed in landscape, as wide as one page, the header row on each page. */
function openSheet(sheet: PlacedSheet, { workbook }: WriteContext): ExcelJS.Worksheet {
  const isOutlined = hasOutline(sheet);
  const worksheet = workbook.addWorksheet(sheet.name, {
    properties: {
      tabColor: opaque(sheet.tabColour),
      outlineLevelRow: isOutlined ? 1 : 0,
      ...(isOutlined ? { outlineProperties: { summaryBelow: false, summaryRight: true } } : {}),
    },
    views: [
      {
        state: 'frozen',
        xSplit: sheet.frozenColumns,
        ySplit: sheet.frozenRows,
        showGridLines: false,
        zoomScale: 100,
      },
    ],
    pageSetup: {
      orientation: 'landscape',
      paperSize: PAPER_SIZE,
      ...pageScaling(sheet),
      ...(sheet.pages.wide > 1 ? { printTitlesColumn: `A:${columnLetters(sheet.frozenColumns)}` } : {}),
      printTitlesRow: `${sheet.repeatedRow}:${sheet.repeatedRow}`,
      margins: MARGINS,
    },
    headerFooter: { oddFooter: FOOTER },
  });
  worksheet.columns = sheet.widths.map((width) => ({ width }));
  return worksheet;
}

function hasOutline(sheet: PlacedSheet): boolean {
  return sheet.rows.some((row) => row.outlineLevel > 0);
}

/**
 * Scaling of the printed sheet. A sheet with an outline gets the percentage that fits its width instead of the
 * instruction to fit, as ExcelJS 4.4 writes the two in an order that Excel calls corrupt; so does a sheet with page
 * breaks, which Excel passes over when it has to fit.
 *
 * @see https://github.com/exceljs/exceljs/issues/1348
 */
function pageScaling(sheet: PlacedSheet): Partial<ExcelJS.PageSetup> {
  if (!hasOutline(sheet) && !sheet.rows.some((row) => row.endsPage))
    return { fitToPage: true, fitToWidth: sheet.pages.wide, fitToHeight: sheet.pages.high };
  const width = sheet.widths.reduce(
    (total, characters) => total + characters * PIXELS_PER_CHARACTER + CELL_PADDING,
    0,
  );
  return { scale: Math.max(10, Math.min(100, Math.floor((100 * PRINTABLE_PIXELS) / width))) };
}

function writePlacedSheet(sheet: PlacedSheet, context: WriteContext): void {
  const worksheet = openSheet(sheet, context);
  for (const row of sheet.rows) writePlacedRow(worksheet, row, context);
  worksheet.commit();
  const range = rangeAddress({ row: 1, column: 1 }, { row: sheet.rows.length, column: sheet.widths.length });
  const { elements, relationships } = context.parts.attach(sheet);
  context.links.set(sheetPath(worksheet.id), { elements: digitsAsTextXml(range) + elements, relationships });
}

function writePlacedRow(worksheet: ExcelJS.Worksheet, placed: PlacedRow, context: WriteContext): void {
  const row = worksheet.addRow([]);
  row.height = placed.height;
  row.outlineLevel = placed.outlineLevel;
  for (const cell of placed.cells) {
    const target = row.getCell(cell.column);
    target.value = linked(cell, context);
    target.style = context.styleOf(cell);
    if (cell.span > 1) worksheet.mergeCells(row.number, cell.column, row.number, cell.column + cell.span - 1);
  }
  if (placed.endsPage) row.addPageBreak();
  row.commit();
}

function linked(cell: PlacedCell, { addresses }: WriteContext): ExcelJS.CellValue {
  const address = cell.link === undefined ? undefined : addresses.get(cell.link);
  return address === undefined ? cell.value : { text: String(cell.value ?? ''), hyperlink: `#${address}` };
}

/** Writes the records as they come, on as many sheets as they need, each with the header. */
async function writeStreamedSheet(sheet: StreamedSheet, context: WriteContext): Promise<void> {
  const records = new RecordReader(sheet.blocks);
  const headers = tableHeaders(sheet.columns.map((column) => cellText(column.header)));
  try {
    for (let number = 1; number === 1 || (await records.hasNext()); number++)
      await writePage({ sheet, headers, number, records }, context);
  } finally {
    await records.close();
  }
}

interface Page {
  readonly sheet: StreamedSheet;
  readonly headers: readonly string[];
  /** 1 for the first sheet of the records. */
  readonly number: number;
  readonly records: RecordReader<readonly Cell[]>;
}

async function writePage({ sheet, headers, number, records }: Page, context: WriteContext): Promise<void> {
  const { writer, parts, rowsPerSheet, streamed } = context;
  const path = sheetPath(announcePage(sheet, number, context));
  let relationships = '';
  const lastElements = (rowCount: number): string => {
    const links = parts.attach({ drawings: [], tables: tablesOf(sheet, headers, rowCount) });
    relationships = links.relationships;
    return links.elements;
  };
  const table = { sheet, headers, rowsPerSheet, styleIndex: styleIndexOf(context), lastElements };
  await writer.addStream(path, streamedSheetXml(table, records));
  streamed.add(path);
  if (relationships !== '')
    writer.add({ path: relationshipsPath(path), content: relationshipsXml(relationships) });
}

function tablesOf(sheet: StreamedSheet, headers: readonly string[], rowCount: number): readonly TableSpec[] {
  if (rowCount === 0) return [];
  return [
    { name: tableName(sheet.tableName), headerRow: 1, lastRow: rowCount + 1, headers, hasFilter: true },
  ];
}

/** Has ExcelJS list a sheet in the workbook, with the row that is repeated in print; returns its number. */
function announcePage(sheet: StreamedSheet, number: number, { workbook }: WriteContext): number {
  const name = number === 1 ? sheet.name : `${sheet.name} ${number}`;
  const page = workbook.addWorksheet(name, { pageSetup: { printTitlesRow: '1:1' } });
  page.commit();
  return page.id;
}

/** ExcelJS numbers the styles; it knows one that it has seen by identity. */
function styleIndexOf({ workbook, styleOf }: WriteContext): StyleIndex {
  const { styles } = workbook as unknown as { styles: { addStyleModel(style: CellStyle): number } };
  return (look) => styles.addStyleModel(styleOf(look));
}

function sheetPath(id: number): string {
  return `xl/worksheets/sheet${id}.xml`;
}

/** Path of the relationships of a part. */
function relationshipsPath(path: string): string {
  return path.replace(/([^/]+)$/, '_rels/$1.rels');
}
