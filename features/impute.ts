import type { Matrix } from '../pipeline/core/matrix.ts';
import { mapCells } from './map-cells.ts';
import { quantileOfSorted } from './quantile.ts';

/** A matrix without unknown cells, and where they were. */
export interface Imputed {
  /** Shape (n, d), no NaN. */
  readonly matrix: Matrix;
  /** Per column, the rows that got the median, ascending. */
  readonly rows: readonly Int32Array[];
}

/**
 * Median of the known values of every column.
 *
 * @param sorted - Known values per column, ascending, not empty. Not modified.
 * @returns One median per column, in the unit of the column.
 * @remarks O(d).
 */
export function fitMedians(sorted: readonly Float64Array[]): number[] {
  return sorted.map((values) => quantileOfSorted(values, 0.5));
}

/**
 * Replaces unknown cells by the given medians and records where.
 *
 * @param matrix - Shape (n, d); NaN is unknown. Not modified.
 * @param columns - One finite median per column, in column order, in the unit of the column.
 * @throws {InvalidInputError} If the number of medians differs from d.
 * @remarks O(n·d).
 */
export function imputeMedians(matrix: Matrix, columns: readonly { readonly median: number }[]): Imputed {
  const rows = columns.map((): number[] => []);
  const filled = mapCells(matrix, columns, (value, { median }, index) => {
    if (!Number.isNaN(value)) return value;
    rows[index % matrix.columns]!.push(Math.floor(index / matrix.columns));
    return median;
  });
  return { matrix: filled, rows: rows.map((indices) => Int32Array.from(indices)) };
}
