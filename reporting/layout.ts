import { InvalidInputError } from '../pipeline/core/errors.ts';
import { cellText, cellValue } from './cell-text.ts';
import type { DrawingSpec } from './package/drawing.ts';
import type { TableSpec } from './package/table.ts';
import { tableHeaders, tableName } from './package/table.ts';
import { placeChart } from './place-chart.ts';
import type {
  Cell,
  CellRole,
  ChartBlock,
  ParagraphBlock,
  PictureBlock,
  PrintedPages,
  Sheet,
  StyledCell,
  TableBlock,
  TilesBlock,
} from './sheet-model.ts';
import { styledCell } from './sheet-model.ts';
import { LINE_HEIGHT, wrappedLines } from './wrapped-lines.ts';
import type { FormatKind } from './number-format.ts';

/** A cell in its place: 1-based column, number of columns it covers, everything settled but its link's address. */
export interface PlacedCell extends StyledCell {
  readonly column: number;
  readonly span: number;
  readonly role: CellRole;
  readonly format: FormatKind;
}

export interface PlacedRow {
  readonly cells: readonly PlacedCell[];
  /** In points. */
  readonly height: number;
  readonly outlineLevel: 0 | 1;
  readonly anchor: string | undefined;
  /** Whether the next row begins a new page in print. */
  readonly endsPage: boolean;
}

/** A sheet on its grid: what row and column everything has. Row numbers are 1-based. */
export interface PlacedSheet {
  readonly kind: 'placed';
  readonly name: string;
  readonly widths: readonly number[];
  readonly rows: readonly PlacedRow[];
  readonly frozenColumns: number;
  readonly frozenRows: number;
  /** Row repeated on every printed page. */
  readonly repeatedRow: number;
  readonly tables: readonly TableSpec[];
  readonly drawings: readonly DrawingSpec[];
  readonly pages: PrintedPages;
  readonly tabColour: string;
}

/** {@link LINE_HEIGHT} in pixels. */
const LINE_PIXELS = 20;
const MAX_ROW_HEIGHT = 409;

/** Height of a row of the role that is not filled by wrapping text, in points. */
const SINGLE_LINE_HEIGHTS: Partial<Record<CellRole, number>> = {
  title: 30,
  heading: 24,
  tileValue: 30,
};

/**
 * Puts the blocks of a sheet on rows and columns. Row heights are estimated from the text, because spreadsheets
 * do not fit the height of merged cells.
 *
 * @throws {InvalidInputError} If a row has another number of cells than its table has columns, two tables claim to
 *   be the main one, a named table has columns that span several, or a chart is drawn from a table that is not there.
 */
export function placeSheet(sheet: Sheet): PlacedSheet {
  const rows: PlacedRow[] = [];
  const tables: TableSpec[] = [];
  const figures: { readonly block: ChartBlock | PictureBlock; readonly row: number }[] = [];
  let headerRow: number | undefined;
  for (const block of sheet.blocks) {
    switch (block.kind) {
      case 'table': {
        const first = rows.length + 1;
        rows.push(...placeTable(block, sheet));
        if (block.name !== undefined && block.rows.length > 0) tables.push(tableSpec(block, sheet, first));
        if (block.isMain !== true) break;
        if (headerRow !== undefined)
          throw new InvalidInputError(`sheet ${sheet.name}: more than one main table`);
        headerRow = first;
        break;
      }
      case 'tiles':
        rows.push(...placeTiles(block, sheet));
        break;
      case 'heading':
        rows.push(
          placeRow([], sheet, { endsPage: block.startsPage === true }),
          placeLine(block.text, block, sheet),
        );
        break;
      case 'chart':
      case 'picture':
        figures.push({ block, row: rows.length + 1 });
        rows.push(...emptyRows(block.size.height, sheet));
        break;
      default:
        rows.push(placeLine(block.text, block, sheet));
    }
  }
  return {
    kind: 'placed',
    name: sheet.name,
    widths: sheet.widths,
    rows,
    frozenColumns: sheet.frozenColumns,
    frozenRows: headerRow ?? 1,
    repeatedRow: headerRow ?? 1,
    tables,
    drawings: figures.map(({ block, row }) => ({
      row,
      column: 1,
      size: block.size,
      content:
        block.kind === 'picture'
          ? { kind: 'picture', image: block.image }
          : { kind: 'chart', chart: placeChart(block, { name: sheet.name, rows, tables }) },
    })),
    pages: sheet.pages,
    tabColour: sheet.tabColour,
  };
}

function tableSpec(table: TableBlock, sheet: Sheet, headerRow: number): TableSpec {
  if (table.columns.some(({ span = 1 }) => span > 1))
    throw new InvalidInputError(
      `sheet ${sheet.name}: a column of the named table ${table.name} spans several`,
    );
  return {
    name: tableName(table.name!),
    headerRow,
    lastRow: headerRow + table.rows.length,
    headers: headersOf(table),
    hasFilter: table.isMain === true,
  };
}

/** Headers as they stand in the cells. */
function headersOf({ name, columns }: TableBlock): readonly string[] {
  const headers = columns.map(({ header }) => cellText(header));
  return name === undefined ? headers : tableHeaders(headers);
}

