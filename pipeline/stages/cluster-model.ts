import type { ClusteringEngine } from '../../clustering/engine.ts';
import { buildPlacementModel } from '../../clustering/scoring.ts';
import type { FittedPreprocessing } from '../../features/preprocess.ts';
import type { Parameters } from '../core/database.ts';
import { DataError } from '../core/errors.ts';
import { hasTable } from '../core/models.ts';
import type { Segmentation } from '../core/segmentation.ts';
import type { StageContext } from '../core/stage.ts';
import { numberLabels } from './cluster-tables.ts';
import type { Clustering } from './clustering.ts';
import { readReference } from './model-reference.ts';
import { MODEL_VERSION, type Model, type StratumModel } from './model.ts';
import { idKeyOf } from './id-key.ts';
import { knownDateOrder, silverParameters } from './silver-parameters.ts';

/** Numbers above which a model does not keep the dense part of its space: about 80 MB of JSON. */
const MOST_DENSE_NUMBERS = 4_000_000;

/** Parameters that tell how files are read or which run it is, not how customers are described. */
const NOT_OF_THE_MODEL = [
  'as_of',
  'as_of_time',
  'category_column',
  'date_order',
  'decimal_comma',
  'earliest_date',
  'hash_key',
  'in_reference',
  'run_date',
  'sample',
  'sample_seed',
  'similar_emails',
];

/**
 * Stores what it takes to place one more customer of a stratum.
 *
 * @returns A warning where the model could not keep what it was asked to.
 */
export async function saveStratumModel(
  context: StageContext,
  { clustering, engine }: { readonly clustering: Clustering; readonly engine: ClusteringEngine },
): Promise<string[]> {
  const { database, config } = context;
  const { segmentation, stratum, space, result, summaries } = clustering;
  const coreNumbers = result.outliers.isCore.reduce((sum, core) => sum + core, 0) * space.columns;
  const isTooLarge = coreNumbers > MOST_DENSE_NUMBERS;
  const ids = numberLabels(summaries.rows.map((row) => row.clusterLabel));
  const preprocessing = await readPreprocessing(context, segmentation, stratum.name);
  const model: StratumModel = {
    stratum: stratum.name,
    modelId: clustering.modelId,
    dataFingerprint: clustering.dataFingerprint,
    features: [...preprocessing.space.features],
    preprocessing: preprocessing as StratumModel['preprocessing'],
    placement: (await buildPlacementModel(space, result, {
      engine,
      subMinSamples: config.clustering.subMinSamples,
      keepDensity:
        config.clustering.scoredOutliers === 'density' && !isTooLarge && result.clusters.length > 0,
    })) as StratumModel['placement'],
    segments: summaries.rows
      .filter((row) => row.level !== 'all')
      .map((row) => ({
        label: row.clusterLabel,
        clusterId: ids.get(row.clusterLabel)!,
        archetype: row.archetype ?? '',
        size: row.customerCount,
      })),
  };
  await database.execute(
    'update fitted_models set model = $model where segmentation = $segmentation and stratum = $stratum',
    { model: JSON.stringify(model), segmentation: segmentation.name, stratum: stratum.name },
  );
  return isTooLarge && config.clustering.scoredOutliers === 'density'
    ? [
        `the model keeps no dense part (${coreNumbers.toLocaleString('en-US')} numbers): pipeline score will tell outliers by the radius of their segment`,
      ]
    : [];
}

/** What was fitted before the clustering of a stratum. */
export async function readPreprocessing(
  { database }: StageContext,
  { name }: Segmentation,
  stratum: string,
): Promise<FittedPreprocessing> {
  const { preprocessing } = await database.queryOne<{ preprocessing: string }>(
    'select preprocessing from fitted_models where segmentation = $name and stratum = $stratum',
    { name, stratum },
  );
  return JSON.parse(preprocessing) as FittedPreprocessing;
}

/** Stores what the strata of a segmentation share: constants, and the statistics features compare with. */
export async function saveReference(context: StageContext, segmentation: Segmentation): Promise<void> {
  const { database, config, version, runId } = context;
  const { name, eligibility } = segmentation;
  const model: Omit<Model, 'strata'> = {
    version: MODEL_VERSION,
    package: version,
    segmentation: name,
    runId,
    seed: config.seed,
    least: config.preprocessing[eligibility.setting],
    parameters: featureParameters(context, segmentation),
    dateOrder: segmentation.source === 'orders' ? await knownDateOrder(context) : null,
    idKey: idKeyOf(config.privacy),
    reference: await readReference(database, segmentation),
  };
  await database.execute('delete from fitted_references where segmentation = $name', { name });
  await database.execute(
    'insert into fitted_references by name select $name as segmentation, $runId as run_id, $content as content',
    { name, runId, content: JSON.stringify(model) },
  );
}

/** Values of the `$parameters` that say how customers are described: those a model keeps. */
export function featureParameters(
  context: Pick<StageContext, 'config' | 'startedAt'>,
  segmentation: Segmentation,
): Parameters {
  const all = silverParameters(context, segmentation);
  return Object.fromEntries(Object.entries(all).filter(([name]) => !NOT_OF_THE_MODEL.includes(name)));
}

/** Puts the stored parts of a model together. */
export async function readStoredModel(
  { database }: StageContext,
  { name, strata }: Segmentation,
): Promise<Model> {
  if (!(await hasTable(database, 'fitted_references'))) {
    throw new DataError(
      `${database.file} holds results of another version of this program: run pipeline run --full-refresh`,
    );
  }
  const { content } = await database.queryOne<{ content: string }>(
    'select content from fitted_references where segmentation = $name',
    { name },
  );
  const rows = await database.queryRows<{ stratum: string; model: string }>(
    'select stratum, model from fitted_models where segmentation = $name and model is not null',
    { name },
  );
  const models = strata.flatMap((stratum) => rows.filter((row) => row.stratum === stratum.name));
  return {
    ...(JSON.parse(content) as Omit<Model, 'strata'>),
    strata: models.map(({ model }) => JSON.parse(model) as StratumModel),
  };
}
