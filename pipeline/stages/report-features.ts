import { featuresOf, type FeatureDefinition } from '../../features/catalog.ts';
import type { FeatureRow } from '../../reporting/report-input.ts';
import type { Database } from '../core/database.ts';
import type { Segmentation } from '../core/segmentation.ts';

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
  missing: number | null;
  imputed: number;
}

/** What became of each feature, with its dictionary entry and the statistics of its values among eligible customers. */
export async function readFeatureRows(database: Database, segmentation: Segmentation): Promise<FeatureRow[]> {
  const catalog = new Map(featuresOf(segmentation.name).map((feature) => [feature.name, feature]));
  const entries = await database.queryRows<SelectionEntry>(
    `select stratum, feature, status, reason, figure, twin, missing_share as missing, imputed_count as imputed
    from feature_selection where segmentation = $segmentation`,
    { segmentation: segmentation.name },
  );
  const rows: FeatureRow[] = [];
  for (const definition of catalog.values()) {
    const entry = entries.find((candidate) => candidate.feature === definition.name);
    if (entry === undefined || definition.format === 'text') continue;
    rows.push(await describeFeature(database, segmentation, { definition, entry }));
  }
  return rows;
}

async function describeFeature(
  database: Database,
  segmentation: Segmentation,
  { definition, entry }: { definition: FeatureDefinition; entry: SelectionEntry },
): Promise<FeatureRow> {
  const { name, label, meaning, unit, category, format } = definition;
  const statistics = await readStatistics(database, segmentation.eligibleTable, name);
  const { stratum, status, reason, figure, twin, missing } = entry;
  const total = await database.queryOne<{ rows: number }>(
    `select count(*)::double as rows from ${segmentation.eligibleTable}`,
  );
  return {
    stratum,
    feature: name,
    label,
    meaning,
    unit,
    category,
    format,
    status,
    reason,
    figure,
    twin,
    missingShare: missing,
    imputedShare: total.rows === 0 ? null : entry.imputed / total.rows,
    ...statistics,
    importance: await readImportance(database, segmentation, name),
  };
}

function readStatistics(database: Database, table: string, feature: string): Promise<Statistics> {
  return database.queryOne<Statistics>(
    `with known as (select ${feature}::double as x from ${table} where ${feature} is not null)
    select
      count(x)::double as count, fsum(x order by x) / count(x) as mean, stddev_samp(x order by x) as sd, min(x) as min,
      quantile_cont(x, 0.01) as p1, quantile_cont(x, 0.25) as p25, median(x) as median, quantile_cont(x, 0.75) as p75,
      quantile_cont(x, 0.99) as p99, max(x) as max
    from known`,
  );
}

/** Share of the feature's variance that lies between main segments, among clustered customers who have a value. */
async function readImportance(
  database: Database,
  segmentation: Segmentation,
  feature: string,
): Promise<number | null> {
  const { importance } = await database.queryOne<{ importance: number | null }>(
    `with members as (
      select main_cluster, ${feature}::double as x
      from clustering_results inner join ${segmentation.eligibleTable} using (customer_id)
      where segmentation = $segmentation and main_cluster is not null and ${feature} is not null
    ),
    overall as (select fsum(x order by x) / count(x) as mean, var_pop(x order by x) * count(x) as total from members),
    segments as (
      select main_cluster, count(x) as members, fsum(x order by x) / count(x) as mean from members group by all
    )
    select case when any_value(overall.total) > 0 then
      sum(segments.members * (segments.mean - overall.mean) ** 2 order by main_cluster) / any_value(overall.total)
    end as importance
    from segments cross join overall`,
    { segmentation: segmentation.name },
  );
  return importance;
}
