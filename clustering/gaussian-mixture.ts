import { InvalidInputError } from '../pipeline/core/errors.ts';
import { createMatrix, type Matrix } from '../pipeline/core/matrix.ts';
import { requireFinite } from './check-input.ts';
import type { ClusteringTools } from './engine.ts';
import { meanVariance } from './kernels/kmeans.ts';

/** How a mixture is fitted. */
export interface GaussianMixtureOptions {
  /** Components, an integer in [1, n]. */
  readonly k: number;
  /** Starts, each from a K-means run of its own, at least 1; the most likely mixture is returned. */
  readonly nInit: number;
  /** Added to every variance, as a share of the mean variance of a column: keeps a component from collapsing. Default 1e-6. */
  readonly regularisation?: number | undefined;
  /** A start ends when a step raises the mean log-likelihood of a row by less. Default 1e-3. */
  readonly tolerance?: number | undefined;
  /** Steps of one start at most. Default 100. */
  readonly maxIterations?: number | undefined;
}

/** Normal distributions with their shares. */
export interface Mixture {
  /** Length c, not negative, sum 1. */
  readonly weights: Float64Array;
  /** Shape (c, d), in units of the matrix. */
  readonly means: Matrix;
  /** Shape (c, d, d), in squared units of the matrix, regularisation included. */
  readonly covariances: Float64Array;
}

/** A fitted mixture and what it says about each row. */
export interface GaussianMixtureResult {
  /** Length n: the most probable component in [0, c), ties to the lower; a component may have no row. */
  readonly labels: Int32Array;
  readonly mixture: Mixture;
  /** Mean over rows of the natural log of the density. */
  readonly logLikelihood: number;
  /** Steps of the start that won. */
  readonly iterations: number;
  /** False if the winning start was cut off by the limit of steps. */
  readonly converged: boolean;
}

/**
 * Fits a mixture of normal distributions with full covariances by expectation maximisation.
 *
 * @param matrix - Shape (n, d), finite, n >= 1. Not modified.
 * @returns c = k components, or fewer if the matrix has fewer than k distinct rows.
 * @throws {InvalidInputError} If the matrix has no rows, k, nInit or regularisation is out of range or a value is not
 *   finite.
 * @remarks O(n c d^2) time per step, O(n c + c d^2) memory. Deviations from scikit-learn's GaussianMixture: (a) other
 *   random numbers choose the starts; (b) the regularisation is relative to the variance of the data, so that a change of
 *   unit changes nothing (on standardised columns the two are the same); (c) fewer components instead of coinciding ones.
 * @see Dempster, Laird, Rubin (1977), Maximum likelihood from incomplete data via the EM algorithm, JRSS B 39(1), 1-38.
 */
export async function gaussianMixture(
  matrix: Matrix,
  options: GaussianMixtureOptions,
  { engine, random }: ClusteringTools,
): Promise<GaussianMixtureResult> {
  const { k, nInit, regularisation = 1e-6, tolerance = 1e-3, maxIterations = 100 } = options;
  if (!Number.isInteger(k) || k < 1 || k > matrix.rows) {
    throw new InvalidInputError(`gaussianMixture: k must be an integer in [1, ${matrix.rows}], got ${k}`);
  }
  if (!Number.isInteger(nInit) || nInit < 1) {
    throw new InvalidInputError(`gaussianMixture: nInit must be an integer >= 1, got ${nInit}`);
  }
  if (!(regularisation > 0)) {
    throw new InvalidInputError(`gaussianMixture: regularisation must be > 0, got ${regularisation}`);
  }
  requireFinite(matrix, 'gaussianMixture');
  // Without any variance all rows coincide: every floor gives the one component they need.
  const floor = regularisation * (meanVariance(matrix) || 1);
  const starts = await engine.kMeans(
    matrix,
    Array.from({ length: nInit }, (_, run) => ({
      rows: null,
      ks: [k],
      nInit: 1,
      random: random.fork(`start ${run}`),
    })),
  );
  let best: GaussianMixtureResult | undefined;
  for (const [start] of starts) {
    const shares = sharesOf(start!.labels, start!.centroids.rows);
    const fit = maximise(matrix, shares, { floor, tolerance, maxIterations });
    if (best === undefined || fit.logLikelihood > best.logLikelihood) best = fit;
  }
  return best!;
}

/** Shape (n, c): 1 for the component a row is labelled with, else 0. */
function sharesOf(labels: Int32Array, components: number): Float64Array {
  const shares = new Float64Array(labels.length * components);
  labels.forEach((label, row) => (shares[row * components + label] = 1));
  return shares;
}

/** Expectation maximisation from given shares of rows in components; overwrites the shares. */
function maximise(
  matrix: Matrix,
  shares: Float64Array,
  {
    floor,
    tolerance,
    maxIterations,
  }: { readonly floor: number; readonly tolerance: number; readonly maxIterations: number },
): GaussianMixtureResult {
  let logLikelihood = -Infinity;
  let iterations = 0;
  let converged = false;
  const improve = (): Mixture => {
    const mixture = estimate(matrix, shares, floor);
    const next = weighInto(matrix, { mixture, floor }, shares);
    converged = next - logLikelihood < tolerance;
    logLikelihood = next;
    return mixture;
  };
  while (!converged && iterations < maxIterations) {
    iterations++;
    improve();
  }
  const hasConverged = converged;
  // The last shares give one mixture more, as in scikit-learn.
  const mixture = improve();
  return {
    labels: mostProbable(shares, matrix.rows),
    mixture,
    logLikelihood,
    iterations,
    converged: hasConverged,
  };
}

