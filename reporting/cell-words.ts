import type { FormatKind } from './number-format.ts';
import type { Cell } from './sheet-model.ts';
import { styledCell } from './sheet-model.ts';
import { inWords } from './wording.ts';

/**
 * What a cell says where there are no number formats: numbers as sentences write them, settings as they were
 * written, nothing where nothing is known.
 *
 * @param format - Of the column; the cell's own goes first.
 * @param currency - Code or sign behind amounts, '' for none.
 */
export function cellWords(cell: Cell, format: FormatKind, currency: string): string {
  const { value, format: own = format } = styledCell(cell);
  if (value === null) return '';
  if (typeof value === 'boolean') return value ? 'yes' : 'no';
  if (typeof value === 'string') return value;
  if (!Number.isFinite(value)) return '';
  return own === 'setting' || own === 'text' ? String(value) : inWords(value, own, currency);
}
