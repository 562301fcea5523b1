import { InvalidInputError } from '../pipeline/core/errors.ts';
import type { Matrix } from '../pipeline/core/matrix.ts';
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
 * @param sorted - Known values per column, ascending, not empty. Not modified.
 * @param shares - Lower and upper quantile, 0 <= lower <= upper <= 1; [0.005, 0.995] cuts half a percent at either end.
 * @returns One pair of bounds per column.
 * @throws {InvalidInputError} If the shares are out of range or order.
 * @remarks O(d).
 */
export function fitWinsorBounds(
  sorted: readonly Float64Array[],
  shares: readonly [number, number],
): WinsorBounds[] {
  const [lower, upper] = shares;
  if (!(lower >= 0 && lower <= upper && upper <= 1)) {
    throw new InvalidInputError(
      `fitWinsorBounds: expected 0 <= lower <= upper <= 1, got ${lower} and ${upper}`,
    );
  }
  return sorted.map((values) => ({
    lower: quantileOfSorted(values, lower),
    upper: quantileOfSorted(values, upper),
  }));
}

/** The value, or the nearer bound if it lies outside; NaN stays NaN. */
export function drawIn(value: number, { lower, upper }: WinsorBounds): number {
  return Math.min(Math.max(value, lower), upper);
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
  return mapCells(matrix, columns, drawIn);
}
