import { cellWords } from '../cell-words.ts';
import { inkOn } from '../palette.ts';
import type {
  Block,
  Cell,
  StyledCell,
  TableBlock,
  TableColumn,
  TableRow,
  TilesBlock,
} from '../sheet-model.ts';
import { styledCell } from '../sheet-model.ts';
import { htmlSentence, htmlText } from './html-text.ts';

/** How blocks are written. */
export interface HtmlOptions {
  /** Code or sign behind amounts, '' for none. */
  readonly currency: string;
  /** Address a cell's anchor leads to on the page; cells whose anchor leads nowhere are plain. */
  readonly linkOf?: (anchor: string) => string | undefined;
}

/** Blocks of a sheet as HTML; titles are left to the page. */
export function htmlBlocks(blocks: readonly Block[], options: HtmlOptions): string {
  let heading = '';
  return blocks
    .map((block) => {
      if (block.kind === 'heading') heading = block.text;
      return blockHtml(block, options, heading);
    })
    .filter((html) => html !== '')
    .join('\n');
}

function blockHtml(block: Block, options: HtmlOptions, heading: string): string {
  switch (block.kind) {
    case 'heading':
      return `<h3>${htmlText(block.text)}</h3>`;
    case 'paragraph':
      return `<p>${htmlSentence(block.text)}</p>`;
    case 'note':
      return block.text === '' ? '' : `<p class="note">${htmlSentence(block.text)}</p>`;
    case 'banner':
      return `<p class="banner ${block.tone ?? 'plain'}">${htmlSentence(block.text)}</p>`;
    case 'tiles':
      return tilesHtml(block, options);
    case 'table':
      return htmlTable(block, { ...options, label: heading === '' ? block.columns[0]!.header : heading });
    default:
      return '';
  }
}

function tilesHtml({ tiles }: TilesBlock, { currency }: HtmlOptions): string {
  const items = tiles.map(({ label, value, format, note, tone = 'plain' }) => {
    const text = cellWords(value, format, currency) || 'unknown';
    return `<div class="tile ${tone}"><dt>${htmlText(label)}</dt><dd class="figure">${htmlText(text)}</dd><dd>${htmlSentence(note)}</dd></div>`;
  });
  return `<dl class="tiles">${items.join('')}</dl>`;
}

/**
 * A table that scrolls sideways within the page; the sentence that stands for it where it has no rows. Rows that begin
 * in strong type are its foot: they stay last when the others are sorted. On a narrow screen rows of a table with prose
 * become cards, unless most of its columns are figures, to be compared from row to row; roles are spelt out since that
 * layout takes them from the elements.
 *
 * @param options - `label` names the table to readers who cannot see it; `id` makes it sortable by the page's script.
 */
export function htmlTable(
  block: TableBlock,
  options: HtmlOptions & { readonly label: string; readonly id?: string },
): string {
  const { columns, rows, empty } = block;
  if (rows.length === 0) return `<p class="note">${htmlText(empty)}</p>`;
  const isFoot = (row: TableRow): boolean => styledCell(row.cells[0] ?? null).role === 'strong';
  const rowsHtml = (some: readonly TableRow[]): string =>
    some.map((row) => `<tr role="row">${rowHtml(row.cells, columns, options)}</tr>`).join('\n');
  const foot = rows.filter(isFoot);
  const header = columns
    .map(
      (column) =>
        `<th scope="col" role="columnheader" class="${kindOf(column)}">${htmlText(column.header)}</th>`,
    )
    .join('');
  const id = options.id === undefined ? '' : ` id="${options.id}"`;
  const stacked = becomesCards(columns) ? ' stacked' : '';
  return [
    `<div class="scroll${stacked}" role="region" tabindex="0" aria-label="${htmlText(options.label)}"><table${id} role="table">`,
    `<thead role="rowgroup"><tr role="row">${header}</tr></thead>`,
    `<tbody role="rowgroup">\n${rowsHtml(rows.filter((row) => !isFoot(row)))}\n</tbody>`,
    foot.length === 0 ? '' : `<tfoot role="rowgroup">\n${rowsHtml(foot)}\n</tfoot>`,
    '</table></div>',
  ].join('');
}

function becomesCards(columns: readonly TableColumn[]): boolean {
  const kinds = columns.map(kindOf);
  const figureCount = kinds.filter((kind) => kind === 'figures').length;
  return kinds.includes('prose') && figureCount < (2 / 3) * columns.length;
}

/** Wide columns of prose, narrow ones of words, or figures. */
function kindOf({ format, header, span = 1 }: TableColumn): 'prose' | 'words' | 'figures' {
  if (format !== 'text') return 'figures';
  return span > 2 || /^(?:What|Recommendation|Why not)/.test(header) ? 'prose' : 'words';
}

function rowHtml(cells: readonly Cell[], columns: readonly TableColumn[], options: HtmlOptions): string {
  return cells
    .map((cell, index) => {
      const column = columns[index]!;
      const styled = styledCell(cell);
      const sort = typeof styled.value === 'number' ? ` data-value="${styled.value}"` : '';
      return `<td role="cell" class="${kindOf(column)}" data-label="${htmlText(column.header)}"${sort}>${cellHtml(styled, column, options)}</td>`;
    })
    .join('');
}

function cellHtml(cell: StyledCell, column: TableColumn, { currency, linkOf }: HtmlOptions): string {
  const text = htmlSentence(cellWords(cell, column.format, currency));
  if (text === '') return '';
  if (cell.role === 'chip') return chipHtml(text, cell.fill);
  if (cell.tone !== undefined) return `<span class="verdict ${cell.tone}">${text}</span>`;
  if (cell.role === 'strong') return `<strong>${text}</strong>`;
  const address = cell.link === undefined ? undefined : linkOf?.(cell.link);
  if (address === undefined) return `<bdi>${text}</bdi>`;
  return `<a href="${htmlText(address)}" data-segment="${htmlText(cell.link!)}"><bdi>${text}</bdi></a>`;
}

function chipHtml(text: string, fill: string | undefined): string {
  if (fill === undefined) return text;
  return `<span class="chip" style="background:#${fill};color:#${inkOn(fill)}">${text}</span>`;
}
