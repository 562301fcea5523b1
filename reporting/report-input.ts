import type { ChartData } from './chart-data.ts';
import type { FormatKind } from './number-format.ts';

/** Values of the headline features by feature name, in original units; null where unknown. */
export type HeadlineValues = Readonly<Record<string, number | null>>;

/** What one value of a run's parameters may be. */
export type ParameterValue = string | number | boolean | null;

/** One row of `cluster_summary`. `clusterLabel` is '2', '2.1', 'outlier', or 'all' for everybody. */
export interface SummaryRow {
  readonly stratum: string;
  readonly clusterLabel: string;
  readonly level: 'main' | 'sub' | 'outlier' | 'all';
  readonly customerCount: number;
  /** Shares lie in [0, 1]; null where the data do not know them. */
  readonly shareOfCustomers: number;
  readonly shareOfRevenue: number | null;
  /** Of returned lines. */
  readonly shareOfReturns: number | null;
  /** Of returned units: a single line may hold thousands. */
  readonly shareOfReturnedUnits: number | null;
  readonly archetype: string | null;
  /** The rule that gave the archetype its name, with its evidence. */
  readonly archetypeRule: string | null;
  readonly strategy: string | null;
  /** Over the customers whose silhouette is known. */
  readonly silhouetteMean: number | null;
  /** Mean bootstrap Jaccard similarity in [0, 1]; null where not measured. */
  readonly jaccardStability: number | null;
  readonly headlineMeans: HeadlineValues;
  readonly headlineMedians: HeadlineValues;
}

/** One row of `cluster_profiles`; numbers in original units, the difference in population standard deviations. */
export interface ProfileRow {
  readonly stratum: string;
  readonly clusterLabel: string;
  readonly feature: string;
  readonly mean: number | null;
  readonly median: number | null;
  readonly p25: number | null;
  readonly p75: number | null;
  readonly populationMean: number | null;
  readonly standardisedDifference: number | null;
  readonly rank: number;
}

/** One row of `cluster_selection`: one K of the scan. */
export interface SelectionRow {
  readonly segmentation: string;
  readonly stratum: string;
  readonly runId: string;
  readonly k: number;
  readonly inertia: number | null;
  readonly silhouette: number | null;
  /** Null where all customers were measured. */
  readonly silhouetteStandardError: number | null;
  readonly calinskiHarabasz: number | null;
  readonly daviesBouldin: number | null;
  readonly elbowDistance: number | null;
  readonly stability: number | null;
  readonly smallestCluster: number | null;
  readonly largestShare: number | null;
  readonly isDegenerate: boolean;
  readonly isChosen: boolean;
  readonly whyNot: string | null;
}

/** One row of `feature_selection`, joined with its dictionary entry and the statistics of its values. */
export interface FeatureRow {
  readonly stratum: string;
  /** Column name. */
  readonly feature: string;
  /** Name in words, e.g. 'Return rate'. */
  readonly label: string;
  readonly meaning: string;
  readonly unit: string;
  readonly category: string;
  readonly format: FormatKind;
  /** Whether it is clustered by default. */
  readonly isCore: boolean;
  readonly status: 'clustered' | 'profiled' | 'dropped';
  readonly reason: string;
  /** False where the data are too short to tell it: it has no value then, and the reason says so with figures in brackets. */
  readonly isIdentifiable: boolean;
  /** The number behind the reason: a share, a correlation, an inflation factor. */
  readonly figure: number | null;
  /** The kept feature this one was correlated with. */
  readonly twin: string | null;
  /** Number of known values. */
  readonly count: number;
  readonly missingShare: number | null;
  readonly imputedShare: number | null;
  readonly mean: number | null;
  readonly sd: number | null;
  readonly min: number | null;
  readonly p1: number | null;
  readonly p25: number | null;
  readonly median: number | null;
  readonly p75: number | null;
  readonly p99: number | null;
  readonly max: number | null;
  /** Between-segment share of the feature's variance, in [0, 1]. */
  readonly importance: number | null;
}

