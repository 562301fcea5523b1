import { cellWords } from '../cell-words.ts';
import type { Block, Cell, TableBlock, TilesBlock } from '../sheet-model.ts';
import { markdownText } from './markdown-text.ts';

/** How blocks are written. */
export interface MarkdownOptions {
  /** Code or sign behind amounts, '' for none. */
  readonly currency: string;
  /** Level of a heading block: 3 is `###`. */
  readonly headingLevel: number;
}

/** Blocks of a sheet as Markdown, one empty line between them; titles are left to the page. */
export function markdownBlocks(blocks: readonly Block[], options: MarkdownOptions): string {
  return blocks
    .map((block) => blockText(block, options))
    .filter((text) => text !== '')
    .join('\n\n');
}

function blockText(block: Block, options: MarkdownOptions): string {
  switch (block.kind) {
    case 'heading':
      return `${'#'.repeat(options.headingLevel)} ${markdownText(block.text)}`;
    case 'paragraph':
    case 'note':
      return markdownText(block.text);
    case 'banner':
      return `> ${markdownText(block.text)}`;
    case 'tiles':
      return tilesText(block, options);
    case 'table':
      return markdownTable(block, options);
    default:
      return '';
  }
}

function tilesText({ tiles }: TilesBlock, { currency }: MarkdownOptions): string {
  const rows = tiles.map((tile) => [
    markdownText(tile.label),
    markdownText(cellWords(tile.value, tile.format, currency)) || 'unknown',
    markdownText(tile.note),
  ]);
  return tableText(['Figure', 'Value', 'What it says'], rows, (column) => column === 1);
}

/** A table with numbers to the right; the sentence that stands for it where it has no rows. */
export function markdownTable(block: TableBlock, { currency }: Pick<MarkdownOptions, 'currency'>): string {
  const { columns, rows, empty } = block;
  if (rows.length === 0) return markdownText(empty);
  const text = (cell: Cell, column: number): string =>
    markdownText(cellWords(cell, columns[column]!.format, currency));
  return tableText(
    columns.map((column) => markdownText(column.header)),
    rows.map((row) => row.cells.map(text)),
    (column) => columns[column]!.format !== 'text',
  );
}

function tableText(
  header: readonly string[],
  rows: readonly (readonly string[])[],
  isRight: (column: number) => boolean,
): string {
  const rule = header.map((_, column) => (isRight(column) ? '---:' : '---'));
  return [header, rule, ...rows].map((cells) => `| ${cells.join(' | ')} |`).join('\n');
}
