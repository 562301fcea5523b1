import { candidatesOf, featuresOf, type FeatureDefinition } from '../../features/catalog.ts';
import { isolationScores } from '../../features/isolation-forest.ts';
import {
  fitPreprocessing,
  type PreprocessingOptions,
  type PreprocessingOutput,
} from '../../features/preprocess.ts';
import type { Config } from '../core/config.ts';
import { DataError, InvalidInputError, UsageError } from '../core/errors.ts';
import type { Matrix } from '../core/matrix.ts';
import { buildTable, createTables, runChecks } from '../core/models.ts';
import { readNumericTable } from '../core/numeric-table.ts';
import { activeSegmentations, type Segmentation, type Stratum } from '../core/segmentation.ts';
import { loadModels } from '../core/sql-catalog.ts';
import { joinReports, type Stage, type StageContext, type StageReport } from '../core/stage.ts';
import { writeProcessed, writeSelection, type PreparedStratum } from './gold-tables.ts';
import { forgetUnidentified, readNullReasons } from './null-reasons.ts';
import { labels, text } from './result-columns.ts';

/** Selects eligible customers and takes their features to one scaled space a stratum; everything fitted is kept. */
export const buildGold: Stage = {
  name: 'build gold',
  layer: 'gold',
  topic: 'cluster_preprocessing',
  async run(context) {
    await createTables(context.database, 'gold', { rebuild: context.fullRefresh });
    const reports: StageReport[] = [];
    for (const segmentation of activeSegmentations(context.config)) {
      reports.push(await buildSegmentation(context, segmentation));
    }
    return joinReports(reports);
  },
};

/** @throws {UsageError} If `features` names something that is no candidate of the segmentation. */
export function assertFeatureNames(config: Config, { name, strata }: Segmentation): void {
  if (typeof config.features === 'string') return;
  const candidates = new Set(
    strata.flatMap((stratum) => candidatesOf(name, stratum.name)).map((feature) => feature.name),
  );
  const unknown = config.features.filter((feature) => !candidates.has(feature));
  if (unknown.length > 0) {
    throw new UsageError(
      `features: ${unknown.join(', ')} cannot be clustered by; candidates are ${[...candidates].join(', ')}`,
    );
  }
}

async function buildSegmentation(context: StageContext, segmentation: Segmentation): Promise<StageReport> {
  const { database, logger, progress } = context;
  for (const table of ['ineligible_customers', 'feature_selection', 'imputed_values', 'fitted_models']) {
    await database.execute(`delete from ${table} where segmentation = $segmentation`, {
      segmentation: segmentation.name,
    });
  }
  await selectEligible(context, segmentation);
  const prepared: PreparedStratum[] = [];
  const notes: string[] = [];
  const tooSmall: string[] = [];
  for (const [index, stratum] of segmentation.strata.entries()) {
    await progress(index / segmentation.strata.length, `preprocessing ${stratum.members}`);
    const result = await prepareStratum(context, segmentation, stratum);
    if (typeof result === 'string') tooSmall.push(result);
    else prepared.push(result);
    notes.push(await describeStratum(context, segmentation, stratum));
    if (typeof result !== 'string')
      notes.push(`${stratum.members} clustered by ${clusteredFeatures(result.output).join(', ')}`);
  }
  await runChecks(database, 'gold', segmentation.eligibleTable);
  if (prepared.length === 0)
    throw new DataError(`${tooSmall.join('; ')}: segmentation needs more history or fewer clusters`);
  await writeProcessed(context, segmentation, prepared);
  logger.info('features selected', { segmentation: segmentation.name, notes });
  return {
    rows: prepared.reduce((sum, { keys }) => sum + keys.length, 0),
    notes,
    warnings: [...tooSmall, ...prepared.flatMap(({ output }) => output.warnings)],
  };
}

function clusteredFeatures({ selection }: PreprocessingOutput): string[] {
  return selection.filter((feature) => feature.status === 'clustered').map((feature) => feature.feature);
}

/** Customers with enough history, in one table; the others are listed with the reason. */
async function selectEligible(context: StageContext, segmentation: Segmentation): Promise<void> {
  const { database, config, runId } = context;
  const { column, setting, unit } = segmentation.eligibility;
  const least = config.preprocessing[setting];
  await buildTable(database, loadModels('gold').get(segmentation.eligibleTable)!, { least });
  await forgetUnidentified(context, segmentation, { table: segmentation.eligibleTable });
  const stratum = segmentation.strata.length === 1 ? `'${segmentation.strata[0]!.name}'` : 'stratum';
  await database.execute(
    `insert into ineligible_customers by name
    select $segmentation as segmentation, ${stratum} as stratum, $runId as run_id, ${segmentation.idColumn} as customer_id,
      'fewer than ' || $least::integer || ' ${unit}' as reason
    from ${segmentation.featureTable} where ${column} < $least::integer order by ${segmentation.idColumn}`,
    { segmentation: segmentation.name, runId, least },
  );
}

