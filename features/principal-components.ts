import { EigenvalueDecomposition, type Matrix as DenseMatrix } from 'ml-matrix';
import { InvalidInputError } from '../pipeline/core/errors.ts';
import { createMatrix, type Matrix } from '../pipeline/core/matrix.ts';
import { columnMeans, covarianceOf } from './covariance.ts';

/** A fitted projection; survives JSON bit for bit. */
export interface PrincipalComponents {
  /** Means of the d input columns. */
  readonly means: readonly number[];
  /** k unit vectors of length d, the widest first. */
  readonly components: readonly (readonly number[])[];
  /** Sample variance along each component, length k, descending. */
  readonly variances: readonly number[];
  /** The same as shares of the total variance of all d columns. */
  readonly varianceShares: readonly number[];
}

/** The eigenvector in column `k`, its largest absolute loading (the first of equals) made positive. */
function signedEigenvector(vectors: DenseMatrix, k: number): number[] {
  const vector = vectors.getColumn(k);
  const largest = vector.reduce((best, x) => (Math.abs(x) > Math.abs(best) ? x : best), 0);
  // + 0 turns -0, which JSON does not keep, into 0.
  return vector.map((x) => (largest < 0 ? -x : x) + 0);
}

/** Smallest number of leading shares whose sum reaches `share`; all of them if rounding keeps the sum below it. */
function countToReach(shares: readonly number[], share: number): number {
  let sum = 0;
  const index = shares.findIndex((part) => (sum += part) >= share);
  return index < 0 ? shares.length : index + 1;
}

/**
 * Principal components that together hold at least the given share of the variance.
 *
 * @param matrix - Shape (n, d), n >= 2, finite. Not modified.
 * @param share - Share of variance to keep, in (0, 1].
 * @throws {InvalidInputError} If there are fewer than two rows, no variance, or `share` is outside (0, 1].
 * @remarks O(n·d² + d³): eigenvectors of the sample covariance. Signs are fixed as in scikit-learn (largest absolute
 *   loading positive), whose PCA it agrees with; deviation: (a) a share that is met exactly is met ("at least").
 *   Equal variances leave the directions open: then another library may return another basis of the same space.
 * @see Jolliffe (2002), Principal Component Analysis, 2nd ed., Springer, sections 2.1 and 6.1.1.
 */
export function fitPrincipalComponents(matrix: Matrix, share: number): PrincipalComponents {
  if (matrix.rows < 2) {
    throw new InvalidInputError(`fitPrincipalComponents: expected at least 2 rows, got ${matrix.rows}`);
  }
  if (!(share > 0 && share <= 1)) {
    throw new InvalidInputError(`fitPrincipalComponents: share must be in (0, 1], got ${share}`);
  }
  const means = columnMeans(matrix);
  const covariance = covarianceOf(matrix, means, matrix.rows - 1);
  const { realEigenvalues, eigenvectorMatrix } = new EigenvalueDecomposition(covariance, {
    assumeSymmetric: true,
  });
  const order = realEigenvalues.map((_, k) => k).sort((a, b) => realEigenvalues[b]! - realEigenvalues[a]!);
  // Rounding may leave a variance that is 0 a little below it.
  const variances = order.map((k) => Math.max(0, realEigenvalues[k]!));
  const total = variances.reduce((sum, variance) => sum + variance, 0);
  if (!(total > 0)) throw new InvalidInputError('fitPrincipalComponents: the columns do not vary');
  const shares = variances.map((variance) => variance / total);
  const count = countToReach(shares, share);
  return {
    means,
    components: order.slice(0, count).map((k) => signedEigenvector(eigenvectorMatrix, k)),
    variances: variances.slice(0, count),
    varianceShares: shares.slice(0, count),
  };
}

/**
 * Coordinates of rows along fitted components.
 *
 * @param matrix - Shape (n, d), the columns the components were fitted on. Not modified.
 * @returns Shape (n, k), columns `pc1`, `pc2`, ...
 * @throws {InvalidInputError} If the number of columns differs.
 * @remarks O(n·d·k). Every row by itself and in a fixed order of sums: one row alone gets the same bits.
 */
export function projectOntoComponents(matrix: Matrix, fitted: PrincipalComponents): Matrix {
  const { means, components } = fitted;
  const { rows, columns, data } = matrix;
  if (columns !== means.length) {
    throw new InvalidInputError(`projectOntoComponents: expected ${means.length} columns, got ${columns}`);
  }
  const scores = new Float64Array(rows * components.length);
  for (let i = 0, at = 0; i < rows; i++) {
    for (const loadings of components) {
      let score = 0;
      for (let j = 0; j < columns; j++) score += (data[i * columns + j]! - means[j]!) * loadings[j]!;
      scores[at++] = score;
    }
  }
  return createMatrix(
    rows,
    components.map((_, k) => `pc${k + 1}`),
    scores,
  );
}
