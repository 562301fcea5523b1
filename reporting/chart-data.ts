/** A map of customers in two dimensions. Points of an axis are in no unit that carries meaning beyond distance. */
export interface CustomerMap {
  readonly method: 'pca' | 'umap';
  readonly stratum: string;
  /** Customers the map was drawn from; it shows all of them if this is the number of points. */
  readonly customerCount: number;
  /** Ids as the report may show them. */
  readonly customerIds: readonly string[];
  /** '2' or 'outlier': main segments only. */
  readonly clusterLabels: readonly string[];
  readonly x: Float64Array;
  readonly y: Float64Array;
  /** What the axes stand for, in words; for PCA with its share of variance and the features that weigh most. */
  readonly axes: readonly [string, string];
}

/** The distances the radius of the outlier filter was chosen from. */
export interface DensityCurve {
  readonly stratum: string;
  /** Distance to the minSamples-th nearest customer, ascending, evenly thinned to some hundred of `customerCount`. */
  readonly distances: Float64Array;
  readonly customerCount: number;
  readonly minSamples: number;
  readonly eps: number;
}

/** Silhouettes of the customers of one segment. */
export interface SilhouetteProfile {
  readonly stratum: string;
  readonly clusterLabel: string;
  /** Descending, evenly thinned to some hundred; of a sample where the run measured no others. */
  readonly values: Float64Array;
  /** All customers of the segment. */
  readonly customerCount: number;
}

/** What pictures show beyond the tables of the report. */
export interface ChartData {
  readonly maps: readonly CustomerMap[];
  readonly densityCurves: readonly DensityCurve[];
  readonly silhouettes: readonly SilhouetteProfile[];
}

/** Data of a report without maps, curves and plots. */
export const NO_CHARTS: ChartData = { maps: [], densityCurves: [], silhouettes: [] };
