import { candidatesOf, featuresOf } from '../../features/catalog.ts';
import { isolationScores } from '../../features/isolation-forest.ts';
import {
  fitPreprocessing,
  type PreprocessingOptions,
  type PreprocessingOutput,
} from '../../features/preprocess.ts';
import type { Config } from '../core/config.ts';
import { DataError, InvalidInputError, UsageError } from '../core/errors.ts';
import { columnOf, type Matrix } from '../core/matrix.ts';
import { buildTable, countRows, createTables, runChecks } from '../core/models.ts';
import { readNumericTable } from '../core/numeric-table.ts';
import { RETURNS, type Segmentation } from '../core/segmentation.ts';
import { loadModels } from '../core/sql-catalog.ts';
import type { Stage, StageContext } from '../core/stage.ts';
import { double, integer, labels, text } from './result-columns.ts';

/** Selects eligible customers and takes their features to one scaled space; everything fitted is kept. */
export const buildGold: Stage = {
  name: 'build gold',
  layer: 'gold',
  topic: 'cluster_preprocessing',
  async run(context) {
    const { database, config, random, logger, progress } = context;
    const segmentation = RETURNS;
    assertFeatureNames(config, segmentation);
    await createTables(database, 'gold');
    const eligible = await selectEligible(context, segmentation);
    await progress(0.2, 'preprocessing');
    const candidates = candidatesOf(segmentation.name).map((feature) => feature.name);
    const { keys, matrix } = await readNumericTable(database, {
      table: segmentation.eligibleTable,
      key: 'customer_id',
      columns: candidates,
    });
    const { fitted, output } = await fit(context, matrix, segmentation);
    await progress(0.6, 'isolation forest');
    const outlierScores = isolationScores(output.space, random.fork('isolation forest'));
    await progress(0.8, 'writing');
    await writeProcessed(context, segmentation, { keys, output, outlierScores });
    await writeSelection(context, segmentation, { keys, output, rows: matrix.rows });
    await database.execute('delete from fitted_models where segmentation = $segmentation', {
      segmentation: segmentation.name,
    });
    await database.append('fitted_models', [
      ...labels(context, segmentation, 1),
      text([JSON.stringify(fitted)]),
      text([null]),
    ]);
    const clustered = output.selection
      .filter((feature) => feature.status === 'clustered')
      .map((feature) => feature.feature);
    logger.info('features selected', { clustered, warnings: output.warnings });
    return {
      rows: eligible.eligible,
      notes: [
        `${count(eligible.eligible)} customers eligible, ${count(eligible.ineligible)} with fewer than ` +
          `${config.preprocessing.minOrders} orders`,
        `clustered by ${clustered.join(', ')}`,
      ],
      warnings: output.warnings,
    };
  },
};

/** @throws {UsageError} If `features` names something that is no candidate, before anything is computed. */
function assertFeatureNames(config: Config, segmentation: Segmentation): void {
  if (typeof config.features === 'string') return;
  const candidates = candidatesOf(segmentation.name).map((feature) => feature.name);
  const unknown = config.features.filter((name) => !candidates.includes(name));
  if (unknown.length > 0) {
    throw new UsageError(
      `features: ${unknown.join(', ')} cannot be clustered by; candidates are ${candidates.join(', ')}`,
    );
  }
}

async function selectEligible(
  context: StageContext,
  segmentation: Segmentation,
): Promise<{ eligible: number; ineligible: number }> {
  const { database, config, runId } = context;
  const { minOrders } = config.preprocessing;
  const model = loadModels('gold').get(segmentation.eligibleTable)!;
  const eligible = await buildTable(database, model, { min_orders: minOrders });
  await database.execute('delete from ineligible_customers where segmentation = $segmentation', {
    segmentation: segmentation.name,
  });
  await database.execute(
    `insert into ineligible_customers by name
    select $segmentation as segmentation, $stratum as stratum, $runId as run_id, customer_id,
      'fewer than ' || $minOrders::integer || ' orders' as reason
    from silver_customer_features where sales_order_no_nunique < $minOrders::integer order by customer_id`,
    { segmentation: segmentation.name, stratum: segmentation.stratum, runId, minOrders },
  );
  await runChecks(database, 'gold', segmentation.eligibleTable);
  const all = await countRows(database, 'silver_customer_features');
  const needed = config.clustering.k === 'auto' ? config.clustering.kMin : config.clustering.k;
  if (eligible < needed) {
    throw new DataError(
      `${eligible} of ${all} customers have at least ${minOrders} orders (preprocessing.minOrders), too few for ` +
        `${needed} clusters: segmentation needs more history or fewer clusters`,
    );
  }
  return { eligible, ineligible: all - eligible };
}

