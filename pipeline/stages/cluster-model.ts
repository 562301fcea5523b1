import type { FittedPreprocessing } from '../../features/preprocess.ts';
import type { Cell } from '../core/database.ts';
import type { StageContext } from '../core/stage.ts';
import type { Clustering } from './clustering.ts';
import { readReference } from './model-reference.ts';

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
  /** Fewest orders or events of a customer who is segmented. */
  readonly least: number;
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
  const reference = await readReference(context, segmentation);
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
    least: config.preprocessing[segmentation.eligibility.setting],
    preprocessing: fitted,
    featureParameters: {
      timezone: config.timezone,
      ...(segmentation.source === 'orders' ? config.orderFeatures : config.eventFeatures),
    },
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
