import { rangeAddress } from './address.ts';
import { element, XML_DECLARATION } from '../xml.ts';

/** A range of a sheet with a name of its own, to be used in formulas and found by other programs. */
export interface TableSpec {
  /** See {@link tableName}. */
  readonly name: string;
  /** 1-based row of the header; the records follow below it, at least one. */
  readonly headerRow: number;
  readonly lastRow: number;
  /** Headers as they stand in the cells, unique whatever their case, from the first column of the sheet. */
  readonly headers: readonly string[];
  readonly hasFilter: boolean;
}

const SPREADSHEET = 'http://schemas.openxmlformats.org/spreadsheetml/2006/main';

/** Longest name of a column and of a table, less room for a number behind it. */
const LONGEST_NAME = 245;

/**
 * Table part (`xl/tables/tableN.xml`). Cells keep the look they have.
 *
 * @param id - From 1, unique in the workbook.
 * @see ECMA-376, 5th edition, part 1, 18.5 (tables).
 */
export function tableXml(table: TableSpec, id: number): string {
  const { name, headerRow, lastRow, headers } = table;
  const ref = rangeAddress({ row: headerRow, column: 1 }, { row: lastRow, column: headers.length });
  const columns = headers.map((header, index) => element('tableColumn', { id: index + 1, name: header }));
  return (
    XML_DECLARATION +
    element(
      'table',
      { xmlns: SPREADSHEET, id, name, displayName: name, ref, totalsRowShown: 0 },
      table.hasFilter ? element('autoFilter', { ref }) : '',
      element('tableColumns', { count: headers.length }, ...columns),
    )
  );
}

/**
 * Headers a table can have: one line, not empty, at most 255 characters, no two alike; a number is put behind those
 * that are.
 */
export function tableHeaders(headers: readonly string[]): readonly string[] {
  const taken = new Set<string>();
  return headers.map((header, index) => {
    const line = header.replaceAll(/\s+/g, ' ').trim().slice(0, LONGEST_NAME);
    const base = line === '' ? `Column ${index + 1}` : line;
    let unique = base;
    for (let number = 2; taken.has(unique.toLowerCase()); number++) unique = `${base} (${number})`;
    taken.add(unique.toLowerCase());
    return unique;
  });
}

/** A name made one a table may have: letters, digits and underscores. It must begin with a word of over three letters, as a cell's does not. */
export function tableName(name: string): string {
  return name.replaceAll(/[^A-Za-z0-9_]/g, '_').slice(0, LONGEST_NAME);
}