/** What is wrong with the data for one feature is a fault of the data, not of the pipeline. */
async function fit({ database, config }: StageContext, matrix: Matrix, segmentation: Segmentation) {
  const scope = await database.queryOne<{ has_categories: boolean; has_values: boolean }>(
    'select has_categories, has_values from silver_scope',
  );
  const catalog = featuresOf(segmentation.name);
  try {
    return fitPreprocessing(
      { matrix, catalog, nullReasons: nullReasons(catalog, scope) },
      { features: config.features, ...(config.preprocessing satisfies PreprocessingOptions) },
    );
  } catch (error) {
    if (error instanceof InvalidInputError) throw new DataError(error.message, { cause: error });
    throw error;
  }
}

/** Why whole columns are null: the data have no category, or no value column. */
function nullReasons(
  catalog: ReturnType<typeof featuresOf>,
  scope: { has_categories: boolean; has_values: boolean },
): Record<string, string> {
  const reasons: Record<string, string> = {};
  for (const { name, category } of catalog) {
    if (!scope.has_categories && ['category', 'adjacency', 'trend'].includes(category))
      reasons[name] = 'no_category';
    if (!scope.has_values && (category === 'monetary' || name === 'monetary')) reasons[name] = 'no_value';
  }
  return reasons;
}

async function writeProcessed(
  { database }: StageContext,
  segmentation: Segmentation,
  {
    keys,
    output,
    outlierScores,
  }: { keys: readonly string[]; output: PreprocessingOutput; outlierScores: Float64Array },
): Promise<void> {
  const { scaled, completeness } = output;
  const columns = scaled.names.map((name) => `${name}_scaled double not null`);
  await database.execute(
    `create or replace table ${segmentation.processedTable} (customer_id varchar not null, ${columns.join(', ')},
      feature_completeness_score double not null, outlier_score double not null)`,
  );
  await database.append(segmentation.processedTable, [
    text(keys),
    ...scaled.names.map((_, j) => double(columnOf(scaled, j))),
    double(completeness),
    double(outlierScores),
  ]);
}

async function writeSelection(
  context: StageContext,
  segmentation: Segmentation,
  { keys, output, rows }: { keys: readonly string[]; output: PreprocessingOutput; rows: number },
): Promise<void> {
  const { database } = context;
  const { selection, imputed } = output;
  for (const table of ['feature_selection', 'imputed_values']) {
    await database.execute(`delete from ${table} where segmentation = $segmentation`, {
      segmentation: segmentation.name,
    });
  }
  await database.append('feature_selection', [
    ...labels(context, segmentation, selection.length),
    text(selection.map((entry) => entry.feature)),
    text(selection.map((entry) => entry.status)),
    text(selection.map((entry) => entry.reason)),
    double(selection.map((entry) => entry.figure)),
    text(selection.map((entry) => entry.twin)),
    double(selection.map((entry) => entry.missingShare)),
    integer(selection.map((entry) => entry.imputedCount)),
  ]);
  const cells = imputed.flatMap((column) => [...column.rows].map((row) => ({ row, column })));
  await database.append('imputed_values', [
    ...labels(context, segmentation, cells.length),
    text(cells.map((cell) => keys[cell.row]!)),
    text(cells.map((cell) => cell.column.feature)),
    double(cells.map((cell) => cell.column.value)),
  ]);
  context.logger.info('values imputed', { cells: cells.length, customers: rows });
}

function count(value: number): string {
  return value.toLocaleString('en-US');
}
