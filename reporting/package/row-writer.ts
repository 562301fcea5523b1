import type { CellValue } from '../cell-text.ts';
import { cellValue } from '../cell-text.ts';
import type { FormatKind } from '../number-format.ts';
import type { Cell, StyledCell } from '../sheet-model.ts';
import type { CellLook } from '../styles.ts';
import { columnLetters } from './address.ts';
import { escapeXml } from '../xml.ts';

/** Finds the number under which the style part holds the style of a look. */
export type StyleIndex = (look: CellLook) => number;

/** Text longer than this has a style of its own, see styles.ts. */
const LONG_TEXT = 255;

/** A column: styles of its plain cells by kind of value, -1 until one is needed. */
interface RowColumn {
  readonly letters: string;
  readonly format: FormatKind;
  number: number;
  text: number;
  longText: number;
}

/**
 * Makes the function that writes a row of records as XML. A plain cell is a piece of text that looks its style up in
 * its column; ExcelJS, which makes objects of cells, takes half as long again.
 *
 * @param formats - Of each column.
 * @returns XML of a row. `number` is its 1-based row in the sheet. Cells without a value are left out.
 */
export function createRowWriter(
  formats: readonly FormatKind[],
  styleIndex: StyleIndex,
): (number: number, cells: readonly Cell[]) => string {
  const columns = formats.map((format, index): RowColumn => ({
    letters: columnLetters(index + 1),
    format,
    number: -1,
    text: -1,
    longText: -1,
  }));
  const plainStyle = (column: RowColumn, value: CellValue): number => {
    const kind = typeof value !== 'string' ? 'number' : value.length > LONG_TEXT ? 'longText' : 'text';
    if (column[kind] < 0) column[kind] = styleIndex({ value, role: 'record', format: column.format });
    return column[kind];
  };
  return (number, cells) => {
    let xml = `<row r="${number}">`;
    for (let j = 0; j < cells.length; j++) {
      const cell = cells[j]!;
      const column = columns[j]!;
      const value = cellValue(typeof cell === 'object' && cell !== null ? cell.value : cell);
      if (value === null) continue;
      const style = typeof cell === 'object' ? lookIndex(cell!, column) : plainStyle(column, value);
      xml += `<c r="${column.letters}${number}" s="${style}"${contentXml(value)}</c>`;
    }
    return `${xml}</row>`;
  };

  function lookIndex({ value, role = 'record', format, tone, fill }: StyledCell, column: RowColumn): number {
    return styleIndex({ value, role, format: format ?? column.format, tone, fill });
  }
}

/**
 * The rest of the opening tag of a cell, and its content. Text stands in the cell itself, so that nothing has to be
 * remembered, and is never a formula.
 *
 * @param value - Text as `cellText` makes it.
 */
export function contentXml(value: string | number | boolean): string {
  if (typeof value === 'number') return `><v>${value}</v>`;
  if (typeof value === 'boolean') return ` t="b"><v>${value ? 1 : 0}</v>`;
  return ` t="inlineStr"><is>${textXml(value)}</is>`;
}

/** Text whose spaces at either end, tabs and line feeds count. */
function textXml(text: string): string {
  const isBare = !/^\s|\s$|[\t\n]/.test(text);
  return `<t${isBare ? '' : ' xml:space="preserve"'}>${escapeXml(text)}</t>`;
}
