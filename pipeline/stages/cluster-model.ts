import type { FittedPreprocessing } from '../../features/preprocess.ts';
import type { Cell } from '../core/database.ts';
import type { StageContext } from '../core/stage.ts';
import type { Clustering } from './clustering.ts';

/** Version of the layout of `model.json`; raised when a reader of the old layout would go wrong. */
export const MODEL_VERSION = 1;

/** Everything needed to place a customer who was not in the data: fitted numbers and reference statistics. */
export interface Model {
  readonly version: typeof MODEL_VERSION;
  readonly package: string;
  readonly segmentation: string;
  readonly stratum: string;
  readonly modelId: string;
  readonly runId: string;
  readonly seed: string | number;
  readonly dataFingerprint: string;
  readonly asOf: string;
  /** Features of the space, in its order. */
  readonly features: readonly string[];
  readonly minOrders: number;
  readonly preprocessing: FittedPreprocessing;
  /** Constants of the feature definitions. */
  readonly featureParameters: Readonly<Record<string, unknown>>;
  /** Statistics over all customers that features compare with. */
  readonly reference: Readonly<Record<string, Cell>>;
  readonly clusters: readonly {
    readonly label: string;
    readonly archetype: string;
    readonly size: number;
    readonly centroid: readonly number[];
    /** No member lies farther from the centroid. */
    readonly radius: number;
    readonly subClusterEps: number | null;
    readonly subClusters: readonly {
      readonly label: string;
      readonly archetype: string;
      readonly size: number;
    }[];
  }[];
}

/** Collects a model from the clustering and the tables behind it. */
export async function buildModel(context: StageContext, clustering: Clustering): Promise<Model> {
  const { database, config } = context;
  const { segmentation, stratum, result, summaries } = clustering;
  const { preprocessing } = await database.queryOne<{ preprocessing: string }>(
    'select preprocessing from fitted_models where segmentation = $segmentation and stratum = $stratum',
    { segmentation: segmentation.name, stratum: stratum.name },
  );
  const fitted = JSON.parse(preprocessing) as FittedPreprocessing;
  const reference = await readReference(context);
  const archetypeOf = (label: string) =>
    summaries.rows.find((row) => row.clusterLabel === label)?.archetype ?? '';
  return {
    version: MODEL_VERSION,
    package: context.version,
    segmentation: segmentation.name,
    stratum: stratum.name,
    modelId: clustering.modelId,
    runId: context.runId,
    seed: config.seed,
    dataFingerprint: clustering.dataFingerprint,
    asOf: String((reference['scope'] as Record<string, Cell>)['as_of_date']),
    features: fitted.space.features,
    minOrders: config.preprocessing.minOrders,
    preprocessing: fitted,
    featureParameters: { timezone: config.timezone, ...config.orderFeatures },
    reference,
    clusters: result.clusters.map((cluster) => {
      const { columns, data } = result.centroids;
      const label = String(cluster.number);
      const subs = summaries.rows.filter(
        (row) => row.level === 'sub' && row.clusterLabel.startsWith(`${label}.`),
      );
      return {
        label,
        archetype: archetypeOf(label),
        size: cluster.size,
        centroid: [...data.subarray((cluster.number - 1) * columns, cluster.number * columns)],
        radius: cluster.radius,
        subClusterEps: cluster.subClusters?.eps ?? null,
        subClusters: subs.map((row) => ({
          label: row.clusterLabel,
          archetype: row.archetype ?? '',
          size: row.customerCount,
        })),
      };
    }),
  };
}

/** What features of one customer are compared with; one JSON value per query, so that no number passes a driver type. */
async function readReference({ database, config }: StageContext): Promise<Record<string, Cell>> {
  const queries: Readonly<Record<string, string>> = {
    scope: `select to_json(scope) from (
        select as_of_date::varchar as as_of_date, first_date::varchar as first_date, has_values, has_categories
        from silver_scope
      ) as scope`,
    categories: `select to_json(list(totals order by category)) from (
        select category_key as category, count(*) as lines, sum(units)::bigint as units, sum(returned_units)::bigint as returned_units
        from silver_feature_lines where category_key is not null group by all
      ) as totals`,
    categoryMonths: `select to_json(list(months order by kind, category_key, month_number)) from silver_category_months as months`,
    highValueCut: `select to_json(quantile_cont(order_value::decimal(38, 8), ${config.orderFeatures.highValueQuantile})::varchar)
      from silver_orders where order_value is not null`,
    rfmValues: `select to_json(list(counts order by score, value)) from (
        select 'recency' as score, recency_days::double as value, count(*) as customers from silver_customer_features group by all
        union all select 'frequency', frequency::double, count(*) from silver_customer_features group by all
        union all select 'monetary', monetary, count(*) from silver_customer_features where monetary is not null group by all
      ) as counts`,
  };
  const reference: Record<string, Cell> = {};
  for (const [name, query] of Object.entries(queries)) {
    const { json } = await database.queryOne<{ json: string | null }>(`select (${query})::varchar as json`);
    reference[name] = json === null ? null : (JSON.parse(json) as Cell);
  }
  return reference;
}