/** Preprocesses one stratum; if it is too small, says so, its customers then being ineligible. */
async function prepareStratum(
  context: StageContext,
  segmentation: Segmentation,
  stratum: Stratum,
): Promise<PreparedStratum | string> {
  const { database, config, random } = context;
  const candidates = candidatesOf(segmentation.name, stratum.name).map((feature) => feature.name);
  const { keys, matrix } = await readNumericTable(database, {
    table: segmentation.eligibleTable,
    key: 'customer_id',
    columns: candidates,
    stratum: stratum.name,
  });
  const clusters = config.clustering.k === 'auto' ? config.clustering.kMin : config.clustering.k;
  if (keys.length < Math.max(segmentation.minStratum, clusters)) {
    await declareIneligible(context, segmentation, stratum);
    return describeTooSmall(context, segmentation, { stratum, eligible: keys.length, clusters });
  }
  const { fitted, output } = await fit(context, matrix, { segmentation, stratum });
  const outlierScores = isolationScores(output.space, random.fork(`isolation forest ${stratum.name}`));
  const prepared = { stratum, keys, output, outlierScores };
  await writeSelection(context, segmentation, prepared);
  await database.append('fitted_models', [
    ...labels(context, { segmentation: segmentation.name, stratum: stratum.name }, 1),
    text([JSON.stringify(fitted)]),
    text([null]),
  ]);
  return prepared;
}

async function declareIneligible(
  context: StageContext,
  segmentation: Segmentation,
  stratum: Stratum,
): Promise<void> {
  const { database, runId } = context;
  const names = { segmentation: segmentation.name, stratum: stratum.name };
  await database.execute(
    `insert into ineligible_customers by name
    select $segmentation as segmentation, $stratum as stratum, $runId as run_id, customer_id,
      'too few ${stratum.members} to be segmented' as reason
    from ${segmentation.eligibleTable} where stratum = $stratum order by customer_id`,
    { ...names, runId },
  );
  await database.execute(`delete from ${segmentation.eligibleTable} where stratum = $stratum`, {
    stratum: stratum.name,
  });
}

async function describeTooSmall(
  { database, config }: StageContext,
  { name, eligibility, minStratum }: Segmentation,
  { stratum, eligible, clusters }: { stratum: Stratum; eligible: number; clusters: number },
): Promise<string> {
  const { everybody } = await database.queryOne<{ everybody: number }>(
    `select count(*)::double as everybody from ineligible_customers where segmentation = $name and stratum = $stratum`,
    { name, stratum: stratum.name },
  );
  const { setting, unit } = eligibility;
  const needed =
    clusters >= minStratum ? `${clusters} clusters` : `a segmentation of its own (${minStratum})`;
  return (
    `${eligible} of ${everybody} ${stratum.members} have at least ${config.preprocessing[setting]} ${unit} ` +
    `(preprocessing.${setting}), too few for ${needed}`
  );
}

/** What is wrong with the data for one feature is a fault of the data, not of the pipeline. */
async function fit(
  { database, config }: StageContext,
  matrix: Matrix,
  { segmentation, stratum }: { segmentation: Segmentation; stratum: Stratum },
) {
  const catalog = featuresOf(segmentation.name, stratum.name);
  const nullReasons = await readNullReasons({ database, config }, segmentation, catalog);
  try {
    return fitPreprocessing(
      { matrix, catalog, nullReasons },
      { features: featuresFor(config, catalog), ...(config.preprocessing satisfies PreprocessingOptions) },
    );
  } catch (error) {
    if (error instanceof InvalidInputError) throw new DataError(error.message, { cause: error });
    throw error;
  }
}

/** The features asked for, as far as the stratum has them. */
function featuresFor({ features }: Config, catalog: readonly FeatureDefinition[]): Config['features'] {
  if (typeof features === 'string') return features;
  return features.filter((name) =>
    catalog.some((feature) => feature.name === name && feature.role === 'candidate'),
  );
}

/** How many are in and out, and why. */
async function describeStratum(
  { database }: StageContext,
  segmentation: Segmentation,
  stratum: Stratum,
): Promise<string> {
  const { eligible } = await database.queryOne<{ eligible: number }>(
    `select count(*)::double as eligible from ${segmentation.eligibleTable} where stratum = $stratum`,
    { stratum: stratum.name },
  );
  const others = await database.queryRows<{ reason: string; customers: number }>(
    `select reason, count(*)::double as customers from ineligible_customers
    where segmentation = $segmentation and stratum = $stratum group by all order by customers desc, reason`,
    { segmentation: segmentation.name, stratum: stratum.name },
  );
  const count = (value: number) => value.toLocaleString('en-US');
  const reasons = others.map(({ reason, customers }) => `${count(customers)} with ${reason}`);
  return [`${count(eligible)} ${stratum.members} eligible`, ...reasons].join(', ');
}
