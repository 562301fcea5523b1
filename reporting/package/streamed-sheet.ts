import { FOOTER, MARGINS, PAPER_SIZE } from '../page-setup.ts';
import type { Cell, StreamedSheet } from '../sheet-model.ts';
import { columnLetters, rangeAddress } from './address.ts';
import { digitsAsTextXml } from './ignored-errors.ts';
import type { RecordReader } from './record-reader.ts';
import type { StyleIndex } from './row-writer.ts';
import { contentXml, createRowWriter } from './row-writer.ts';
import { LINE_HEIGHT, wrappedLines } from '../wrapped-lines.ts';
import { element, escapeXml, XML_DECLARATION } from '../xml.ts';

/** What the sheets of one table of records share. */
export interface StreamedTable {
  readonly sheet: StreamedSheet;
  /** Of the columns, as `tableHeaders` makes them. */
  readonly headers: readonly string[];
  /** Records a sheet has room for. */
  readonly rowsPerSheet: number;
  readonly styleIndex: StyleIndex;
  /** The last elements of a sheet, known once all its records are written. */
  readonly lastElements: (rowCount: number) => string;
}

const SPREADSHEET = 'http://schemas.openxmlformats.org/spreadsheetml/2006/main';
const RELATIONSHIPS = 'http://schemas.openxmlformats.org/officeDocument/2006/relationships';

/** Characters of a header's column that its text does not get: the indent and the button of the filter. */
const FILTER_WIDTH = 3;

/** Characters gathered before the compressor gets them. */
const CHUNK_LENGTH = 1 << 16;

/**
 * The XML of one sheet of records in chunks: a header, then records until they or the room on the sheet end.
 *
 * @param records - Is read as far as there is room; the next sheet goes on with it.
 * @remarks Holds a chunk of 64 KB and a block of records. The order of elements is that of ECMA-376, part 1, 18.3.1.99.
 */
export async function* streamedSheetXml(
  table: StreamedTable,
  records: RecordReader<readonly Cell[]>,
): AsyncGenerator<Buffer> {
  const { sheet, styleIndex, rowsPerSheet } = table;
  const rowXml = createRowWriter(
    sheet.columns.map((column) => column.format),
    styleIndex,
  );
  let text = headXml(table);
  let rowCount = 0;
  while (rowCount < rowsPerSheet && (records.isReady || (await records.hasNext()))) {
    rowCount++;
    text += rowXml(rowCount + 1, records.next());
    if (text.length < CHUNK_LENGTH) continue;
    yield Buffer.from(text);
    text = '';
  }
  const range = rangeAddress({ row: 1, column: 1 }, { row: rowCount + 1, column: sheet.columns.length });
  yield Buffer.from(text + tailXml(digitsAsTextXml(range) + table.lastElements(rowCount)));
}

/** Everything before the records: the header stays in view and carries the style of headers. */
function headXml({ sheet, headers, styleIndex }: StreamedTable): string {
  const hasFrozenColumns = sheet.frozenColumns > 0;
  const activePane = hasFrozenColumns ? 'bottomRight' : 'bottomLeft';
  const pane = {
    xSplit: hasFrozenColumns ? sheet.frozenColumns : undefined,
    ySplit: 1,
    topLeftCell: `${columnLetters(sheet.frozenColumns + 1)}2`,
    activePane,
    state: 'frozen',
  };
  const view = element(
    'sheetView',
    { workbookViewId: 0, zoomScale: 100 },
    element('pane', pane),
    element('selection', { pane: activePane }),
  );
  const widths = sheet.columns.map(({ width }, index) =>
    element('col', { min: index + 1, max: index + 1, width, customWidth: 1 }),
  );
  const cells = headers.map((value, index) => {
    const style = styleIndex({ value, role: 'header', format: sheet.columns[index]!.format });
    return `<c r="${columnLetters(index + 1)}1" s="${style}"${contentXml(value)}</c>`;
  });
  return (
    `${XML_DECLARATION}<worksheet xmlns="${SPREADSHEET}" xmlns:r="${RELATIONSHIPS}">` +
    element(
      'sheetPr',
      {},
      element('tabColor', { rgb: `FF${sheet.tabColour}` }),
      element('pageSetUpPr', { fitToPage: 1 }),
    ) +
    element('sheetViews', {}, view) +
    element('sheetFormatPr', { defaultRowHeight: 15 }) +
    element('cols', {}, ...widths) +
    '<sheetData>' +
    element('row', { r: 1, ht: headerHeight(sheet, headers), customHeight: 1 }, ...cells)
  );
}

/** Height that the longest header needs, in points. */
function headerHeight({ columns }: StreamedSheet, headers: readonly string[]): number {
  const lines = columns.map(({ width }, index) => wrappedLines(headers[index]!, width - FILTER_WIDTH));
  return LINE_HEIGHT * Math.max(2, ...lines);
}

function tailXml(lastElements: string): string {
  const page = { paperSize: PAPER_SIZE, fitToHeight: 0, orientation: 'landscape' };
  return (
    '</sheetData>' +
    element('pageMargins', MARGINS) +
    element('pageSetup', page) +
    element('headerFooter', {}, element('oddFooter', {}, escapeXml(FOOTER))) +
    `${lastElements}</worksheet>`
  );
}
