import {
  OUTLIER_ARCHETYPE,
  type ArchetypeRule,
  type FeatureTable,
} from '../../clustering/archetype-rules.ts';
import { nameClusters, type Archetype } from '../../clustering/archetypes.ts';
import type { HybridResult } from '../../clustering/hybrid-result.ts';
import { meanSilhouette } from '../../clustering/indices.ts';
import { profileClusters, type FeatureProfile, type Profiles } from '../../clustering/profiles.ts';
import { OUTLIER_LABEL } from '../../clustering/row-assignments.ts';
import { headlineFeaturesOf } from '../../features/catalog.ts';
import { columnOf, type Matrix } from '../core/matrix.ts';

import type { Segmentation, Stratum } from '../core/segmentation.ts';
import { archetypeRulesOf, distinguishingPhrasesOf, type Thresholds } from './archetype-kinds.ts';

/** Label of the row that stands for everybody. */
const EVERYBODY = 'all';

/** One segment, sub-segment, the outliers, or everybody. */
export interface SegmentSummary {
  readonly clusterLabel: string;
  readonly level: 'main' | 'sub' | 'outlier' | 'all';
  readonly customerCount: number;
  readonly shareOfCustomers: number;
  /** null where the data know no values. */
  readonly shareOfRevenue: number | null;
  readonly shareOfReturns: number | null;
  readonly shareOfActivity: number | null;
  readonly archetype: string | null;
  readonly archetypeRule: string | null;
  readonly strategy: string | null;
  readonly silhouetteMean: number;
  readonly jaccardStability: number;
  readonly headlineMeans: Readonly<Record<string, number>>;
  readonly headlineMedians: Readonly<Record<string, number>>;
}

export interface SegmentSummaries {
  /** Main clusters each followed by its sub-clusters, then outliers (if any), then everybody. */
  readonly rows: readonly SegmentSummary[];
  /** Every feature of every row but everybody. */
  readonly profiles: readonly FeatureProfile[];
}

/** What segments are described by. */
export interface SegmentContext {
  readonly segmentation: Segmentation;
  readonly stratum: Stratum;
  readonly spanDays: number;
  readonly thresholds: Thresholds;
}

/**
 * Sums segments up in original units and names them.
 *
 * @param features - Shape (n, d), original units; NaN is unknown.
 * @param result - Clustering of the same rows.
 */
export function describeSegments(
  features: Matrix,
  result: HybridResult,
  context: SegmentContext,
): SegmentSummaries {
  const mainLabels = Array.from(result.mainCluster, (main) => (main === 0 ? OUTLIER_LABEL : String(main)));
  const mains = profileClusters(features, mainLabels);
  const subs = profileClusters(features, result.clusterLabel);
  const named = nameAll(mains, subs, { result, ...context });
  const summarise = summariserOf(features, context);
  const rowsWith = (labels: readonly string[], label: string) =>
    Int32Array.from(labels.keys()).filter((row) => labels[row] === label);
  const rows: SegmentSummary[] = result.clusters.flatMap((cluster) => {
    const label = String(cluster.number);
    const main = rowsWith(mainLabels, label);
    const subLabels = subLabelsOf(result, cluster.number);
    return [
      {
        ...summarise(main, mains, label),
        ...named.get(label)!,
        ...qualityOf(result, main, cluster.jaccard),
        level: 'main' as const,
      },
      ...subLabels.map((subLabel) => {
        const members = rowsWith(result.clusterLabel, subLabel);
        return {
          ...summarise(members, subs, subLabel),
          ...named.get(subLabel)!,
          ...qualityOf(result, members, NaN),
          level: 'sub' as const,
        };
      }),
    ];
  });
  const outliers = rowsWith(mainLabels, OUTLIER_LABEL);
  if (outliers.length > 0) {
    const { name, rule, strategy } = OUTLIER_ARCHETYPE;
    const naming = { archetype: name, archetypeRule: rule, strategy };
    rows.push({
      ...summarise(outliers, mains, OUTLIER_LABEL),
      ...naming,
      ...qualityOf(result, outliers, NaN),
      level: 'outlier',
    });
  }
  const everybody = Int32Array.from({ length: features.rows }, (_, row) => row);
  const unnamed = { archetype: null, archetypeRule: null, strategy: null };
  rows.push({
    ...summarise(everybody, mains, EVERYBODY),
    ...unnamed,
    ...qualityOf(result, everybody, NaN),
    level: 'all',
  });
  const profiles = [...mains.profiles, ...subs.profiles.filter((profile) => profile.label.includes('.'))];
  return { rows, profiles };
}

