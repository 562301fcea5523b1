import type { CellValue } from '../../reporting/cell-text.ts';
import type { PlacedCell, PlacedSheet } from '../../reporting/layout.ts';
import { placeSheet } from '../../reporting/layout.ts';
import type { Sheet } from '../../reporting/sheet-model.ts';

/** A sheet as rows of values: what a reader sees, without where and how. */
export function valuesOf(sheet: Sheet | PlacedSheet): CellValue[][] {
  return placed(sheet).rows.map((row) => row.cells.map((cell) => cell.value));
}

/** All text of a sheet, one line per row. */
export function textOf(sheet: Sheet | PlacedSheet): string {
  return valuesOf(sheet)
    .map((row) => row.filter((value) => value !== null).join(' | '))
    .join('\n');
}

/** All cells of a sheet, row by row. */
export function cellsOf(sheet: Sheet | PlacedSheet): PlacedCell[] {
  return placed(sheet).rows.flatMap((row) => row.cells);
}

/** The rows of the table below a heading (or of the first table whose header begins so), up to the next empty row. */
export function tableBelow(sheet: Sheet | PlacedSheet, firstHeader: string): PlacedCell[][] {
  const { rows } = placed(sheet);
  const start = rows.findIndex(({ cells }) => cells[0]?.role === 'header' && cells[0].value === firstHeader);
  if (start < 0) throw new Error(`no table whose first column is ${firstHeader}`);
  const width = rows[start]!.cells.length;
  const end = rows.findIndex(
    ({ cells }, index) => index > start && (cells.length !== width || cells[0]?.role === 'header'),
  );
  return rows.slice(start, end < 0 ? rows.length : end).map((row) => [...row.cells]);
}

function placed(sheet: Sheet | PlacedSheet): PlacedSheet {
  return 'kind' in sheet ? sheet : placeSheet(sheet);
}
