import type { FeatureStatistics } from './profiles.ts';

/** Statistics of features by name, in original units. */
export type FeatureTable = ReadonlyMap<string, FeatureStatistics>;

/** What every set of thresholds has. */
export interface SpanThreshold {
  /** Days of data below which no name speaks of lapse or novelty. */
  readonly minSpanDays: number;
}

/** What a rule looks at. */
export interface RuleContext<Thresholds> {
  /** The cluster in question. */
  readonly cluster: FeatureTable;
  /** All clusters, the one in question among them. */
  readonly clusters: readonly FeatureTable[];
  readonly population: FeatureTable;
  readonly thresholds: Thresholds;
}

/** The two tables that evidence compares. */
type Compared = Pick<RuleContext<unknown>, 'cluster' | 'population'>;

/**
 * Mean of a feature.
 *
 * @returns NaN if it is unknown.
 */
export function meanOf(table: FeatureTable, feature: string): number {
  return table.get(feature)?.mean ?? NaN;
}

/**
 * Evidence that the cluster mean is at least a multiple of the population's.
 *
 * @returns The evidence with its numbers; null if it does not hold, if the feature is unknown or if the population lacks
 *   the trait (mean 0 or less): then it has no high side.
 */
export function atLeast({ cluster, population }: Compared, feature: string, factor: number): string | null {
  const mean = meanOf(cluster, feature);
  const whole = meanOf(population, feature);
  if (!(whole > 0 && mean >= factor * whole)) return null;
  return `mean ${feature} ${format(mean)} >= ${times(factor)}population ${format(whole)}`;
}

/**
 * Evidence that the cluster mean is at most a multiple of the population's.
 *
 * @returns The evidence with its numbers; null if it does not hold or the feature is unknown.
 */
export function atMost({ cluster, population }: Compared, feature: string, factor: number): string | null {
  const mean = meanOf(cluster, feature);
  const whole = meanOf(population, feature);
  if (!(mean <= factor * whole)) return null;
  return `mean ${feature} ${format(mean)} <= ${times(factor)}population ${format(whole)}`;
}

/**
 * Evidence that half of the cluster lies in the lowest fifth of the population.
 *
 * @returns The evidence with its numbers; null if it does not hold or the feature is unknown.
 */
export function amongLowest({ cluster, population }: Compared, feature: string): string | null {
  const median = cluster.get(feature)?.median ?? NaN;
  const lowest = population.get(feature)?.p20 ?? NaN;
  if (!(median <= lowest)) return null;
  return `median ${feature} ${format(median)} <= ${format(lowest)}, the lowest fifth of the population`;
}

/** True if no cluster has a larger mean; unknown means do not count. */
export function isHighest(
  { cluster, clusters }: Pick<RuleContext<unknown>, 'cluster' | 'clusters'>,
  feature: string,
): boolean {
  const mean = meanOf(cluster, feature);
  return clusters.every((other) => !(meanOf(other, feature) > mean));
}

/** Joins evidence that must hold together; null if any part is. */
export function all(...evidence: (string | null)[]): string | null {
  return evidence.includes(null) ? null : evidence.join(' and ');
}

function times(factor: number): string {
  return factor === 1 ? '' : `${factor} x `;
}

/** Three significant digits, without exponents: evidence is read, not computed with. */
export function format(value: number): string {
  return Math.abs(value) >= 100 ? String(Math.round(value)) : String(Number(value.toPrecision(3)));
}
