import type { KScanOptions } from './k-scan.ts';
import { DEFAULT_SILHOUETTE_LIMITS } from './silhouette-sample.ts';

/** How main clusters are divided by density. */
export interface SubClusterOptions {
  readonly enabled: boolean;
  /** A number fixes the radius for all main clusters; 'auto' takes the knee of each. */
  readonly eps: number | 'auto';
  /** 'auto': see {@link autoMinSamples}. */
  readonly minSamples: number | 'auto';
  /** Rows a sub-cluster must have, whatever its share. */
  readonly minSize: number;
  /** Share of its main cluster a sub-cluster must have. */
  readonly minShare: number;
  /** Sub-clusters of one main cluster at most: the largest. */
  readonly maxCount: number;
  /** Mean silhouette the sub-clusters of one main cluster must reach together. */
  readonly minSilhouette: number;
}

/** Everything the three-phase clustering can be told. Callers pass all of it; see {@link DEFAULT_HYBRID_OPTIONS}. */
export interface HybridOptions extends KScanOptions {
  /** A number fixes the radius of the outlier filter; 'auto' takes the knee, widened to meet targetNoise. */
  readonly eps: number | 'auto';
  /** 'auto': see {@link autoMinSamples}. */
  readonly minSamples: number | 'auto';
  /** Largest share of outliers an automatic eps may leave. */
  readonly targetNoise: number;
  /** Amounts per row of which outliers should not hold more than `maxHoldingFactor` times their share of rows. */
  readonly holdings: readonly Float64Array[];
  readonly maxHoldingFactor: number;
  /** Bootstrap samples for the stability of each main cluster. */
  readonly jaccardRuns: number;
  readonly subClusters: SubClusterOptions;
}

/** The defaults, each with its reason where it is not a common one. */
export const DEFAULT_HYBRID_OPTIONS: HybridOptions = {
  eps: 'auto',
  minSamples: 'auto',
  targetNoise: 0.05,
  holdings: [],
  maxHoldingFactor: 3,
  k: 'auto',
  kMin: 3,
  kMax: 15,
  nInit: 10,
  stabilityRuns: 20,
  stabilityShare: 0.8,
  // Beyond this a subsample says the same and only costs time.
  stabilityMaxRows: 20_000,
  minStability: 0.8,
  // Fewer than 30 customers carry no mean worth acting on.
  minClusterSize: 30,
  minClusterShare: 0.01,
  maxClusterShare: 0.85,
  ...DEFAULT_SILHOUETTE_LIMITS,
  jaccardRuns: 50,
  subClusters: {
    enabled: true,
    eps: 'auto',
    minSamples: 'auto',
    minSize: 30,
    minShare: 0.05,
    maxCount: 5,
    minSilhouette: 0.25,
  },
};

/**
 * Rows that make a neighbourhood dense when nothing else is said: twice the dimensions, at least 5, at most the rows there are.
 *
 * @param rows - n >= 1.
 * @param columns - d.
 * @see Sander, Ester, Kriegel, Xu (1998), Density-based clustering in spatial databases, DMKD 2, 169-194: 2 d.
 */
export function autoMinSamples(rows: number, columns: number): number {
  return Math.min(rows, Math.max(5, 2 * columns));
}
