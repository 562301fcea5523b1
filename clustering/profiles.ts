import { InvalidInputError } from '../pipeline/core/errors.ts';
import { columnOf, type Matrix } from '../pipeline/core/matrix.ts';

/** A feature over a set of rows, in its own unit. All figures are NaN if no value is known. */
export interface FeatureStatistics {
  /** Known values. */
  readonly count: number;
  readonly mean: number;
  /** Standard deviation with divisor n - 1; NaN below two values. */
  readonly standardDeviation: number;
  readonly p20: number;
  readonly p25: number;
  readonly median: number;
  readonly p75: number;
}

/** One feature of one cluster beside the population. */
export interface FeatureProfile {
  readonly label: string;
  readonly feature: string;
  readonly statistics: FeatureStatistics;
  readonly populationMean: number;
  /** (cluster mean - population mean) / population standard deviation; NaN if unknown, 0 if both differ in nothing. */
  readonly standardisedDifference: number;
  /** 1 for the feature in which the cluster differs most; unknown differences come last. */
  readonly rank: number;
}

/** Profiles of all clusters. */
export interface Profiles {
  /** Per feature, over all rows, in column order. */
  readonly population: ReadonlyMap<string, FeatureStatistics>;
  /** Per cluster in order of first occurrence, per feature in column order. */
  readonly profiles: readonly FeatureProfile[];
}

/**
 * Describes each cluster by every feature, in original units.
 *
 * @param features - Shape (n, d), unscaled; NaN stands for unknown and is left out. Not modified.
 * @param labels - Length n: the cluster label of each row, e.g. '2', '2.1' or 'outlier'; all rows are the population.
 * @throws {InvalidInputError} If the lengths differ.
 * @remarks O(n d log n). Sums run in row order, so the figures do not depend on threads.
 */
export function profileClusters(features: Matrix, labels: readonly string[]): Profiles {
  if (labels.length !== features.rows) {
    throw new InvalidInputError(
      `profileClusters: expected ${features.rows} labels, one per row, got ${labels.length}`,
    );
  }
  const columns = features.names.map((name, j) => ({ name, values: columnOf(features, j) }));
  const population = new Map(columns.map(({ name, values }) => [name, describeValues(values)]));
  const rowsByLabel = new Map<string, number[]>();
  labels.forEach((label, row) => {
    const rows = rowsByLabel.get(label);
    if (rows === undefined) rowsByLabel.set(label, [row]);
    else rows.push(row);
  });
  const profiles = [...rowsByLabel].flatMap(([label, rows]) =>
    rankProfiles(
      columns.map(({ name, values }) => {
        const statistics = describeValues(Float64Array.from(rows, (row) => values[row]!));
        const whole = population.get(name)!;
        return {
          label,
          feature: name,
          statistics,
          populationMean: whole.mean,
          standardisedDifference: standardisedDifference(statistics.mean, whole),
        };
      }),
    ),
  );
  return { population, profiles };
}

/**
 * Mean, spread and quantiles of the known values.
 *
 * @param values - Any order; NaN stands for unknown. Not modified.
 * @returns Quantiles by linear interpolation between order statistics (type 7 of Hyndman and Fan, as DuckDB's quantile_cont).
 */
export function describeValues(values: Float64Array): FeatureStatistics {
  const known = values.filter((value) => !Number.isNaN(value));
  const count = known.length;
  const mean = count === 0 ? NaN : known.reduce((a, b) => a + b, 0) / count;
  const squares = known.reduce((sum, value) => sum + (value - mean) ** 2, 0);
  const sorted = known.sort();
  return {
    count,
    mean,
    standardDeviation: count < 2 ? NaN : Math.sqrt(squares / (count - 1)),
    p20: quantile(sorted, 0.2),
    p25: quantile(sorted, 0.25),
    median: quantile(sorted, 0.5),
    p75: quantile(sorted, 0.75),
  };
}

function quantile(sorted: Float64Array, share: number): number {
  if (sorted.length === 0) return NaN;
  const position = share * (sorted.length - 1);
  const low = sorted[Math.floor(position)]!;
  return low + (position - Math.floor(position)) * (sorted[Math.ceil(position)]! - low);
}

/**
 * How many standard deviations of the population a mean lies from that of the population.
 *
 * @returns NaN if unknown; 0 if the mean is the population's, even without spread.
 */
export function standardisedDifference(
  mean: number,
  population: Pick<FeatureStatistics, 'mean' | 'standardDeviation'>,
): number {
  const difference = mean - population.mean;
  return difference === 0 ? 0 : difference / population.standardDeviation;
}

/** Adds ranks by absolute difference; ties keep column order, unknown differences come last. */
function rankProfiles(profiles: readonly Omit<FeatureProfile, 'rank'>[]): FeatureProfile[] {
  const size = ({ standardisedDifference: z }: Omit<FeatureProfile, 'rank'>): number =>
    Number.isNaN(z) ? -1 : Math.abs(z);
  const order = [...profiles.keys()].sort((a, b) => size(profiles[b]!) - size(profiles[a]!) || a - b);
  return profiles.map((profile, index) => ({ ...profile, rank: order.indexOf(index) + 1 }));
}

/**
 * Share of the variance of a feature's ranks that lies between clusters: Kruskal-Wallis H / (n - 1).
 *
 * @param values - Length n, any unit; NaN stands for unknown and is left out. Not modified.
 * @param labels - Length n.
 * @returns In [0, 1]; NaN with fewer than two known values, 0 if all are equal. Tied values share their mean rank.
 * @throws {InvalidInputError} If the lengths differ.
 * @remarks O(n log n). Not adjusted for the number of clusters.
 * @see Kruskal, Wallis (1952), Use of ranks in one-criterion variance analysis, JASA 47, 583-621.
 */
export function rankEtaSquared(values: Float64Array, labels: readonly string[]): number {
  if (labels.length !== values.length) {
    throw new InvalidInputError(`rankEtaSquared: expected ${values.length} labels, got ${labels.length}`);
  }
  const rows = [...values.keys()].filter((row) => !Number.isNaN(values[row]!));
  if (rows.length < 2) return NaN;
  const ranks = meanRanks(rows.map((row) => values[row]!));
  const meanRank = (rows.length + 1) / 2;
  const groups = new Map<string, { sum: number; count: number }>();
  let total = 0;
  rows.forEach((row, i) => {
    const group = groups.get(labels[row]!) ?? { sum: 0, count: 0 };
    group.sum += ranks[i]! - meanRank;
    group.count++;
    groups.set(labels[row]!, group);
    total += (ranks[i]! - meanRank) ** 2;
  });
  if (total === 0) return 0;
  let between = 0;
  for (const { sum, count } of groups.values()) between += (sum * sum) / count;
  return between / total;
}

/** Ranks from 1; equal values share the mean of their ranks. */
function meanRanks(values: readonly number[]): Float64Array {
  const order = [...values.keys()].sort((a, b) => values[a]! - values[b]!);
  const ranks = new Float64Array(values.length);
  for (let start = 0, end = 0; start < order.length; start = end) {
    while (end < order.length && values[order[end]!] === values[order[start]!]) end++;
    for (let i = start; i < end; i++) ranks[order[i]!] = (start + end + 1) / 2;
  }
  return ranks;
}
