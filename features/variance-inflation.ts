import { EigenvalueDecomposition } from 'ml-matrix';
import { InvalidInputError } from '../pipeline/core/errors.ts';
import { takeColumns, type Matrix } from '../pipeline/core/matrix.ts';
import { columnMeans, covarianceOf } from './covariance.ts';

/** A feature that the other features together predict almost exactly. */
export interface CollinearFeature {
  readonly feature: string;
  /** Its variance inflation factor when it was dropped, at most `MAX_VIF`. */
  readonly inflation: number;
}

/** Reported for exact collinearity, where the factor is infinite up to rounding. */
export const MAX_VIF = 1e6;

/**
 * Variance inflation factor 1 / (1 - R²) of every column regressed on all others.
 *
 * @param matrix - Shape (n, d), n >= 2, finite, no constant column. Not modified.
 * @returns Length d, in [1, MAX_VIF].
 * @throws {InvalidInputError} If there are fewer than two rows or a column is constant.
 * @remarks O(n·d² + d³): the diagonal of the inverse correlation matrix, by eigenvectors with eigenvalues kept above
 *   1e-12, so that an exact dependency gives large factors to the columns it joins and leaves the others alone.
 * @see Belsley, Kuh & Welsch (1980), Regression Diagnostics, Wiley, section 3.2.
 */
export function varianceInflation(matrix: Matrix): number[] {
  const { rows, columns, names } = matrix;
  if (rows < 2) throw new InvalidInputError(`varianceInflation: expected at least 2 rows, got ${rows}`);
  const correlation = covarianceOf(matrix, columnMeans(matrix), rows);
  const deviations = correlation.diagonal().map(Math.sqrt);
  const constant = deviations.findIndex((deviation) => !(deviation > 0));
  if (constant >= 0) throw new InvalidInputError(`varianceInflation: column ${names[constant]} is constant`);
  for (let j = 0; j < columns; j++) {
    for (let k = 0; k < columns; k++) {
      correlation.set(j, k, correlation.get(j, k) / (deviations[j]! * deviations[k]!));
    }
  }
  const { realEigenvalues, eigenvectorMatrix } = new EigenvalueDecomposition(correlation, {
    assumeSymmetric: true,
  });
  return names.map((_, j) => {
    let inflation = 0;
    realEigenvalues.forEach((eigenvalue, k) => {
      inflation += eigenvectorMatrix.get(j, k) ** 2 / Math.max(eigenvalue, 1e-12);
    });
    return Math.min(Math.max(inflation, 1), MAX_VIF);
  });
}

/**
 * Columns to drop, one after the other and the most collinear first, until no factor exceeds the threshold.
 *
 * @param matrix - Shape (n, d), n >= 2, finite, columns in keep order: of equal factors the later column goes. Not
 *   modified.
 * @param threshold - Largest factor that may remain, >= 1; 10 is customary.
 * @returns Dropped columns in the order of dropping; never all of them, since a column alone has factor 1.
 * @throws {InvalidInputError} As `varianceInflation`, or if the threshold is below 1.
 * @remarks O(d) calls of `varianceInflation`.
 */
export function findCollinear(matrix: Matrix, threshold: number): CollinearFeature[] {
  if (!(threshold >= 1)) {
    throw new InvalidInputError(`findCollinear: threshold must be at least 1, got ${threshold}`);
  }
  const dropped: CollinearFeature[] = [];
  let remaining = matrix;
  while (remaining.columns > 1) {
    const factors = varianceInflation(remaining);
    const worst = Math.max(...factors);
    if (worst <= threshold) break;
    const feature = remaining.names[factors.lastIndexOf(worst)]!;
    dropped.push({ feature, inflation: worst });
    remaining = takeColumns(
      remaining,
      remaining.names.filter((name) => name !== feature),
    );
  }
  return dropped;
}
