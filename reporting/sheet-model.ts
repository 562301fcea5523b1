import type { FormatKind } from './number-format.ts';

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

/** What a cell may hold. There is no formula: text stays text whatever it begins with. */
export type CellValue = string | number | boolean | null;

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
}

export interface ParagraphBlock {
  readonly kind: 'paragraph' | 'note' | 'banner';
  readonly text: string;
  readonly tone?: Tone | undefined;
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
  /** The sheet's main table: its header is frozen, repeated in print and carries the filter. At most one a sheet. */
  readonly isMain?: boolean | undefined;
}

/** A part of a sheet; blocks stand below each other, one empty row before each heading. */
export type Block = TitleBlock | ParagraphBlock | TilesBlock | TableBlock;

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
  readonly columns: readonly (TableColumn & { readonly width: number })[];
  readonly frozenColumns: number;
  readonly tabColour: string;
  readonly blocks: AsyncIterable<readonly (readonly Cell[])[]>;
}

/** A cell with value, format and role settled. */
export function styledCell(cell: Cell): StyledCell {
  return cell !== null && typeof cell === 'object' ? cell : { value: cell };
}
