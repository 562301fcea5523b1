import { Matrix as DenseMatrix } from 'ml-matrix';
import type { Matrix } from '../pipeline/core/matrix.ts';

/** Mean of every column, length d; NaN if there are no rows. O(n·d). */
export function columnMeans(matrix: Matrix): number[] {
  const sums = new Array<number>(matrix.columns).fill(0);
  for (let index = 0; index < matrix.data.length; index++) {
    sums[index % matrix.columns]! += matrix.data[index]!;
  }
  return sums.map((sum) => sum / matrix.rows);
}

/** Population variance (divisor n) of every column, length d; NaN if there are no rows. O(n·d). */
export function columnVariances(matrix: Matrix): number[] {
  const means = columnMeans(matrix);
  const squares = new Array<number>(matrix.columns).fill(0);
  for (let index = 0; index < matrix.data.length; index++) {
    const j = index % matrix.columns;
    squares[j]! += (matrix.data[index]! - means[j]!) ** 2;
  }
  return squares.map((sum) => sum / matrix.rows);
}

/**
 * Covariance of the columns around given means.
 *
 * @param matrix - Shape (n, d), finite. Not modified.
 * @param means - Length d.
 * @param divisor - n for the population, n - 1 for a sample.
 * @returns Shape (d, d), symmetric to the last bit.
 * @remarks O(n·d²). Sums run in row order: other orders may change the last bits.
 */
export function covarianceOf(matrix: Matrix, means: readonly number[], divisor: number): DenseMatrix {
  const { rows, columns, data } = matrix;
  const sums = new Float64Array(columns * columns);
  const centred = new Float64Array(columns);
  for (let i = 0; i < rows; i++) {
    for (let j = 0; j < columns; j++) centred[j] = data[i * columns + j]! - means[j]!;
    for (let j = 0; j < columns; j++) {
      for (let k = 0; k <= j; k++) sums[j * columns + k]! += centred[j]! * centred[k]!;
    }
  }
  const covariance = DenseMatrix.zeros(columns, columns);
  for (let j = 0; j < columns; j++) {
    for (let k = 0; k <= j; k++) {
      covariance.set(j, k, sums[j * columns + k]! / divisor);
      covariance.set(k, j, covariance.get(j, k));
    }
  }
  return covariance;
}
