import { InvalidInputError } from './errors.ts';

/** A dense table of numbers, row-major: value (i, j) is `data[i * columns + j]`. */
export interface Matrix {
  readonly rows: number;
  readonly columns: number;
  /** One name per column. */
  readonly names: readonly string[];
  /** Length `rows * columns`. */
  readonly data: Float64Array;
}

/**
 * Wraps values as a matrix without copying them.
 *
 * @param data - Row-major values, length `rows * names.length`.
 * @throws {InvalidInputError} If the length does not fit.
 */
export function createMatrix(rows: number, names: readonly string[], data: Float64Array): Matrix {
  if (data.length !== rows * names.length) {
    throw new InvalidInputError(
      `matrix: expected ${rows} x ${names.length} = ${rows * names.length} values, got ${data.length}`,
    );
  }
  return { rows, columns: names.length, names, data };
}

/** Builds a matrix from rows of equal length; column names default to x0, x1, ... */
export function matrixFromRows(rows: readonly (readonly number[])[], names?: readonly string[]): Matrix {
  const columns = names?.length ?? rows[0]?.length ?? 0;
  const data = new Float64Array(rows.length * columns);
  rows.forEach((row, i) => {
    if (row.length !== columns) {
      throw new InvalidInputError(`matrix: row ${i} has ${row.length} values, expected ${columns}`);
    }
    data.set(row, i * columns);
  });
  return createMatrix(rows.length, names ?? Array.from({ length: columns }, (_, j) => `x${j}`), data);
}

/** Copy of column `j`, length n. */
export function columnOf(matrix: Matrix, j: number): Float64Array {
  const values = new Float64Array(matrix.rows);
  for (let i = 0; i < matrix.rows; i++) values[i] = matrix.data[i * matrix.columns + j]!;
  return values;
}

/** New matrix with the given rows (indices may repeat), in that order. */
export function takeRows(matrix: Matrix, indices: ArrayLike<number>): Matrix {
  const { columns } = matrix;
  const data = new Float64Array(indices.length * columns);
  for (let i = 0; i < indices.length; i++) {
    const start = indices[i]! * columns;
    data.set(matrix.data.subarray(start, start + columns), i * columns);
  }
  return { rows: indices.length, columns, names: matrix.names, data };
}

/** New matrix with the named columns, in that order. */
export function takeColumns(matrix: Matrix, names: readonly string[]): Matrix {
  const sources = names.map((name) => {
    const index = matrix.names.indexOf(name);
    if (index < 0)
      throw new InvalidInputError(`matrix: no column ${name}; columns are ${matrix.names.join(', ')}`);
    return index;
  });
  const data = new Float64Array(matrix.rows * names.length);
  for (let i = 0; i < matrix.rows; i++) {
    for (let j = 0; j < sources.length; j++) {
      data[i * names.length + j] = matrix.data[i * matrix.columns + sources[j]!]!;
    }
  }
  return { rows: matrix.rows, columns: names.length, names: [...names], data };
}
