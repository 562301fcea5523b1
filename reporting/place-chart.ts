import { InvalidInputError } from '../pipeline/core/errors.ts';
import type { CellValue } from './cell-text.ts';
import { finiteOrNull } from './cell-text.ts';
import { absoluteReference } from './package/address.ts';
import type { ChartSpec } from './package/chart.ts';
import type { TableSpec } from './package/table.ts';
import { tableName } from './package/table.ts';
import type { ChartBlock, TablePlace, TableRun } from './sheet-model.ts';

/** A sheet whose tables stand in their place. */
export interface ChartGround {
  readonly name: string;
  readonly rows: readonly {
    readonly cells: readonly { readonly column: number; readonly value: CellValue }[];
  }[];
  readonly tables: readonly TableSpec[];
}

/**
 * Finds the cells a chart is drawn from, and what they hold.
 *
 * @throws {InvalidInputError} If the sheet has no table of the name.
 */
export function placeChart(block: ChartBlock, sheet: ChartGround): ChartSpec {
  const table = sheet.tables.find(({ name }) => name === tableName(block.table));
  if (table === undefined)
    throw new InvalidInputError(
      `sheet ${sheet.name}: a chart is drawn from ${block.table}, which is not there`,
    );
  const runOf = ({ from, to }: TableRun) => {
    const reference = absoluteReference(sheet.name, placeIn(table, from), placeIn(table, to));
    return { reference, values: valuesOf(sheet, placeIn(table, from), placeIn(table, to)) };
  };
  const textsOf = (run: TableRun) => {
    const { reference, values } = runOf(run);
    return { reference, texts: values.map((value) => String(value ?? '')) };
  };
  const numbersOf = (run: TableRun) => {
    const { reference, values } = runOf(run);
    const numbers = values.map((value) => (typeof value === 'number' ? finiteOrNull(value) : null));
    return { reference, numbers, formatCode: block.formatCode };
  };
  return {
    ...block.look,
    categories: textsOf(block.categories),
    series: block.series.map(({ name, values, colour, points = [], dash }) => ({
      name: textsOf({ from: name, to: name }),
      values: numbersOf(values),
      colour,
      points,
      dash,
    })),
  };
}

function placeIn(table: TableSpec, { row, column }: TablePlace): TablePlace {
  return { row: table.headerRow + row, column: column + 1 };
}

/** Values along a run, by row and then by column. */
function valuesOf(sheet: ChartGround, from: TablePlace, to: TablePlace): CellValue[] {
  const rows = sheet.rows.slice(from.row - 1, to.row);
  return rows.flatMap(({ cells }) =>
    Array.from({ length: to.column - from.column + 1 }, (_, index) => {
      const cell = cells.find(({ column }) => column === from.column + index);
      return cell?.value ?? null;
    }),
  );
}
