import { chooseWinner, describeWinnerRule } from '../../clustering/comparison/choose-winner.ts';
import {
  compareAlgorithms,
  type ComparedSpace,
  type ComparisonRow,
} from '../../clustering/comparison/compare.ts';
import { DEFAULT_COMPARISON_OPTIONS } from '../../clustering/comparison/comparison-options.ts';
import type { ClusteringEngine } from '../../clustering/engine.ts';
import { candidatesOf, featuresOf } from '../../features/catalog.ts';
import { fitPreprocessing } from '../../features/preprocess.ts';
import { DataError } from '../core/errors.ts';
import { createTables, hasTable } from '../core/models.ts';
import { readNumericTable } from '../core/numeric-table.ts';
import { SEGMENTATIONS, type Segmentation, type Stratum } from '../core/segmentation.ts';
import { joinReports, type Stage, type StageContext, type StageReport } from '../core/stage.ts';
import { dataFingerprintOf, hybridOptions } from './cluster-customers.ts';
import { readNullReasons } from './null-reasons.ts';
import { boolean, double, integer, labels, text } from './result-columns.ts';
import { withEngine } from './with-engine.ts';

/** Runs every algorithm on the customers of the last run, with the core and with all features, and measures them alike. */
export const compareStage: Stage = {
  name: 'compare algorithms',
  layer: 'gold',
  async run(context) {
    await createTables(context.database, 'gold');
    return withEngine(context.config, async (engine) => {
      const reports: StageReport[] = [];
      for (const segmentation of SEGMENTATIONS) {
        for (const { stratum, k } of await clusteredStrata(context, segmentation)) {
          reports.push(await compareStratum(context, segmentation, { stratum, k, engine }));
        }
      }
      if (reports.length > 0) return joinReports(reports);
      throw new DataError(
        `${context.config.warehouse} holds no clustering with segments to compare: run pipeline run --layer gold first`,
      );
    });
  },
};

/** Strata of the last run with the K that was chosen there, which the algorithms that need one are told. */
async function clusteredStrata(
  { database, config }: StageContext,
  { name, strata }: Segmentation,
): Promise<{ stratum: Stratum; k: number }[]> {
  if ((config.segmentation ?? name) !== name || !(await hasTable(database, 'cluster_selection'))) return [];
  const rows = await database.queryRows<{ stratum: string; k: number }>(
    'select stratum, k from cluster_selection where segmentation = $name and is_chosen',
    { name },
  );
  return strata.flatMap((stratum) =>
    rows.filter((row) => row.stratum === stratum.name).map(({ k }) => ({ stratum, k })),
  );
}

async function compareStratum(
  context: StageContext,
  segmentation: Segmentation,
  { stratum, k, engine }: { stratum: Stratum; k: number; engine: ClusteringEngine },
): Promise<StageReport> {
  const { random, clock, progress, config } = context;
  const { keys, spaces } = await readSpaces(context, segmentation, stratum);
  const options = { ...DEFAULT_COMPARISON_OPTIONS, k, hybrid: { ...hybridOptions(config), holdings: [] } };
  const rows = await compareAlgorithms(spaces, options, {
    engine,
    random: random.fork(`comparison ${stratum.name}`),
    seconds: clock.seconds,
    onStep: (fraction) => progress(fraction, `algorithms on ${stratum.members}`),
  });
  const { winner, whyNot } = chooseWinner(rows);
  await writeComparison(context, { segmentation, stratum, keys, rows, whyNot, winner });
  const lines = rows.map((row, index) => describeRow(row, index === winner));
  return {
    rows: rows.length,
    notes: segmentation.strata.length === 1 ? lines : lines.map((line) => `${stratum.members}: ${line}`),
    warnings: winner === null ? [`${stratum.members}: no clustering meets the limits of a winner`] : [],
  };
}

/** The space of the core features and that of all features, over the same customers. */
async function readSpaces(
  { database, config }: StageContext,
  segmentation: Segmentation,
  stratum: Stratum,
): Promise<{ keys: readonly string[]; spaces: ComparedSpace[] }> {
  const catalog = featuresOf(segmentation.name, stratum.name);
  const { keys, matrix } = await readNumericTable(database, {
    table: segmentation.eligibleTable,
    key: 'customer_id',
    columns: candidatesOf(segmentation.name, stratum.name).map((feature) => feature.name),
    stratum: stratum.name,
  });
  const nullReasons = await readNullReasons({ database, config }, segmentation, catalog);
  const spaces = (['core', 'all'] as const).map((name) => {
    const { output } = fitPreprocessing(
      { matrix, catalog, nullReasons },
      { features: name, ...config.preprocessing },
    );
    return { name, matrix: output.space };
  });
  return { keys, spaces };
}

interface Comparison {
  readonly segmentation: Segmentation;
  readonly stratum: Stratum;
  readonly keys: readonly string[];
  readonly rows: readonly ComparisonRow[];
  readonly winner: number | null;
  readonly whyNot: readonly (string | null)[];
}

async function writeComparison(context: StageContext, comparison: Comparison): Promise<void> {
  const { database } = context;
  const { segmentation, stratum, keys, rows, winner, whyNot } = comparison;
  const names = { segmentation: segmentation.name, stratum: stratum.name };
  for (const table of ['algorithm_comparison', 'comparison_winner', 'comparison_runs']) {
    await database.execute(
      `delete from ${table} where segmentation = $segmentation and stratum = $stratum`,
      names,
    );
  }
  await database.append('comparison_runs', [
    ...labels(context, names, 1),
    text([await dataFingerprintOf(context, segmentation, stratum)]),
    text([describeWinnerRule()]),
  ]);
  await database.append('algorithm_comparison', [
    ...labels(context, names, rows.length),
    integer(rows.map((_, index) => index + 1)),
    text(rows.map((row) => row.featureSet)),
    text(rows.map((row) => row.algorithm)),
    text(rows.map((row) => describeParameters(row))),
    integer(rows.map((row) => row.clusterCount)),
    double(rows.map((row) => row.coverage)),
    integer(rows.map((row) => row.noise)),
    double(rows.map((row) => row.silhouette)),
    double(rows.map((row) => row.permutedSilhouette)),
    double(rows.map((row) => row.calinskiHarabasz)),
    double(rows.map((row) => row.daviesBouldin)),
    integer(rows.map((row) => row.smallestCluster)),
    boolean(rows.map((row) => row.sampled)),
    double(rows.map((row) => row.seconds)),
    boolean(rows.map((_, index) => index === winner)),
    text([...whyNot]),
  ]);
  if (winner === null) return;
  await database.append('comparison_winner', [
    ...labels(context, names, keys.length),
    text(keys),
    integer(rows[winner]!.labels),
  ]);
}

function describeParameters({ parameters }: ComparisonRow): string {
  return Object.entries(parameters)
    .map(
      ([name, value]) =>
        `${name} ${typeof value === 'number' && !Number.isInteger(value) ? value.toPrecision(3) : value}`,
    )
    .join(', ');
}

function describeRow(row: ComparisonRow, isWinner: boolean): string {
  const figure = (value: number) => (Number.isNaN(value) ? '-' : value.toFixed(3));
  return (
    `${row.featureSet} ${row.algorithm} (${describeParameters(row)}): ${row.clusterCount} clusters, coverage ` +
    `${(100 * row.coverage).toFixed(1)} %, silhouette ${figure(row.silhouette)} (permuted ${figure(row.permutedSilhouette)}), ` +
    `${row.seconds.toFixed(1)} s${row.sampled ? ', sampled' : ''}${isWinner ? '  <- winner' : ''}`
  );
}