/** The mixture most likely to give the rows if they belong to components by the given shares. */
function estimate(matrix: Matrix, shares: Float64Array, floor: number): Mixture {
  const { rows, columns: d, data, names } = matrix;
  const components = shares.length / rows;
  const masses = new Float64Array(components);
  const means = new Float64Array(components * d);
  for (let i = 0; i < rows; i++) {
    for (let j = 0; j < components; j++) {
      const share = shares[i * components + j]!;
      masses[j]! += share;
      for (let c = 0; c < d; c++) means[j * d + c]! += share * data[i * d + c]!;
    }
  }
  // A component that lost all rows keeps a share of 0, a mean of 0 and the smallest variance.
  for (let at = 0; at < means.length; at++) means[at]! /= masses[Math.floor(at / d)]! || 1;
  const covariances = new Float64Array(components * d * d);
  const difference = new Float64Array(d);
  for (let i = 0; i < rows; i++) {
    for (let j = 0; j < components; j++) {
      const share = shares[i * components + j]!;
      if (share === 0) continue;
      for (let c = 0; c < d; c++) difference[c] = data[i * d + c]! - means[j * d + c]!;
      addOuterInto(covariances.subarray(j * d * d, (j + 1) * d * d), difference, share / masses[j]!);
    }
  }
  for (let j = 0; j < components; j++) {
    for (let c = 0; c < d; c++) covariances[(j * d + c) * d + c]! += floor;
  }
  const total = masses.reduce((a, b) => a + b, 0);
  return {
    weights: masses.map((mass) => mass / total),
    means: createMatrix(components, names, means),
    covariances,
  };
}

/** Adds the outer product of a vector with itself, times a factor, to a symmetric matrix. */
function addOuterInto(square: Float64Array, vector: Float64Array, factor: number): void {
  const d = vector.length;
  for (let a = 0; a < d; a++) {
    const left = factor * vector[a]!;
    for (let b = 0; b < a; b++) square[b * d + a] = square[a * d + b]! += left * vector[b]!;
    square[a * d + a]! += left * vector[a]!;
  }
}

/**
 * Shares of each row in the components of a mixture; overwrites `shares`.
 *
 * @returns Mean over rows of the log of the density.
 */
function weighInto(
  { rows, columns: d, data }: Matrix,
  { mixture, floor }: { readonly mixture: Mixture; readonly floor: number },
  shares: Float64Array,
): number {
  const { weights, means, covariances } = mixture;
  const components = weights.length;
  const factors = factorise(covariances, { components, d, floor });
  const constants = weights.map((weight, j) => {
    let logRoot = 0;
    for (let c = 0; c < d; c++) logRoot += Math.log(factors[(j * d + c) * d + c]!);
    return Math.log(weight) - (d / 2) * Math.log(2 * Math.PI) - logRoot;
  });
  const solved = new Float64Array(d);
  let sum = 0;
  for (let i = 0; i < rows; i++) {
    let largest = -Infinity;
    for (let j = 0; j < components; j++) {
      // Forward substitution: the solution's square is the Mahalanobis distance, squared.
      let square = 0;
      for (let a = 0, from = j * d * d; a < d; a++, from += d) {
        let rest = data[i * d + a]! - means.data[j * d + a]!;
        for (let b = 0; b < a; b++) rest -= factors[from + b]! * solved[b]!;
        const value = rest / factors[from + a]!;
        solved[a] = value;
        square += value * value;
      }
      const logDensity = constants[j]! - square / 2;
      shares[i * components + j] = logDensity;
      if (logDensity > largest) largest = logDensity;
    }
    let total = 0;
    for (let at = i * components; at < (i + 1) * components; at++) {
      shares[at] = Math.exp(shares[at]! - largest);
      total += shares[at]!;
    }
    for (let at = i * components; at < (i + 1) * components; at++) shares[at]! /= total;
    sum += largest + Math.log(total);
  }
  return sum / rows;
}

/** Lower triangular Cholesky factors of all covariances, shape (c, d, d). */
function factorise(
  covariances: Float64Array,
  { components, d, floor }: { readonly components: number; readonly d: number; readonly floor: number },
): Float64Array {
  const factors = new Float64Array(covariances.length);
  for (let j = 0; j < components; j++) {
    const start = j * d * d;
    for (let a = 0; a < d; a++) {
      for (let b = 0; b <= a; b++) {
        let rest = covariances[start + a * d + b]!;
        for (let c = 0; c < b; c++) rest -= factors[start + a * d + c]! * factors[start + b * d + c]!;
        // No pivot of a covariance plus `floor` on the diagonal lies below `floor`, rounding aside.
        factors[start + a * d + b] =
          a === b ? Math.sqrt(Math.max(rest, floor)) : rest / factors[start + b * d + b]!;
      }
    }
  }
  return factors;
}

/** Component with the largest share of each row. */
function mostProbable(shares: Float64Array, rows: number): Int32Array {
  const components = shares.length / rows;
  return Int32Array.from({ length: rows }, (_, row) => {
    let best = 0;
    for (let j = 1; j < components; j++) {
      if (shares[row * components + j]! > shares[row * components + best]!) best = j;
    }
    return best;
  });
}
