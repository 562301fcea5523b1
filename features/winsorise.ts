import { InvalidInputError } from '../pipeline/core/errors.ts';
import type { Matrix } from '../pipeline/core/matrix.ts';
import { sortedKnownValues } from './known-values.ts';
import { mapCells } from './map-cells.ts';
import { quantileOfSorted } from './quantile.ts';

/** Values outside are moved to the nearer bound. In the unit of the column. */
export interface WinsorBounds {
  readonly lower: number;
  readonly upper: number;
}

/**
 * Quantiles of the known values of every column, to be used as bounds.
 *
 * @param matrix - Shape (n, d); NaN is unknown. Not modified.
 * @param shares - Lower and upper quantile, 0 <= lower <= upper <= 1; [0.005, 0.995] cuts half a percent at either end.
 * @returns Length d.
 * @throws {InvalidInputError} If a column has no known value, or the shares are out of range or order.
 * @remarks O(d·n log n). Independent of row order.
 */
export function fitWinsorBounds(matrix: Matrix, shares: readonly [number, number]): WinsorBounds[] {
  const [lower, upper] = shares;
  if (!(lower >= 0 && lower <= upper && upper <= 1)) {
    throw new InvalidInputError(
      `fitWinsorBounds: expected 0 <= lower <= upper <= 1, got ${lower} and ${upper}`,
    );
  }
  return matrix.names.map((name, j) => {
    const known = sortedKnownValues(matrix, j);
    if (known.length === 0) throw new InvalidInputError(`fitWinsorBounds: column ${name} has no known value`);
    return { lower: quantileOfSorted(known, lower), upper: quantileOfSorted(known, upper) };
  });
}

/**
 * Moves values outside the bounds of their column to the nearer bound.
 *
 * @param matrix - Shape (n, d); NaN is unknown and stays NaN. Not modified.
 * @param columns - One pair of bounds per column, in column order.
 * @returns Shape (n, d).
 * @throws {InvalidInputError} If the number of bounds differs from d.
 * @remarks O(n·d).
 */
export function winsorise(matrix: Matrix, columns: readonly WinsorBounds[]): Matrix {
  return mapCells(matrix, columns, (value, { lower, upper }) => Math.min(Math.max(value, lower), upper));
}
