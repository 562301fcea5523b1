import { createMatrix, takeRows, type Matrix } from '../../pipeline/core/matrix.ts';
import { centroidsOf, nearestCentroids } from '../centroids.ts';
import { checkKMeansInput } from '../check-input.ts';
import type { KMeansResult, KMeansTask } from '../engine.ts';
import { compactLabels } from '../labels.ts';
import { chooseCentroids } from './kmeans-plus-plus.ts';
import { createLloyd, moveCentroidsInto, reassignInto, refillEmptyInto } from './lloyd.ts';

/** Passes of one run at most. */
export const MAX_ITERATIONS = 300;

/** A restart ends when its centroids move, squared and summed, by at most this share of the mean variance of a column. */
export const RELATIVE_TOLERANCE = 1e-4;

/**
 * Clusters rows around k centroids, for several k: of each the best of several runs of k-means++ and Lloyd's iteration.
 *
 * @param matrix - Shape (n, d), finite, n >= 1. Not modified.
 * @returns One result per k of the task, with labels that are exactly the nearest of the returned centroids. The run with
 *   the smallest inertia wins, the earlier one on a tie. Fewer than k distinct rows give fewer centroids.
 * @throws {InvalidInputError} If rows, ks or nInit are out of range or a value is not finite.
 * @remarks O(n k d) time per pass at worst; Hamerly's bounds skip rows that cannot change. O(n d) memory. Each run draws
 *   its seeds once, for the largest k, from its own fork of `random`; the first k of them are the start for k clusters
 *   (seeds are chosen one after the other, each in view of those before, so that any number of the first is a choice of
 *   the same kind). Deviations from scikit-learn: (a) other random numbers, and the seeds shared by all k; (b) a cluster
 *   that cannot be refilled is dropped, not kept as a copy of another.
 * @see Hamerly (2010), Making k-means even faster, SDM '10, 130-140.
 */
export function kMeans(matrix: Matrix, task: KMeansTask): KMeansResult[] {
  const steps = kMeansRuns(matrix, task);
  for (;;) {
    const step = steps.next();
    if (step.done === true) return step.value;
  }
}

/** {@link kMeans} in steps: pauses before each run, so that a caller can let others have their turn. */
export function* kMeansRuns(matrix: Matrix, task: KMeansTask): Generator<void, KMeansResult[], void> {
  checkKMeansInput(matrix, [task]);
  const { rows, ks, nInit, random } = task;
  const members = rows === null ? matrix : takeRows(matrix, rows);
  const tolerance = RELATIVE_TOLERANCE * meanVariance(members);
  const best: KMeansResult[] = [];
  for (let run = 0; run < nInit; run++) {
    yield;
    const seeds = chooseCentroids(members, ks.at(-1)!, random.fork(`run ${run}`));
    ks.forEach((k, i) => {
      const result = iterate(members, firstRows(seeds, k), tolerance);
      if (best[i] === undefined || result.inertia < best[i].inertia) best[i] = result;
    });
  }
  return best;
}

function firstRows(matrix: Matrix, count: number): Matrix {
  const rows = Math.min(count, matrix.rows);
  return createMatrix(rows, matrix.names, matrix.data.slice(0, rows * matrix.columns));
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
