import { InvalidInputError } from '../pipeline/core/errors.ts';
import type { Matrix } from '../pipeline/core/matrix.ts';

/**
 * Known values of every column in ascending order. Whatever is summed over them does not depend on the order of rows.
 *
 * @param matrix - Shape (n, d); NaN is unknown and left out. Not modified.
 * @returns One array per column, length 1 .. n; no NaN, no negative zero (it would not survive JSON).
 * @throws {InvalidInputError} If a column has no known value.
 * @remarks O(d·n log n) time, O(n·d) memory.
 */
export function sortKnownValues(matrix: Matrix): Float64Array[] {
  return matrix.names.map((name, j) => {
    const values = new Float64Array(matrix.rows);
    let count = 0;
    for (let i = 0; i < matrix.rows; i++) {
      const value = matrix.data[i * matrix.columns + j]!;
      if (!Number.isNaN(value)) values[count++] = value + 0;
    }
    if (count === 0) throw new InvalidInputError(`sortKnownValues: column ${name} has no known value`);
    return values.subarray(0, count).sort();
  });
}

/**
 * Share of unknown cells of every column.
 *
 * @param matrix - Shape (n, d); NaN is unknown. Not modified.
 * @returns Length d, in [0, 1]; 1 for every column of a matrix without rows.
 * @remarks O(n·d).
 */
export function missingShares(matrix: Matrix): number[] {
  const missing = new Array<number>(matrix.columns).fill(0);
  for (let index = 0; index < matrix.data.length; index++) {
    if (Number.isNaN(matrix.data[index]!)) missing[index % matrix.columns]!++;
  }
  return missing.map((count) => (matrix.rows === 0 ? 1 : count / matrix.rows));
}
