import { InvalidInputError } from '../pipeline/core/errors.ts';
import type { Matrix } from '../pipeline/core/matrix.ts';

/**
 * New matrix whose every cell is computed from the old cell and the parameters of its column, and from nothing else: so
 * one row alone comes out bit for bit as it does among others.
 *
 * @param matrix - Shape (n, d); NaN is handed on like any value. Not modified.
 * @param columns - One set of parameters per column, in column order.
 * @param cell - Gets the value, its column's parameters, and the flat index `row * d + column`.
 * @returns Shape (n, d), same names.
 * @throws {InvalidInputError} If the number of parameter sets differs from d.
 * @remarks O(n·d).
 */
export function mapCells<Column>(
  matrix: Matrix,
  columns: readonly Column[],
  cell: (value: number, column: Column, index: number) => number,
): Matrix {
  const { rows, data, names } = matrix;
  if (columns.length !== matrix.columns) {
    throw new InvalidInputError(
      `mapCells: expected parameters for ${matrix.columns} columns, got ${columns.length}`,
    );
  }
  const result = new Float64Array(data.length);
  for (let i = 0, index = 0; i < rows; i++) {
    for (let j = 0; j < columns.length; j++, index++) {
      result[index] = cell(data[index]!, columns[j]!, index);
    }
  }
  return { rows, columns: columns.length, names, data: result };
}