/** One row of `clustering_runs`: what one stratum's clustering came to. */
export interface RunRow {
  readonly stratum: string;
  readonly modelId: string;
  readonly engine: string;
  readonly seed: string;
  readonly dataFingerprint: string;
  /** Eligible customers; the ineligible ones are counted apart. */
  readonly customerCount: number;
  readonly clusteredCount: number;
  readonly ineligibleCount: number;
  /** Share of eligible customers that are in a segment, in [0, 1]. */
  readonly coverage: number;
  /** Share of eligible customers that are outliers, in [0, 1]. */
  readonly noise: number;
  readonly kneeNoise: number | null;
  readonly eps: number | null;
  readonly minSamples: number | null;
  readonly k: number;
  /** Mean over the clustered customers, or over a sample of them. */
  readonly silhouette: number | null;
  /** Of that mean, if it is one over a sample; null if all were measured. */
  readonly silhouetteStandardError: number | null;
  /** Clustered customers whose silhouettes were measured; null if all were. */
  readonly silhouetteSampleRows: number | null;
  /** Silhouette of all eligible customers, or of a sample, the outliers taken as one segment more. */
  readonly silhouetteAll: number | null;
  /** Silhouette of the same K on data whose columns were shuffled. */
  readonly permutedSilhouette: number | null;
  readonly calinskiHarabasz: number | null;
  readonly daviesBouldin: number | null;
  readonly stability: number | null;
  readonly missingnessNmi: number | null;
  readonly secondsByPhase: Readonly<Record<string, number>>;
  readonly warnings: readonly string[];
}

/** One row of `algorithm_comparison`: an algorithm with its parameters on a set of features. */
export interface ComparisonTrial {
  readonly featureSet: string;
  readonly algorithm: string;
  readonly parameters: string;
  /** Noise is not a cluster. */
  readonly clusterCount: number;
  /** Share of the eligible customers that are in clusters, in [0, 1]. */
  readonly coverage: number;
  readonly noiseCount: number;
  readonly silhouette: number | null;
  /** Silhouette of as many clusters on data whose columns were shuffled. */
  readonly permutedSilhouette: number | null;
  readonly calinskiHarabasz: number | null;
  readonly daviesBouldin: number | null;
  readonly smallestCluster: number | null;
  /** Whether the algorithm saw a sample only. */
  readonly isSampled: boolean;
  readonly isWinner: boolean;
  readonly whyNot: string | null;
}

/** The last comparison of algorithms on one stratum. */
export interface ComparisonRow {
  readonly stratum: string;
  /** Whether it measured the customers and features of the clustering that is reported on. */
  readonly isCurrent: boolean;
  /** How the winner is chosen: the end of a sentence, without a full stop. */
  readonly winnerRule: string;
  /** Empty if the comparison is not current. */
  readonly trials: readonly ComparisonTrial[];
}

/** What the run held its segments to: verdicts judge by it, so that they never contradict the gates. */
export interface Limits {
  /** By how much the silhouette must exceed that of shuffled data. */
  readonly minSilhouetteGain: number;
  /** Largest share of outliers. */
  readonly maxNoise: number;
  /** Mean adjusted Rand index of subsamples that a number of segments needs. */
  readonly minStability: number;
  /** Normalised mutual information of segments with the pattern of unknown values. */
  readonly maxMissingnessNmi: number;
  /** Bootstrap Jaccard similarity below which a segment is not to be acted on. */
  readonly minJaccard: number;
  /** Fewest customers of a main segment, as a number and as a share of those clustered. */
  readonly minClusterSize: number;
  readonly minClusterShare: number;
}

/** A quality gate and how it went; `sentence` says it in plain words. */
export interface GateResult {
  readonly stratum: string;
  readonly name: string;
  /** True also where nothing could be measured. */
  readonly passed: boolean;
  /** Null where it could not be measured. */
  readonly value: number | null;
  readonly threshold: number | null;
  readonly sentence: string;
}

/** How many customers were left out of the segmentation for one reason. */
export interface IneligibleCount {
  readonly stratum: string;
  readonly reason: string;
  readonly customerCount: number;
}

/** What one cleaning rule found in the data. */
export interface QualityIssue {
  readonly rule: string;
  /** What became of the rows: 'rejected', 'excluded', 'repaired', 'noted'. */
  readonly severity: string;
  readonly count: number;
  readonly meaning: string;
}

/** One row of `bronze_files`: rowsInFile = rowsLoaded + rowsRejected + rowsDuplicate. */
export interface SourceFileRow {
  readonly file: string;
  readonly rowsInFile: number;
  readonly rowsLoaded: number;
  readonly rowsRejected: number;
  readonly rowsDuplicate: number;
  readonly sha256: string;
}

/** One row of `silver_ledger`: where rows went, e.g. 'order_lines', or 'excluded' with the reason. */
export interface LedgerRow {
  readonly entry: string;
  readonly reason: string | null;
  readonly rowCount: number;
}

