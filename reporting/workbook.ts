import type { WriteStream } from 'node:fs';
import { open } from 'node:fs/promises';
import type { Writable } from 'node:stream';
import ExcelJS from 'exceljs';
import { replaceFile } from './atomic-file.ts';
import { cellText, cellValue } from './cell-text.ts';
import type { PlacedCell, PlacedRow, PlacedSheet } from './layout.ts';
import type { ReportModel } from './report-model.ts';
import type { Cell, PrintedPages, StreamedSheet } from './sheet-model.ts';
import { styledCell } from './sheet-model.ts';
import type { CellLook, CellStyle } from './styles.ts';
import { createStyles, opaque } from './styles.ts';

/** Rows of an Excel sheet below its header. */
const ROWS_PER_SHEET = 1_048_575;

/** Rows of a streamed sheet between two looks at the compressor: some hundred kilobytes of text. */
const ROWS_PER_TURN = 200;

const CREATOR = 'medallion-segments';
const A4 = 9;
const HEADER_HEIGHT = 32;

/** Column widths in pixels at 96 per inch, in Calibri 11; A4 in landscape between margins of 0.4 inches, less a reserve for the wider font that stands in where Calibri is missing. */
const PIXELS_PER_CHARACTER = 7;
const CELL_PADDING = 5;
const PRINTABLE_PIXELS = (297 / 25.4 - 0.8) * 96 * 0.72;

export interface WorkbookOptions {
  /** Rows of a streamed sheet before it goes on in a further sheet; default 1,048,575. */
  readonly rowsPerSheet?: number | undefined;
}

interface WriteContext {
  readonly workbook: ExcelJS.stream.xlsx.WorkbookWriter;
  readonly addresses: ReadonlyMap<string, string>;
  readonly styleOf: (look: CellLook) => CellStyle;
  readonly rowsPerSheet: number;
  /** Aborted, with the error as its reason, once the file cannot be written. */
  readonly failure: AbortSignal;
}

/**
 * Writes a report as an Excel workbook, row by row; an older file stays whole until the new one is complete.
 *
 * @param path - File to make, e.g. `data/output/returns/clustering_results.xlsx`.
 * @throws {FileError} If the file cannot be written. What the assignments throw passes through.
 * @remarks Memory does not grow with the number of rows: writing waits for the compressor.
 */
export async function writeWorkbook(
  model: ReportModel,
  path: string,
  options: WorkbookOptions = {},
): Promise<void> {
  await replaceFile(path, async (partial) => {
    const file = (await open(partial, 'w')).createWriteStream();
    const closed = new Promise<void>((resolve) => file.once('close', () => resolve()));
    const failure = new AbortController();
    file.on('error', (error) => failure.abort(error));
    try {
      await writeSheets(model, { file, failure: failure.signal, ...options });
    } catch (error) {
      file.destroy();
      throw error;
    } finally {
      await closed;
    }
  });
}

interface Target extends WorkbookOptions {
  readonly file: WriteStream;
  readonly failure: AbortSignal;
}

async function writeSheets(model: ReportModel, { file, failure, rowsPerSheet }: Target): Promise<void> {
  const workbook = new ExcelJS.stream.xlsx.WorkbookWriter({
    stream: file,
    useSharedStrings: false,
    useStyles: true,
  });
  describe(workbook, model);
  const context: WriteContext = {
    workbook,
    addresses: model.addresses,
    styleOf: createStyles(model.currency),
    rowsPerSheet: rowsPerSheet ?? ROWS_PER_SHEET,
    failure,
  };
  for (const sheet of model.sheets) {
    if (sheet.kind === 'streamed') await writeStreamedSheet(sheet, context);
    else writePlacedSheet(sheet, context);
  }
  failure.throwIfAborted();
  await Promise.race([workbook.commit(), rejection(failure)]);
}

