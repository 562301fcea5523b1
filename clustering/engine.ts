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

/** Parameters of K-means. */
export interface KMeansOptions {
  /** Number of clusters, an integer in [1, n]. */
  readonly k: number;
  /** Restarts, at least 1; the one with the smallest inertia is returned. */
  readonly nInit: number;
  readonly random: Random;
}

/** What K-means found. */
export interface KMeansResult {
  /** Length n: index of the nearest centroid, ties to the lower index. */
  readonly labels: Int32Array;
  /** Shape (c, d). c is k, or less if the matrix has fewer than k distinct rows: no centroid is without rows. */
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
 * Every method throws InvalidInputError for a matrix with NaN or infinite values and for parameters out of range,
 * modifies nothing, and gives the same answer for the same input every time.
 */
export interface ClusteringEngine {
  readonly name: 'fast' | 'library';

  /**
   * Clusters rows by density. A border row joins the cluster with the smallest label that reaches it.
   *
   * @param matrix - Shape (n, d); n = 0 gives an empty result.
   */
  dbscan(matrix: Matrix, options: DbscanOptions): DbscanResult;

  /**
   * Distance of each row to its k-th nearest row, the row itself counted as the first.
   *
   * @param matrix - Shape (n, d).
   * @param k - Integer in [1, n]; k = 1 gives zeros.
   * @returns Length n, in row order, in units of the matrix. A row is core at eps exactly if this is <= eps for k = minSamples.
   */
  kDistances(matrix: Matrix, k: number): Float64Array;

  /**
   * Clusters rows around k centroids.
   *
   * @param matrix - Shape (n, d), n >= 1.
   */
  kMeans(matrix: Matrix, options: KMeansOptions): KMeansResult;

  /**
   * Silhouette of every row in every labeling; many labelings cost little more than one.
   *
   * @param matrix - Shape (n, d).
   * @param labelings - Each of length n, clusters in [0, c); rows labelled -1 take no part in that labeling.
   * @returns One array of length n per labeling, values in [-1, 1]. 0 for the row of a singleton cluster; NaN for
   *   rows that take no part and for labelings of fewer than two clusters.
   */
  silhouettes(matrix: Matrix, labelings: readonly Int32Array[]): Float64Array[];
}

/** What the procedures built on an engine are handed: each forks `random` by purpose, so their order does not matter. */
export interface ClusteringTools {
  readonly engine: ClusteringEngine;
  readonly random: Random;
}
