import { featuresOf, type FeatureDefinition } from '../../features/catalog.ts';
import type { FeatureRow } from '../../reporting/report-input.ts';
import type { Database } from '../core/database.ts';
import type { Segmentation } from '../core/segmentation.ts';
import { isAboutSpan } from './null-reasons.ts';

type Statistics = Pick<
  FeatureRow,
  'count' | 'mean' | 'sd' | 'min' | 'p1' | 'p25' | 'median' | 'p75' | 'p99' | 'max'
>;

interface SelectionEntry {
  stratum: string;
  feature: string;
  status: FeatureRow['status'];
  reason: string;
  figure: number | null;
  twin: string | null;
  imputed: number;
}

/** Reasons that tell nothing of a feature that nobody has a value of. */
const ABOUT_USE: ReadonlySet<string> = new Set(['all_null', 'profile_only', 'not_in_feature_set']);

/** What became of each feature of each stratum, with its dictionary entry and the statistics of its values. */
export async function readFeatureRows(database: Database, segmentation: Segmentation): Promise<FeatureRow[]> {
  const entries = await database.queryRows<SelectionEntry>(
    `select stratum, feature, status, reason, figure, twin, imputed_count as imputed
    from feature_selection where segmentation = $segmentation`,
    { segmentation: segmentation.name },
  );
  const rows: FeatureRow[] = [];
  for (const { name: stratum } of segmentation.strata) {
    for (const definition of featuresOf(segmentation.name, stratum)) {
      const entry = entries.find((other) => other.feature === definition.name && other.stratum === stratum);
      if (entry === undefined || definition.format === 'text') continue;
      rows.push(await describeFeature(database, segmentation, { definition, entry }));
    }
  }
  return rows;
}

async function describeFeature(
  database: Database,
  segmentation: Segmentation,
  { definition, entry }: { definition: FeatureDefinition; entry: SelectionEntry },
): Promise<FeatureRow> {
  const { name, label, meaning, unit, category, format, isCore } = definition;
  const { stratum, status, reason, figure, twin, imputed } = entry;
  const { customers, ...statistics } = await readStatistics(database, segmentation, {
    feature: name,
    stratum,
  });
  return {
    stratum,
    feature: name,
    label,
    meaning,
    unit,
    category,
    format,
    isCore,
    status,
    reason: statistics.count === 0 && ABOUT_USE.has(reason) ? 'no_values' : reason,
    isIdentifiable: !isAboutSpan(reason),
    figure,
    twin,
    missingShare: customers === 0 ? null : 1 - statistics.count / customers,
    imputedShare: customers === 0 ? null : imputed / customers,
    ...statistics,
    importance: await readImportance(database, segmentation, { feature: name, stratum }),
  };
}

/** One feature of one stratum. */
interface FeatureOfStratum {
  readonly feature: string;
  readonly stratum: string;
}

function readStatistics(
  database: Database,
  { eligibleTable }: Segmentation,
  { feature, stratum }: FeatureOfStratum,
): Promise<Statistics & { customers: number }> {
  return database.queryOne<Statistics & { customers: number }>(
    `with customers as (select ${feature}::double as x from ${eligibleTable} where stratum = $stratum)
    select
      count(*)::double as customers, count(x)::double as count, fsum(x order by x) / count(x) as mean,
      stddev_samp(x order by x) as sd, min(x) as min, quantile_cont(x, 0.01) as p1, quantile_cont(x, 0.25) as p25,
      median(x) as median, quantile_cont(x, 0.75) as p75, quantile_cont(x, 0.99) as p99, max(x) as max
    from customers`,
    { stratum },
  );
}

/** Share of the feature's variance that lies between main segments, among clustered customers who have a value. */
async function readImportance(
  database: Database,
  segmentation: Segmentation,
  { feature, stratum }: FeatureOfStratum,
): Promise<number | null> {
  const { importance } = await database.queryOne<{ importance: number | null }>(
    `with members as (
      select main_cluster, ${feature}::double as x
      from clustering_results as results inner join ${segmentation.eligibleTable} as eligible using (customer_id)
      where segmentation = $segmentation and results.stratum = $stratum and main_cluster is not null and ${feature} is not null
    ),
    overall as (select fsum(x order by x) / count(x) as mean, var_pop(x order by x) * count(x) as total from members),
    segments as (
      select main_cluster, count(x) as members, fsum(x order by x) / count(x) as mean from members group by all
    )
    select case when any_value(overall.total) > 0 then
      sum(segments.members * (segments.mean - overall.mean) ** 2 order by main_cluster) / any_value(overall.total)
    end as importance
    from segments cross join overall`,
    { segmentation: segmentation.name, stratum },
  );
  return importance;
}
