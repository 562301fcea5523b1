import type { Matrix } from '../pipeline/core/matrix.ts';
import { mapCells } from './map-cells.ts';

/** `zero`: unknown means that nothing of the kind happened, so the natural value is 0. `none`: unknown stays unknown. */
export type GoldFill = 'zero' | 'none';

/**
 * Replaces unknown cells by 0 where the absence of a value is itself the answer, e.g. the share of returned units of a
 * customer who never returned anything. Such cells count as known from here on.
 *
 * @param matrix - Shape (n, d), original units; NaN is unknown. Not modified.
 * @param columns - One rule per column, in column order.
 * @returns Shape (n, d).
 * @throws {InvalidInputError} If the number of rules differs from d.
 * @remarks O(n·d).
 */
export function fillStructuralZeros(
  matrix: Matrix,
  columns: readonly { readonly goldFill: GoldFill }[],
): Matrix {
  return mapCells(matrix, columns, (value, { goldFill }) =>
    goldFill === 'zero' && Number.isNaN(value) ? 0 : value,
  );
}
