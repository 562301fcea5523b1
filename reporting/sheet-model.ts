import type { CellValue } from './cell-text.ts';
import type { FormatKind } from './number-format.ts';
import type { ChartSpec, PointLook } from './package/chart.ts';
import type { ImageSpec, PixelSize } from './package/drawing.ts';

/** Names of the sheets, in the order of the workbook; at most 31 characters each, as Excel demands. */
export const SHEET_NAMES = {
  summary: 'Executive Summary',
  profiles: 'Cluster Profiles',
  assignments: 'Customer Assignments',
  features: 'Feature Analysis',
  quality: 'Quality Metrics',
  comparison: 'Algorithm Comparison',
  visuals: 'Visualizations',
  technical: 'Technical Details',
} as const;

/** Anchor of a sheet's first row. */
export function sheetAnchor(name: string): string {
  return `sheet ${name}`;
}

/** How good a figure is, and with it the colour of what says so. */
export type Tone = 'plain' | 'good' | 'caution' | 'bad';

/** What a cell is for; the style sheet turns it into fonts, borders and alignment. */
export type CellRole =
  | 'title'
  | 'heading'
  | 'paragraph'
  | 'note'
  | 'banner'
  | 'header'
  | 'body'
  | 'strong'
  | 'record'
  | 'chip'
  | 'tileLabel'
  | 'tileValue'
  | 'tileNote';

/** A cell with more to it than its value. */
export interface StyledCell {
  readonly value: CellValue;
  /** Overrides the format of the column. */
  readonly format?: FormatKind | undefined;
  readonly role?: CellRole | undefined;
  readonly tone?: Tone | undefined;
  /** Background, RRGGBB. */
  readonly fill?: string | undefined;
  /** Anchor of the row, on any sheet, that a click leads to. */
  readonly link?: string | undefined;
}

export type Cell = CellValue | StyledCell;

/** A column of a table; `span` is the number of sheet columns it covers (default 1). */
export interface TableColumn {
  readonly header: string;
  readonly format: FormatKind;
  readonly span?: number | undefined;
}

/** A row of a table. Outline level 1 rows fold under the row above them. */
export interface TableRow {
  readonly cells: readonly Cell[];
  readonly outlineLevel?: 0 | 1 | undefined;
  readonly anchor?: string | undefined;
}

/** A big number with a word above and a remark below it. */
export interface Tile {
  readonly label: string;
  readonly value: CellValue;
  readonly format: FormatKind;
  readonly note: string;
  readonly span: number;
  readonly tone?: Tone | undefined;
}

export interface TitleBlock {
  readonly kind: 'title' | 'heading';
  readonly text: string;
  readonly anchor?: string | undefined;
  /** Whether it begins a new page in print, so that what follows is not cut in two. */
  readonly startsPage?: boolean | undefined;
}

export interface ParagraphBlock {
  readonly kind: 'paragraph' | 'note' | 'banner';
  readonly text: string;
  readonly tone?: Tone | undefined;
  /** Columns the text runs over, the first counted from 1; all by default. */
  readonly over?: { readonly column: number; readonly span: number } | undefined;
}

export interface TilesBlock {
  readonly kind: 'tiles';
  readonly tiles: readonly Tile[];
}

export interface TableBlock {
  readonly kind: 'table';
  readonly columns: readonly TableColumn[];
  readonly rows: readonly TableRow[];
  /** Sentence that stands in place of the table when it has no rows. */
  readonly empty: string;
  /** Name under which formulas and other programs find it; not for tables with columns that span several. */
  readonly name?: string | undefined;
  /** The sheet's main table: its header is frozen, repeated in print and carries the filter. At most one a sheet. */
  readonly isMain?: boolean | undefined;
}

/** Place in a table: row 0 is the header, row 1 the first record; columns count from 0. */
export interface TablePlace {
  readonly row: number;
  readonly column: number;
}

/** A straight run of cells of a table. */
export interface TableRun {
  readonly from: TablePlace;
  readonly to: TablePlace;
}

/** What one bar of each group, or one line, shows. */
export interface SeriesBlock {
  readonly name: TablePlace;
  readonly values: TableRun;
  /** RRGGBB. */
  readonly colour: string;
  readonly points?: readonly PointLook[] | undefined;
  readonly dash?: 'dash' | undefined;
}

/** A chart drawn from cells of a named table on the same sheet. */
export interface ChartBlock {
  readonly kind: 'chart';
  /** Name of the table. */
  readonly table: string;
  readonly look: Omit<ChartSpec, 'categories' | 'series'>;
  readonly categories: TableRun;
  readonly series: readonly SeriesBlock[];
  /** Of the values, as in {@link FormatKind}. */
  readonly formatCode: string;
  readonly size: PixelSize;
}

/** A picture, shown in the size given whatever the number of its own pixels. */
export interface PictureBlock {
  readonly kind: 'picture';
  readonly image: ImageSpec;
  readonly size: PixelSize;
}

/** A part of a sheet; blocks stand below each other, one empty row before each heading. */
export type Block = TitleBlock | ParagraphBlock | TilesBlock | TableBlock | ChartBlock | PictureBlock;

/** A sheet as its author thinks of it: blocks on a grid of columns. */
export interface Sheet {
  readonly name: string;
  /** Width of each grid column, in characters. */
  readonly widths: readonly number[];
  readonly blocks: readonly Block[];
  /** Columns that stay in view when scrolling sideways. */
  readonly frozenColumns: number;
  readonly pages: PrintedPages;
  /** RRGGBB. */
  readonly tabColour: string;
}

/** Pages a sheet is scaled to when printed; 0 high: as many as it takes. */
export interface PrintedPages {
  readonly wide: number;
  readonly high: number;
}

/** A sheet too long for memory: a header row, then blocks of rows that are read once. */
export interface StreamedSheet {
  readonly kind: 'streamed';
  readonly name: string;
  /** Name under which formulas and other programs find the records. */
  readonly tableName: string;
  readonly columns: readonly (TableColumn & { readonly width: number })[];
  readonly frozenColumns: number;
  readonly tabColour: string;
  readonly blocks: AsyncIterable<readonly (readonly Cell[])[]>;
}

/** A cell with value, format and role settled. */
export function styledCell(cell: Cell): StyledCell {
  return cell !== null && typeof cell === 'object' ? cell : { value: cell };
}