/** The ledger of the cleaning: `rowsIn` equals the sum over its entries. */
export interface CleaningLedger {
  /** Rows of the bronze table. */
  readonly rowsIn: number;
  readonly entries: readonly LedgerRow[];
}

/** Seconds of one stage of the run. */
export interface StageSeconds {
  readonly stage: string;
  readonly seconds: number;
}

/** The run that made the tables: what differs between two runs over the same input. */
export interface Execution {
  /** `run_id` of the tables. */
  readonly runId: string;
  readonly createdAt: Date;
  readonly stages: readonly StageSeconds[];
}

/** Explanation of a word used in the workbook. */
export interface GlossaryEntry {
  readonly term: string;
  readonly meaning: string;
}

/** A name a segment can get, and what to do about such customers. */
export interface ArchetypeEntry {
  readonly archetype: string;
  readonly strategy: string;
}

/** Where a group of fitted numbers is stored, e.g. 'models/model.json', '/centroids'. */
export interface FittedNumbers {
  readonly what: string;
  readonly file: string;
  readonly pointer: string;
}

/** Hashes that change when what they stand for changes. */
export interface Fingerprints {
  readonly input: string;
  readonly sql: string;
  readonly code: string;
}

/** One customer and the segment it belongs to. */
export interface AssignmentRow {
  readonly stratum: string;
  readonly customerId: string;
  /** '2', '2.1', 'outlier' or 'ineligible'. */
  readonly clusterLabel: string;
  readonly archetype: string | null;
  readonly isOutlier: boolean;
  readonly distanceToCentroid: number | null;
  readonly silhouette: number | null;
  readonly outlierScore: number | null;
  readonly featureCompletenessScore: number | null;
  /** Values of `ReportInput.headlineFeatures`, in that order, in original units. */
  readonly headline: readonly (number | null)[];
  /** Why the customer was not segmented; null for all others. */
  readonly ineligibleReason: string | null;
}

/**
 * Everything the report of one segmentation needs, as plain data.
 *
 * Rows carry a stratum because a segmentation may be clustered in parts (buyers and non-buyers); labels are
 * unique within a stratum. A segmentation without parts uses one stratum throughout.
 */
export interface ReportInput {
  readonly segmentation: string;
  readonly title: string;
  /** Names what is reported: the same for the same input, settings and version, whenever and wherever it was made. */
  readonly resultId: string;
  /** For the metadata alone: all other files of two runs over the same input are identical to the byte. */
  readonly execution: Execution;
  /** ISO date the features refer to. */
  readonly asOf: string;
  /** ISO dates of the first and the last record. */
  readonly dataSpan: { readonly first: string | null; readonly last: string | null };
  /** Currency code or sign shown with amounts; '' if unknown. */
  readonly currency: string;
  /** Whether the input has a value column: without one no figure on revenue is shown. */
  readonly hasValues: boolean;
  /** Names of the features shown per segment and customer, in order of importance to the reader. */
  readonly headlineFeatures: readonly string[];
  readonly runs: readonly RunRow[];
  readonly summary: readonly SummaryRow[];
  readonly profiles: readonly ProfileRow[];
  readonly selection: readonly SelectionRow[];
  readonly features: readonly FeatureRow[];
  /** Empty where algorithms were never compared. */
  readonly comparison: readonly ComparisonRow[];
  readonly gates: readonly GateResult[];
  readonly limits: Limits;
  readonly ineligible: readonly IneligibleCount[];
  readonly issues: readonly QualityIssue[];
  readonly sourceFiles: readonly SourceFileRow[];
  readonly ledger: CleaningLedger;
  /** Versions by component, e.g. node, duckdb, medallion-segments. */
  readonly versions: Readonly<Record<string, string>>;
  readonly parameters: Readonly<Record<string, ParameterValue>>;
  readonly archetypes: readonly ArchetypeEntry[];
  readonly glossary: readonly GlossaryEntry[];
  readonly fittedNumbers: readonly FittedNumbers[];
  readonly fingerprints: Fingerprints;
  /** What pictures show; empty where none are wanted. */
  readonly charts: ChartData;
  /**
   * Customers in blocks, in the order in which they are to stand in the workbook. May be read more than once, each
   * time from the start, but not twice at the same time.
   */
  readonly assignments: AsyncIterable<readonly AssignmentRow[]>;
}