/** Rejects when the file fails: ExcelJS alone would wait for ever. */
function rejection(failure: AbortSignal): Promise<never> {
  return new Promise((_, reject) => {
    failure.addEventListener('abort', () => reject(failure.reason as Error));
  });
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

interface SheetFrame {
  readonly name: string;
  readonly widths: readonly number[];
  readonly frozenRows: number;
  readonly frozenColumns: number;
  readonly repeatedRow: number;
  readonly pages: PrintedPages;
  readonly tabColour: string;
  readonly showGridLines: boolean;
  readonly isOutlined: boolean;
}

/** Opens a sheet: printed in landscape, as wide as one page, the header row on each page. */
function openSheet(frame: SheetFrame, { workbook }: WriteContext): ExcelJS.Worksheet {
  const worksheet = workbook.addWorksheet(frame.name, {
    properties: {
      tabColor: opaque(frame.tabColour),
      outlineLevelRow: frame.isOutlined ? 1 : 0,
      ...(frame.isOutlined ? { outlineProperties: { summaryBelow: false, summaryRight: true } } : {}),
    },
    views: [
      {
        state: 'frozen',
        xSplit: frame.frozenColumns,
        ySplit: frame.frozenRows,
        showGridLines: frame.showGridLines,
        zoomScale: 100,
      },
    ],
    pageSetup: {
      orientation: 'landscape',
      paperSize: A4,
      ...pageScaling(frame),
      ...(frame.pages.wide > 1 ? { printTitlesColumn: 'A:A' } : {}),
      printTitlesRow: `${frame.repeatedRow}:${frame.repeatedRow}`,
      margins: { left: 0.4, right: 0.4, top: 0.5, bottom: 0.6, header: 0.3, footer: 0.3 },
    },
    headerFooter: { oddFooter: '&L&A&RPage &P of &N' },
  });
  worksheet.columns = frame.widths.map((width) => ({ width }));
  return worksheet;
}

/**
 * Scaling of the printed sheet. A sheet with an outline gets the percentage that fits its width instead of the
 * instruction to fit: ExcelJS 4.4 writes the two in an order that Excel calls corrupt.
 *
 * @see https://github.com/exceljs/exceljs/issues/1348
 */
function pageScaling(frame: SheetFrame): Partial<ExcelJS.PageSetup> {
  if (!frame.isOutlined)
    return { fitToPage: true, fitToWidth: frame.pages.wide, fitToHeight: frame.pages.high };
  const width = frame.widths.reduce(
    (total, characters) => total + characters * PIXELS_PER_CHARACTER + CELL_PADDING,
    0,
  );
  return { scale: Math.max(10, Math.min(100, Math.floor((100 * PRINTABLE_PIXELS) / width))) };
}

function writePlacedSheet(sheet: PlacedSheet, context: WriteContext): void {
  const isOutlined = sheet.rows.some((row) => row.outlineLevel > 0);
  const worksheet = openSheet({ ...sheet, isOutlined, showGridLines: false }, context);
  for (const row of sheet.rows) writePlacedRow(worksheet, row, context);
  if (sheet.filter !== undefined) {
    const { firstRow, lastRow, lastColumn } = sheet.filter;
    worksheet.autoFilter = { from: { row: firstRow, column: 1 }, to: { row: lastRow, column: lastColumn } };
  }
  worksheet.commit();
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
  row.commit();
}

function linked(cell: PlacedCell, { addresses }: WriteContext): ExcelJS.CellValue {
  const address = cell.link === undefined ? undefined : addresses.get(cell.link);
  return address === undefined ? cell.value : { text: String(cell.value ?? ''), hyperlink: `#${address}` };
}

/** Writes the rows as they come, on as many sheets as they need, each with the header. */
async function writeStreamedSheet(sheet: StreamedSheet, context: WriteContext): Promise<void> {
  let page = openPage(sheet, 1, context);
  let [pageCount, rowCount] = [1, 0];
  for await (const block of sheet.blocks) {
    for (const cells of block) {
      if (rowCount === context.rowsPerSheet) {
        closePage(page, sheet, rowCount);
        page = openPage(sheet, ++pageCount, context);
        rowCount = 0;
      }
      writeStreamedRow(page, cells, { sheet, context });
      rowCount++;
      if (rowCount % ROWS_PER_TURN === 0) await drained(page, context);
    }
  }
  closePage(page, sheet, rowCount);
}

/**
 * Waits until the compressor has taken what was written: ExcelJS itself queues without limit. An empty write to the
 * stream its sheet is piped into is answered when all before it has gone through.
 */
async function drained(page: ExcelJS.Worksheet, { failure }: WriteContext): Promise<void> {
  failure.throwIfAborted();
  const [sink] = (page as unknown as { stream: { pipes: readonly Writable[] } }).stream.pipes;
  if (sink === undefined) return;
  await new Promise<void>((resolve, reject) => {
    const fail = (): void => reject(failure.reason as Error);
    failure.addEventListener('abort', fail, { once: true });
    sink.write('', () => {
      failure.removeEventListener('abort', fail);
      resolve();
    });
  });
}

function openPage(sheet: StreamedSheet, number: number, context: WriteContext): ExcelJS.Worksheet {
  const name = number === 1 ? sheet.name : `${sheet.name} ${number}`;
  const widths = sheet.columns.map((column) => column.width);
  const frame = {
    name,
    widths,
    frozenRows: 1,
    repeatedRow: 1,
    pages: { wide: 1, high: 0 },
    showGridLines: true,
    isOutlined: false,
  };
  const page = openSheet({ ...sheet, ...frame }, context);
  const header = page.addRow([]);
  header.height = HEADER_HEIGHT;
  sheet.columns.forEach((column, index) => {
    const cell = header.getCell(index + 1);
    cell.value = cellText(column.header);
    cell.style = context.styleOf({ value: column.header, role: 'header', format: column.format });
  });
  header.commit();
  return page;
}

function closePage(page: ExcelJS.Worksheet, sheet: StreamedSheet, rowCount: number): void {
  page.autoFilter = { from: { row: 1, column: 1 }, to: { row: rowCount + 1, column: sheet.columns.length } };
  page.commit();
}

function writeStreamedRow(
  page: ExcelJS.Worksheet,
  cells: readonly Cell[],
  { sheet, context }: { readonly sheet: StreamedSheet; readonly context: WriteContext },
): void {
  const row = page.addRow([]);
  cells.forEach((cell, index) => {
    const { value, role = 'record', format = sheet.columns[index]!.format, tone, fill } = styledCell(cell);
    if (value === null) return;
    const target = row.getCell(index + 1);
    target.value = cellValue(value);
    target.style = context.styleOf({ value, role, format, tone, fill });
  });
  row.commit();
}
