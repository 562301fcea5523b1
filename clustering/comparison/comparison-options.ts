import { MAX_HIERARCHY_ROWS } from '../hdbscan/index.ts';
import { MAX_MERGED_ROWS } from '../hierarchical.ts';
import { DEFAULT_HYBRID_OPTIONS, type HybridOptions } from '../hybrid-options.ts';

/** What is compared. Callers pass all of it; see {@link DEFAULT_COMPARISON_OPTIONS}. */
export interface ComparisonOptions {
  /** Clusters for the algorithms that have to be told, an integer in [1, n]. */
  readonly k: number;
  /** Restarts of K-means and of its permuted reference. */
  readonly nInit: number;
  /** Starts of the mixture. */
  readonly mixtureStarts: number;
  /** Radii of the DBSCAN grid: quantiles, in [0, 1], of the distance to the minSamples-th row. */
  readonly dbscanQuantiles: readonly number[];
  /** Densities of the DBSCAN grid, each an integer of at least 1; cut off at the number of rows. */
  readonly dbscanMinSamples: readonly number[];
  /** Rows beyond which the hierarchies are built of a sample. */
  readonly hierarchicalMaxRows: number;
  /** Rows beyond which HDBSCAN works on a sample. */
  readonly hdbscanMaxRows: number;
  /** Rows over which silhouettes are measured at most: a seeded sample, the same for every algorithm. */
  readonly silhouetteMaxRows: number;
  /** Clusters beyond which no permuted reference is measured: nobody reads so many segments. */
  readonly maxClusters: number;
  /** For the hybrid; its minClusterSize and minClusterShare are also HDBSCAN's smallest cluster. */
  readonly hybrid: HybridOptions;
}

/** The defaults, each with its reason where it is not a common one; K is for the caller to say. */
export const DEFAULT_COMPARISON_OPTIONS: Omit<ComparisonOptions, 'k'> = {
  nInit: 10,
  mixtureStarts: 3,
  // At quantile q a share q of the rows is dense, so the grid runs from half the rows to nearly all.
  dbscanQuantiles: [0.5, 0.75, 0.9, 0.97],
  dbscanMinSamples: [5, 10, 20],
  hierarchicalMaxRows: MAX_MERGED_ROWS,
  hdbscanMaxRows: MAX_HIERARCHY_ROWS,
  // The standard error of a mean silhouette over 10,000 rows is below 0.005.
  silhouetteMaxRows: 10_000,
  maxClusters: 50,
  hybrid: DEFAULT_HYBRID_OPTIONS,
};
