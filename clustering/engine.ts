import type { Matrix } from '../pipeline/core/matrix.ts';
import type { Random } from '../pipeline/core/random.ts';

/** Parameters of DBSCAN. */
export interface DbscanOptions {
  /** Radius of a neighbourhood, inclusive, in units of the matrix; at least 0 (0 joins exact duplicates only). */
  readonly eps: number;
  /** Rows a neighbourhood needs to make its centre a core row, the row itself counted; an integer of at least 1. */
  readonly minSamples: number;
}

/** What DBSCAN found. */
export interface DbscanResult {
  /** Length n: -1 for noise, else the cluster in [0, clusterCount), numbered by smallest core row. */
  readonly labels: Int32Array;
  /** Length n: 1 for core rows. */
  readonly isCore: Uint8Array;
  readonly clusterCount: number;
  readonly noiseCount: number;
}

/** K-means on some rows of a matrix, for several numbers of clusters. Below, m is the number of these rows. */
export interface KMeansTask {
  /** Rows to cluster: at least one, ascending, distinct. Null: all of the matrix. */
  readonly rows: Int32Array | null;
  /** Numbers of clusters: at least one, ascending, distinct integers in [1, m]. */
  readonly ks: readonly number[];
  /** Restarts, at least 1; per k the one with the smallest inertia is returned, the earlier one on a tie. */
  readonly nInit: number;
  /** Only forked, never drawn from: tasks may share one. */
  readonly random: Random;
}

/** What K-means found. */
export interface KMeansResult {
  /** Length m, in the order of the task's rows: index of the nearest centroid, ties to the lower index. */
  readonly labels: Int32Array;
  /** Shape (c, d). c is k, or less if there are fewer than k distinct rows: no centroid is without rows. */
  readonly centroids: Matrix;
  /** Sum of squared distances of rows to their centroids, in squared units of the matrix. */
  readonly inertia: number;
  /** Passes over the rows of the restart that won. */
  readonly iterations: number;
  /** False if the winning restart was cut off by the limit of iterations. */
  readonly converged: boolean;
}

/**
 * The four computations all of the clustering rests on. Engines differ in speed, not in meaning: partitions agree up
 * to the numbering of K-means clusters, figures to about 1e-9.
 *
 * Every method rejects with InvalidInputError for a matrix with NaN or infinite values and for parameters out of range
 * (it never throws before it returns its promise), modifies nothing, and gives the same answer for the same input every
 * time. An engine may compute elsewhere and in parallel: arguments must stay as they are, and the next call wait, until
 * the promise is settled.
 */
export interface ClusteringEngine {
  readonly name: 'fast' | 'plain' | 'library';

  /**
   * Clusters rows by density. A border row joins the cluster with the smallest label that reaches it.
   *
   * @param matrix - Shape (n, d); n = 0 gives an empty result.
   */
  dbscan(matrix: Matrix, options: DbscanOptions): Promise<DbscanResult>;

  /**
   * Distance of each row to its k-th nearest row, the row itself counted as the first.
   *
   * @param matrix - Shape (n, d).
   * @param k - Integer in [1, n]; k = 1 gives zeros.
   * @returns Length n, in row order, in units of the matrix. A row is core at eps exactly if this is <= eps for k = minSamples.
   */
  kDistances(matrix: Matrix, k: number): Promise<Float64Array>;

  /**
   * Clusters rows around k centroids, for many samples and numbers of clusters at once: what can be computed in
   * parallel belongs in one call.
   *
   * @param matrix - Shape (n, d), n >= 1.
   * @param tasks - Independent of each other and of their order; none gives an empty result.
   * @returns One result per task and k: `result[task][i]` belongs to `ks[i]`. Restarts draw from `random.fork('run r')`;
   *   an engine may start all k of a task from one draw, so that the result for a k depends on the other `ks` too.
   */
  kMeans(matrix: Matrix, tasks: readonly KMeansTask[]): Promise<KMeansResult[][]>;

  /**
   * Silhouettes in every labeling; many labelings cost little more than one.
   *
   * @param matrix - Shape (n, d).
   * @param labelings - Each of length n, clusters in [0, c); rows labelled -1 take no part in that labeling.
   * @param rows - Rows whose silhouettes are wanted, ascending, distinct; each is measured against all rows, so that its
   *   value is that of the whole up to rounding. Null or not given: all.
   * @returns One array of length n per labeling, values in [-1, 1]. 0 for the row of a singleton cluster; NaN for
   *   rows that take no part or are not wanted and for labelings of fewer than two clusters.
   */
  silhouettes(
    matrix: Matrix,
    labelings: readonly Int32Array[],
    rows?: Int32Array | null,
  ): Promise<Float64Array[]>;
}

/** What the procedures built on an engine are handed: each forks `random` by purpose, so their order does not matter. */
export interface ClusteringTools {
  readonly engine: ClusteringEngine;
  readonly random: Random;
}

/** Is told how far a procedure is, in [0, 1), before each of its steps, and waited for: to show progress, to hear signals. */
export type OnStep = (fraction: number) => void | Promise<void>;
