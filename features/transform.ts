import { InvalidInputError } from '../pipeline/core/errors.ts';
import type { Matrix } from '../pipeline/core/matrix.ts';
import { mapCells } from './map-cells.ts';

/** How a raw value is brought to a scale on which distances mean something. */
export type Transform = 'log1p' | 'sqrt' | 'log' | 'none';

/**
 * Applies one transform to one known value.
 *
 * @returns NaN or an infinite number if the value lies outside the domain (`sqrt`: x >= 0, `log`: x > 0, `log1p`: x > -1).
 */
export function transformValue(transform: Transform, value: number): number {
  switch (transform) {
    case 'log1p':
      return Math.log1p(value);
    case 'sqrt':
      return Math.sqrt(value);
    case 'log':
      return Math.log(value);
    case 'none':
      return value;
  }
}

/** Takes a transformed value back to original units; undoes `transformValue` up to rounding. */
export function inverseTransformValue(transform: Transform, value: number): number {
  switch (transform) {
    case 'log1p':
      return Math.expm1(value);
    case 'sqrt':
      return value * value;
    case 'log':
      return Math.exp(value);
    case 'none':
      return value;
  }
}

/**
 * Transforms every column by its own rule.
 *
 * @param matrix - Shape (n, d), original units; NaN is unknown and stays NaN. Not modified.
 * @param columns - One rule per column, in column order.
 * @returns Shape (n, d).
 * @throws {InvalidInputError} If the number of rules differs from d, or a known value has no finite transform; the
 *   message names column and row.
 * @remarks O(n·d).
 */
export function transformColumns(
  matrix: Matrix,
  columns: readonly { readonly transform: Transform }[],
): Matrix {
  return mapCells(matrix, columns, (value, { transform }, index) => {
    if (Number.isNaN(value)) return value;
    const result = transformValue(transform, value);
    if (Number.isFinite(result)) return result;
    const row = Math.floor(index / matrix.columns);
    const name = matrix.names[index % matrix.columns];
    throw new InvalidInputError(
      `transformColumns: ${name} in row ${row} is ${value}, which has no finite ${transform} transform`,
    );
  });
}
