import type { Matrix } from '../pipeline/core/matrix.ts';
import type { KScanRow } from './k-choice.ts';
import type { EpsChoice } from './knee.ts';
import type { SubClusters } from './sub-clusters.ts';

/** The steps of the clustering, in order. */
export type HybridPhase = 'outliers' | 'k-means' | 'sub-clusters' | 'stability' | 'quality';

/** One main cluster. */
export interface MainCluster {
  /** 1 is the largest. */
  readonly number: number;
  readonly size: number;
  /** Largest distance of a member to the centroid, in units of the matrix: no member lies outside. */
  readonly radius: number;
  /** Mean silhouette of the members among the clustered rows, as far as measured; NaN if there is only one cluster or none is. */
  readonly silhouette: number;
  /** Mean Jaccard similarity with its like in bootstrap samples; NaN if no sample drew a row of it. */
  readonly jaccard: number;
  /** What the third phase did; null if it is switched off. Its labels are per member, in row order. */
  readonly subClusters: SubClusters | null;
}

/** The outlier filter. */
export interface OutlierFilter extends Omit<EpsChoice, 'density'> {
  readonly minSamples: number;
  /** Length n: 1 for core rows; a row is an outlier if none lies within eps. */
  readonly isCore: Uint8Array;
  readonly outlierCount: number;
  /** Dense groups DBSCAN saw: a check on K, not a result. */
  readonly denseGroups: number;
}

/**
 * Quality of the main clusters. NaN where there are fewer than two clusters. Of many rows, mean silhouettes are estimates from
 * as large samples.
 */
export interface HybridQuality {
  /** Mean silhouette over clustered rows. */
  readonly silhouette: number;
  /** Of that mean, if it is one over a sample of rows; null if all were measured. */
  readonly silhouetteStandardError: number | null;
  /** Clustered rows whose silhouettes were measured; null if all were. */
  readonly silhouetteSampleRows: number | null;
  /** Mean silhouette over all rows, the outliers taken as one cluster more (scikit-learn's convention for DBSCAN). */
  readonly silhouetteAll: number;
  readonly calinskiHarabasz: number;
  readonly daviesBouldin: number;
  /** Mean silhouette of the same K on permuted columns. */
  readonly permutedSilhouette: number;
  /** Mean adjusted Rand index of subsamples at the chosen K. */
  readonly stability: number;
}

/** What became of each row: all arrays have length n, in row order. */
export interface RowAssignments {
  /** 0 for outliers, else 1 (largest) to K. */
  readonly mainCluster: Int32Array;
  /** 0 for rows in no sub-cluster, else 1 (largest) and up. */
  readonly subCluster: Int32Array;
  /** '2', '2.1' or 'outlier'. */
  readonly clusterLabel: readonly string[];
  /** Second nearest centroid of clustered rows, nearest one of outliers; 0 if there is none. */
  readonly nearestCluster: Int32Array;
  /** Distance to the own centroid, for outliers to the nearest, in units of the matrix; NaN without clusters. */
  readonly distanceToCentroid: Float64Array;
  /** Silhouette among the clustered rows; NaN for outliers, for a single cluster and for rows that were not measured. */
  readonly silhouette: Float64Array;
}

/** What runHybrid found. */
export interface HybridResult extends RowAssignments {
  /** Shape (K, d): row c - 1 is the centroid of cluster c. */
  readonly centroids: Matrix;
  readonly clusters: readonly MainCluster[];
  readonly outliers: OutlierFilter;
  /** One row per K tried; empty without clusters. */
  readonly scan: readonly KScanRow[];
  readonly quality: HybridQuality;
  /** Whole sentences for the log and the report. */
  readonly warnings: readonly string[];
}