function subLabelsOf(result: HybridResult, main: number): string[] {
  const count = result.clusters[main - 1]!.subClusters?.count ?? 0;
  return Array.from({ length: count }, (_, index) => `${main}.${index + 1}`);
}

interface Naming {
  readonly archetype: string;
  readonly archetypeRule: string;
  readonly strategy: string;
}

/** Names main clusters by the rules; sub-clusters carry the name of their main cluster and what sets them apart in it. */
function nameAll(
  mains: Profiles,
  subs: Profiles,
  { result, segmentation, stratum, spanDays, thresholds }: SegmentContext & { result: HybridResult },
): Map<string, Naming> {
  const labels = result.clusters.map((cluster) => String(cluster.number));
  const candidates = labels.map((label) => ({ label, features: tableOf(mains, label) }));
  const rules = archetypeRulesOf(segmentation.name, stratum.name);
  const population = mains.population;
  const phrases = distinguishingPhrasesOf(segmentation.name, stratum.name);
  const named = nameClusters(candidates, { population, spanDays, rules, thresholds, phrases });
  const names = new Map(named.map((entry) => [entry.label, toNaming(entry)]));
  for (const [index, cluster] of result.clusters.entries()) {
    const { name, strategy } = named[index]!;
    const within = subLabelsOf(result, cluster.number).map((label) => ({
      label,
      features: tableOf(subs, label),
    }));
    const rule = `dense group inside segment ${cluster.number}`;
    const inherit: ArchetypeRule<Thresholds> = {
      name,
      strategy,
      needsSpan: false,
      evidence: () => rule,
    };
    const context = {
      population: tableOf(mains, String(cluster.number)),
      spanDays,
      rules: [inherit],
      thresholds,
      phrases,
    };
    for (const entry of nameClusters(within, context)) names.set(entry.label, toNaming(entry));
  }
  return names;
}

function toNaming({ archetype, rule, strategy }: Archetype): Naming {
  return { archetype, archetypeRule: rule, strategy };
}

function tableOf({ profiles }: Profiles, label: string): FeatureTable {
  const own = profiles.filter((profile) => profile.label === label);
  return new Map(own.map((profile) => [profile.feature, profile.statistics]));
}

function qualityOf(result: HybridResult, rows: Int32Array, jaccard: number) {
  const known = Float64Array.from(rows, (row) => result.silhouette[row]!).filter(
    (value) => !Number.isNaN(value),
  );
  return { silhouetteMean: known.length === 0 ? NaN : meanSilhouette(known), jaccardStability: jaccard };
}

/** Counts, shares and headline figures of a set of rows. */
function summariserOf(features: Matrix, { segmentation, stratum }: SegmentContext) {
  const totals = [stratum.revenueColumn, stratum.returnsColumn, stratum.activityColumn].map((name) =>
    name === null ? null : columnOf(features, features.names.indexOf(name)),
  );
  const everybody = Int32Array.from({ length: features.rows }, (_, row) => row);
  return (rows: Int32Array, profiles: Profiles, label: string) => {
    const [revenue, returns, activity] = totals.map((values) =>
      values === null ? null : shareOf(values, rows, everybody),
    );
    const table = label === EVERYBODY ? profiles.population : tableOf(profiles, label);
    const headline = headlineFeaturesOf(segmentation.name, stratum.name);
    const pick = (figure: 'mean' | 'median') =>
      Object.fromEntries(headline.map((name) => [name, table.get(name)?.[figure] ?? NaN]));
    return {
      clusterLabel: label,
      customerCount: rows.length,
      shareOfCustomers: rows.length / features.rows,
      shareOfRevenue: revenue!,
      shareOfReturns: returns!,
      shareOfActivity: activity!,
      headlineMeans: pick('mean'),
      headlineMedians: pick('median'),
    };
  };
}

/** Share of the known total; null if nothing is known or the total is zero. */
function shareOf(values: Float64Array, rows: Int32Array, everybody: Int32Array): number | null {
  const sum = (over: Int32Array) =>
    over.reduce((total, row) => total + (Number.isNaN(values[row]!) ? 0 : values[row]!), 0);
  const total = sum(everybody);
  return total > 0 ? sum(rows) / total : null;
}
