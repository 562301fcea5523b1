import type { CellValue } from '../cell-text.ts';
import { cellValue } from '../cell-text.ts';
import type { FormatKind } from '../number-format.ts';
import type { Cell } from '../sheet-model.ts';
import { styledCell } from '../sheet-model.ts';
import type { CellLook } from '../styles.ts';
import { columnLetters } from './address.ts';
import { escapeXml } from './xml.ts';

/** Finds the number under which the style part holds the style of a look. */
export type StyleIndex = (look: CellLook) => number;

/** Text longer than this has a style of its own, see styles.ts. */
const LONG_TEXT = 255;

/**
 * Makes the function that writes a row of records as XML. ExcelJS makes an object of each cell, which takes most of
 * its time; here a cell is a piece of text, and plain cells look their style up in an array.
 *
 * @param formats - Of each column.
 * @returns XML of a row. `number` is its 1-based row in the sheet. Cells without a value are left out.
 */
export function createRowWriter(
  formats: readonly FormatKind[],
  styleIndex: StyleIndex,
): (number: number, cells: readonly Cell[]) => string {
  const columns = formats.map((format, index) => ({
    letters: columnLetters(index + 1),
    format,
    number: -1,
    text: -1,
    longText: -1,
  }));
  const styleOfPlain = (column: (typeof columns)[number], value: CellValue): number => {
    const kind = typeof value !== 'string' ? 'number' : value.length > LONG_TEXT ? 'longText' : 'text';
    if (column[kind] < 0) column[kind] = styleIndex({ value, role: 'record', format: column.format });
    return column[kind];
  };
  return (number, cells) => {
    let xml = `<row r="${number}">`;
    for (let j = 0; j < cells.length; j++) {
      const cell = cells[j]!;
      const column = columns[j]!;
      const { value: given, role = 'record', format = column.format, tone, fill } = styledCell(cell);
      const value = cellValue(given);
      if (value === null) continue;
      const style =
        typeof cell === 'object'
          ? styleIndex({ value, role, format, tone, fill })
          : styleOfPlain(column, value);
      xml += cellXml({ reference: column.letters + number, style, value });
    }
    return `${xml}</row>`;
  };
}

interface ValuedCell {
  /** `B7`. */
  readonly reference: string;
  readonly style: number;
  readonly value: string | number | boolean;
}

/** A cell; text, clean as `cellText` makes it, is written in it, so that nothing has to be remembered, and never as a formula. */
export function cellXml({ reference, style, value }: ValuedCell): string {
  const open = `<c r="${reference}" s="${style}"`;
  if (typeof value === 'number') return `${open}><v>${value}</v></c>`;
  if (typeof value === 'boolean') return `${open} t="b"><v>${value ? 1 : 0}</v></c>`;
  return `${open} t="inlineStr"><is>${textXml(value)}</is></c>`;
}

/** Text whose spaces at either end, tabs and line feeds count. */
function textXml(text: string): string {
  const isBare = !/^\s|\s$|[\t\n]/.test(text);
  return `<t${isBare ? '' : ' xml:space="preserve"'}>${escapeXml(text)}</t>`;
}
