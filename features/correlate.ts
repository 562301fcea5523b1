import { InvalidInputError } from '../pipeline/core/errors.ts';
import { columnOf, type Matrix } from '../pipeline/core/matrix.ts';
import { centredRanks, dotProduct } from './ranks.ts';

/** A feature that says what a kept one says already. */
export interface CorrelatedFeature {
  readonly feature: string;
  /** The kept feature with the strongest correlation. */
  readonly twin: string;
  /** Spearman's rho with the twin, in [-1, 1]. */
  readonly correlation: number;
}

/** How `findCorrelated` decides. */
export interface CorrelationOptions {
  /** Every column once, the most important first: of two twins the earlier stays. */
  readonly keepOrder: readonly string[];
  /** Twins are columns with |rho| above this, in [0, 1]. */
  readonly threshold: number;
}

/**
 * Columns to drop so that no two that remain are rank-correlated above the threshold.
 *
 * Walks the keep order and drops a column if it is a twin of one kept before: a dropped column never drops another.
 *
 * @param matrix - Shape (n, d), no NaN. Not modified.
 * @returns The dropped columns in keep order. A constant column has no correlation and stays.
 * @throws {InvalidInputError} If the keep order is not a permutation of the columns, or a value is NaN.
 * @remarks O(d·n log n + d²·n) time, O(n·d) memory for the ranks.
 */
export function findCorrelated(
  matrix: Matrix,
  { keepOrder, threshold }: CorrelationOptions,
): CorrelatedFeature[] {
  if (keepOrder.length !== matrix.columns || new Set(keepOrder).size !== matrix.columns) {
    throw new InvalidInputError(
      `findCorrelated: the keep order must name each of the ${matrix.columns} columns once, got ${keepOrder.length} names`,
    );
  }
  const kept: { readonly name: string; readonly ranks: Float64Array; readonly squares: number }[] = [];
  const dropped: CorrelatedFeature[] = [];
  for (const name of keepOrder) {
    const j = matrix.names.indexOf(name);
    if (j < 0) throw new InvalidInputError(`findCorrelated: the keep order names an unknown column ${name}`);
    const ranks = centredRanks(columnOf(matrix, j));
    const squares = dotProduct(ranks, ranks);
    let strongest: CorrelatedFeature | undefined;
    for (const other of kept) {
      const correlation = dotProduct(ranks, other.ranks) / Math.sqrt(squares * other.squares);
      if (Math.abs(correlation) > Math.max(threshold, Math.abs(strongest?.correlation ?? 0))) {
        strongest = { feature: name, twin: other.name, correlation };
      }
    }
    if (strongest === undefined) kept.push({ name, ranks, squares });
    else dropped.push(strongest);
  }
  return dropped;
}
