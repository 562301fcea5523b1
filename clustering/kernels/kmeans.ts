import type { Matrix } from '../../pipeline/core/matrix.ts';
import { centroidsOf, nearestCentroids } from '../centroids.ts';
import { checkKMeansInput } from '../check-input.ts';
import type { KMeansOptions, KMeansResult } from '../engine.ts';
import { compactLabels } from '../labels.ts';
import { chooseCentroids } from './kmeans-plus-plus.ts';
import { createLloyd, moveCentroidsInto, reassignInto, refillEmptyInto } from './lloyd.ts';

/** Passes of one run at most. */
export const MAX_ITERATIONS = 300;

/** A restart ends when its centroids move, squared and summed, by at most this share of the mean variance of a column. */
export const RELATIVE_TOLERANCE = 1e-4;

/**
 * Clusters rows around k centroids: the best of several runs of k-means++ and Lloyd's iteration.
 *
 * @param matrix - Shape (n, d), finite, n >= 1. Not modified.
 * @returns Labels that are exactly the nearest of the returned centroids. The run with the smallest inertia wins, the
 *   earlier one on a tie. Fewer than k distinct rows give fewer centroids.
 * @throws {InvalidInputError} If k or nInit is out of range or a value is not finite.
 * @remarks O(n k d) time per pass at worst; Hamerly's bounds skip rows that cannot change. O(n) memory. Each run draws
 *   from its own fork of `random`. Deviations from scikit-learn: (a) other random numbers; (b) a cluster that cannot be
 *   refilled is dropped, not kept as a copy of another.
 * @see Hamerly (2010), Making k-means even faster, SDM '10, 130-140.
 */
export function kMeans(matrix: Matrix, options: KMeansOptions): KMeansResult {
  checkKMeansInput(matrix, options);
  const tolerance = RELATIVE_TOLERANCE * meanVariance(matrix);
  let best: KMeansResult | undefined;
  for (let run = 0; run < options.nInit; run++) {
    const start = chooseCentroids(matrix, options.k, options.random.fork(`run ${run}`));
    const result = iterate(matrix, start, tolerance);
    if (best === undefined || result.inertia < best.inertia) best = result;
  }
  return best!;
}

/**
 * Mean over columns of the variance with divisor n.
 *
 * @param matrix - Shape (n, d), n >= 1. Not modified.
 * @returns In squared units of the matrix; 0 without columns.
 */
export function meanVariance(matrix: Matrix): number {
  const { rows, columns, data } = matrix;
  const mean = centroidsOf(matrix, new Int32Array(rows)).data;
  let sum = 0;
  for (let at = 0; at < data.length; at++) sum += (data[at]! - mean[at % columns]!) ** 2;
  return columns === 0 ? 0 : sum / data.length;
}

/** One run: from given centroids to a fixed point, the tolerance or the limit of passes. */
function iterate(matrix: Matrix, start: Matrix, tolerance: number): KMeansResult {
  const lloyd = createLloyd(matrix, start);
  let iterations = 0;
  let converged = false;
  while (!converged && iterations < MAX_ITERATIONS) {
    iterations++;
    const changed = reassignInto(lloyd);
    refillEmptyInto(lloyd);
    converged = moveCentroidsInto(lloyd) <= tolerance || changed === 0;
  }
  return { ...settle(matrix, lloyd.labels), iterations, converged };
}

/**
 * Turns a partition into a result: centroids are the means of its clusters, labels the nearest of these centroids.
 * Repeats as long as a cluster loses its last row in that (each time one fewer).
 *
 * @param matrix - Shape (n, d), n >= 1. Not modified.
 * @param partition - Length n, clusters >= 0; gaps are closed.
 */
export function settle(
  matrix: Matrix,
  partition: Int32Array,
): Pick<KMeansResult, 'labels' | 'centroids' | 'inertia'> {
  for (let labels = compactLabels(partition).labels; ;) {
    const centroids = centroidsOf(matrix, labels);
    const { nearest, inertia } = nearestCentroids(matrix, centroids);
    const compact = compactLabels(nearest);
    if (compact.clusterCount === centroids.rows) return { labels: nearest, centroids, inertia };
    labels = compact.labels;
  }
}
