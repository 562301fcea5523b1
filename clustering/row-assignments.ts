import type { Matrix } from '../pipeline/core/matrix.ts';
import { nearestCentroids } from './centroids.ts';
import type { RowAssignments } from './hybrid-result.ts';
import type { SubClusters } from './sub-clusters.ts';

/** Label of rows the density filter set apart. */
export const OUTLIER_LABEL = 'outlier';

/** The three phases' findings about the clustered rows, m of the n rows. */
export interface ClusteredRows {
  /** Length m: index of each clustered row in the matrix, ascending. */
  readonly rows: Int32Array;
  /** Length m: main clusters in [0, K), the largest first. */
  readonly labels: Int32Array;
  /** Shape (K, d), K >= 1. */
  readonly centroids: Matrix;
  /** Length m; NaN where not measured. */
  readonly silhouettes: Float64Array;
  /** One division per main cluster, its labels in row order; empty if the third phase is switched off. */
  readonly subClusters: readonly SubClusters[];
}

/**
 * The label people see: '2' for a main cluster, '2.1' for a sub-cluster, 'outlier'.
 *
 * @param main - 0 for outliers, else the number of the main cluster.
 * @param sub - 0 for rows in no sub-cluster.
 */
export function clusterLabelOf(main: number, sub: number): string {
  if (main === 0) return OUTLIER_LABEL;
  return sub === 0 ? String(main) : `${main}.${sub}`;
}

/**
 * Spreads the findings about clustered rows over all rows.
 *
 * @param matrix - Shape (n, d), outliers included. Not modified.
 * @remarks O(n K d).
 */
export function assignRows(matrix: Matrix, clustered: ClusteredRows): RowAssignments {
  const { rows, labels, centroids, silhouettes, subClusters } = clustered;
  const mainCluster = new Int32Array(matrix.rows);
  const subCluster = new Int32Array(matrix.rows);
  const silhouette = new Float64Array(matrix.rows).fill(NaN);
  const seen = new Int32Array(centroids.rows);
  rows.forEach((row, i) => {
    const label = labels[i]!;
    mainCluster[row] = label + 1;
    subCluster[row] = subClusters[label]?.labels[seen[label]!++] ?? 0;
    silhouette[row] = silhouettes[i]!;
  });
  const { nearest, second, distances } = nearestCentroids(matrix, centroids);
  // Of two equally near centroids K-means may have taken either: the other one is the nearest of the rest.
  const nearestCluster = mainCluster.map(
    (main, row) => (nearest[row]! + 1 === main ? second[row]! : nearest[row]!) + 1,
  );
  return {
    mainCluster,
    subCluster,
    clusterLabel: Array.from(mainCluster, (main, row) => clusterLabelOf(main, subCluster[row]!)),
    nearestCluster,
    distanceToCentroid: distances,
    silhouette,
  };
}

/**
 * Assignments in which every row is an outlier.
 *
 * @param n - Rows.
 */
export function assignOutliersOnly(n: number): RowAssignments {
  return {
    mainCluster: new Int32Array(n),
    subCluster: new Int32Array(n),
    clusterLabel: Array.from({ length: n }, () => OUTLIER_LABEL),
    nearestCluster: new Int32Array(n),
    distanceToCentroid: new Float64Array(n).fill(NaN),
    silhouette: new Float64Array(n).fill(NaN),
  };
}