/** Rows that a chart or picture lies upon, and one below it. */
function emptyRows(height: number, sheet: Sheet): readonly PlacedRow[] {
  return Array.from({ length: Math.ceil(height / LINE_PIXELS) + 1 }, () => placeRow([], sheet));
}

interface Line {
  readonly kind: CellRole;
  readonly tone?: StyledCell['tone'];
  readonly anchor?: string | undefined;
  readonly over?: ParagraphBlock['over'];
}

/** One text, over the full width of the sheet unless it says otherwise. */
function placeLine(text: string, line: Line, sheet: Sheet): PlacedRow {
  const cell: PlacedCell = {
    value: cellValue(text),
    tone: line.tone,
    ...(line.over ?? { column: 1, span: sheet.widths.length }),
    role: line.kind,
    format: 'text',
  };
  return placeRow([cell], sheet, { anchor: line.anchor });
}

function placeTiles({ tiles }: TilesBlock, sheet: Sheet): PlacedRow[] {
  const lines: readonly (readonly [CellRole, (tile: TilesBlock['tiles'][number]) => Cell])[] = [
    ['tileLabel', (tile) => tile.label],
    ['tileValue', (tile) => ({ value: tile.value, format: tile.format })],
    ['tileNote', (tile) => tile.note],
  ];
  return lines.map(([role, cellOf]) => {
    let column = 1;
    const cells = tiles.map((tile) => {
      const cell = placeCell(cellOf(tile), {
        column,
        span: tile.span,
        format: 'text',
        role,
        tone: tile.tone,
      });
      column += tile.span;
      return cell;
    });
    return placeRow(cells, sheet);
  });
}

function placeTable(table: TableBlock, sheet: Sheet): PlacedRow[] {
  if (table.rows.length === 0 && table.isMain !== true)
    return [placeLine(table.empty, { kind: 'note' }, sheet)];
  const header = headersOf(table).map((value) => ({ value, role: 'header' as const }));
  const rows = [placeRow(placeCells(header, table, sheet.name), sheet)];
  for (const row of table.rows) rows.push(placeRow(placeCells(row.cells, table, sheet.name), sheet, row));
  if (table.rows.length === 0) rows.push(placeLine(table.empty, { kind: 'note' }, sheet));
  return rows;
}

function placeCells(cells: readonly Cell[], table: TableBlock, sheetName: string): PlacedCell[] {
  if (cells.length !== table.columns.length) {
    throw new InvalidInputError(
      `sheet ${sheetName}: a row has ${cells.length} cells, its table ${table.columns.length} columns`,
    );
  }
  let column = 1;
  return table.columns.map((tableColumn, index) => {
    const span = tableColumn.span ?? 1;
    const cell = placeCell(cells[index]!, { column, span, format: tableColumn.format, role: 'body' });
    column += span;
    return cell;
  });
}

type Place = Pick<PlacedCell, 'column' | 'span' | 'role' | 'format' | 'tone'>;

/** Settles value, role and format; what the cell says itself goes before what its place says. */
function placeCell(cell: Cell, place: Place): PlacedCell {
  const { value, role, format, tone, fill, link } = styledCell(cell);
  return {
    value: cellValue(value),
    role: role ?? place.role,
    format: format ?? place.format,
    tone: tone ?? place.tone,
    fill,
    link,
    column: place.column,
    span: place.span,
  };
}

function placeRow(
  cells: readonly PlacedCell[],
  sheet: Sheet,
  row: { readonly [K in 'outlineLevel' | 'anchor' | 'endsPage']?: PlacedRow[K] | undefined } = {},
): PlacedRow {
  const heights = cells.map((cell) => SINGLE_LINE_HEIGHTS[cell.role] ?? LINE_HEIGHT * lineCount(cell, sheet));
  const padding = cells.some((cell) => cell.role === 'banner') ? 8 : 0;
  return {
    cells,
    height: Math.min(MAX_ROW_HEIGHT, Math.max(LINE_HEIGHT, ...heights) + padding),
    outlineLevel: row.outlineLevel ?? 0,
    anchor: row.anchor,
    endsPage: row.endsPage ?? false,
  };
}

/** Lines the text of a cell needs when wrapped at the width of the columns it covers. */
function lineCount(cell: PlacedCell, sheet: Sheet): number {
  if (typeof cell.value !== 'string') return 1;
  let width = 0;
  for (let j = cell.column - 1; j < cell.column - 1 + cell.span; j++) width += sheet.widths[j] ?? 10;
  return wrappedLines(cell.value, width);
}

/**
 * Addresses of all anchors, in the form a workbook's internal link has: `'Cluster Profiles'!A12`.
 *
 * @throws {InvalidInputError} If two rows have the same anchor.
 */
export function anchorAddresses(sheets: readonly PlacedSheet[]): ReadonlyMap<string, string> {
  const addresses = new Map<string, string>();
  for (const sheet of sheets) {
    sheet.rows.forEach((row, index) => {
      if (row.anchor === undefined) return;
      if (addresses.has(row.anchor))
        throw new InvalidInputError(`anchor ${row.anchor} stands twice in the report`);
      addresses.set(row.anchor, `'${sheet.name}'!A${index + 1}`);
    });
  }
  return addresses;
}
