import { createHash } from 'node:crypto';
import type { ClusteringEngine } from '../../clustering/engine.ts';
import { runHybrid } from '../../clustering/hybrid.ts';
import type { HybridOptions } from '../../clustering/hybrid-options.ts';
import type { HybridPhase, HybridQuality, HybridResult } from '../../clustering/hybrid-result.ts';
import { rankEtaSquared } from '../../clustering/profiles.ts';
import { featuresOf } from '../../features/catalog.ts';
import { counted, estimateInWords } from '../../reporting/wording.ts';
import type { Config } from '../core/config.ts';
import { DataError, InvalidInputError } from '../core/errors.ts';
import { columnOf, type Matrix } from '../core/matrix.ts';
import { readNumericTable } from '../core/numeric-table.ts';
import { activeSegmentations, type Segmentation, type Stratum } from '../core/segmentation.ts';
import { silhouetteWord } from '../core/silhouette-word.ts';
import { joinReports, type Stage, type StageContext, type StageReport } from '../core/stage.ts';
import { judgeGates, missingnessInformation } from './cluster-gates.ts';
import { saveReference, saveStratumModel } from './cluster-model.ts';
import { describeSegments } from './cluster-summaries.ts';
import { clearClusterTables, writeClusterTables } from './cluster-tables.ts';
import type { Clustering } from './clustering.ts';
import { readCustomerSpace } from './customer-space.ts';
import { createPhaseTimer } from './phase-timer.ts';
import { withEngine } from './with-engine.ts';

/** Clusters the gold table: outliers, main clusters, sub-clusters; names, profiles and judges them. */
export const clusterCustomers: Stage = {
  name: 'cluster customers',
  layer: 'gold',
  run: (context) =>
    withEngine(context.config, async (engine) => {
      const reports: StageReport[] = [];
      for (const segmentation of activeSegmentations(context.config)) {
        await clearClusterTables(context, segmentation);
        for (const stratum of await preparedStrata(context, segmentation)) {
          reports.push(await clusterStratum(context, { segmentation, stratum, engine }));
        }
        await saveReference(context, segmentation);
      }
      return joinReports(reports);
    }),
};

/** One stratum to be clustered, and what with. */
interface StratumTask {
  readonly segmentation: Segmentation;
  readonly stratum: Stratum;
  readonly engine: ClusteringEngine;
}

/** Strata that were large enough to be preprocessed. */
async function preparedStrata({ database }: StageContext, segmentation: Segmentation): Promise<Stratum[]> {
  const rows = await database.queryRows<{ stratum: string }>(
    'select stratum from fitted_models where segmentation = $segmentation',
    { segmentation: segmentation.name },
  );
  return segmentation.strata.filter((stratum) => rows.some((row) => row.stratum === stratum.name));
}

async function clusterStratum(context: StageContext, task: StratumTask): Promise<StageReport> {
  const { segmentation, stratum, engine } = task;
  const clustering = await cluster(context, task);
  await writeClusterTables(context, clustering);
  const losses = await saveStratumModel(context, { clustering, engine });
  const failed = clustering.gates.filter((gate) => !gate.passed).map((gate) => gate.sentence);
  if (context.config.strict && failed.length > 0) {
    throw new DataError(`--strict: ${failed.length} quality gate(s) failed: ${failed.join('; ')}`);
  }
  const named =
    segmentation.strata.length === 1
      ? (text: string) => text
      : (text: string) => `${stratum.members}: ${text}`;
  return {
    rows: clustering.keys.length,
    notes: describeOutcome(clustering, context.config.gates).map(named),
    warnings: [...clustering.result.warnings, ...losses, ...failed].map(named),
  };
}

async function cluster(
  context: StageContext,
  { segmentation, stratum, engine }: StratumTask,
): Promise<Clustering> {
  const { database, config } = context;
  const profiled = featuresOf(segmentation.name, stratum.name).filter((feature) => feature.format !== 'text');
  const { keys, matrix: features } = await readNumericTable(database, {
    table: segmentation.eligibleTable,
    key: 'customer_id',
    columns: profiled.map((feature) => feature.name),
    stratum: stratum.name,
  });
  const { space, completeness, outlierScores } = await readCustomerSpace(context, segmentation, stratum.name);
  const holdings = holdingsOf(features, stratum);
  const { result, secondsByPhase } = await runPhases(context, { space, holdings, engine });
  const summaries = describeSegments(features, result, {
    segmentation,
    stratum,
    spanDays: await readSpanDays(context, segmentation),
    thresholds: config.archetypes,
  });
  const missingnessNmi = await missingnessInformation(context, { segmentation, stratum, keys, result });
  const dataFingerprint = await dataFingerprintOf(context, segmentation, stratum);
  const partial = { segmentation, stratum, keys, features, space, result, summaries, missingnessNmi };
  return {
    ...partial,
    modelId: modelIdOf(config, dataFingerprint, context.version),
    dataFingerprint,
    outlierScores,
    completeness,
    secondsByPhase,
    gates: judgeGates(partial, config.gates),
  };
}

const PHASE_NAMES: Readonly<Record<HybridPhase, string>> = {
  outliers: 'outliers (DBSCAN)',
  'k-means': 'number of clusters (K-means scan)',
  'sub-clusters': 'sub-clusters (DBSCAN)',
  stability: 'stability (bootstrap)',
  quality: 'quality (silhouettes)',
};

async function runPhases(
  context: StageContext,
  { space, holdings, engine }: { space: Matrix; holdings: readonly Float64Array[]; engine: ClusteringEngine },
) {
  const { config, random, clock, progress } = context;
  const timer = createPhaseTimer<HybridPhase>(clock);
  const phases = Object.keys(PHASE_NAMES);
  try {
    const result = await runHybrid(
      space,
      { ...hybridOptions(config), holdings },
      {
        engine,
        random: random.fork('clustering'),
        onPhase: async (phase, fraction = 0) => {
          timer.enter(phase);
          await progress((phases.indexOf(phase) + fraction) / phases.length, PHASE_NAMES[phase]);
        },
      },
    );
    return { result, secondsByPhase: timer.stop() };
  } catch (error) {
    if (error instanceof InvalidInputError) {
      throw new DataError(`the customers cannot be clustered as configured: ${error.message}`, {
        cause: error,
      });
    }
    throw error;
  }
}

/** What the outliers should not hold too much of. */
function holdingsOf(
  features: Matrix,
  { revenueColumn, returnsColumn, activityColumn }: Stratum,
): Float64Array[] {
  return [revenueColumn, returnsColumn, activityColumn]
    .filter((name) => name !== null)
    .map((name) => columnOf(features, features.names.indexOf(name)));
}

/** Options of the clustering from the configuration; the amounts of the customers are added by the caller. */
export function hybridOptions({ clustering, gates }: Config): Omit<HybridOptions, 'holdings'> {
  return {
    ...clustering,
    maxHoldingFactor: gates.maxOutlierShareFactor,
    subClusters: {
      enabled: clustering.subClusters,
      eps: clustering.subEps,
      minSamples: clustering.subMinSamples,
      minSize: clustering.subMinSize,
      minShare: clustering.subMinShare,
      maxCount: clustering.subMaxCount,
      minSilhouette: clustering.subMinSilhouette,
    },
  };
}

async function readSpanDays({ database }: StageContext, { scopeTable }: Segmentation): Promise<number> {
  const { days } = await database.queryOne<{ days: number }>(
    `select span_days::double as days from ${scopeTable}`,
  );
  return days;
}

/** Changes whenever a feature of an eligible customer does, or the way it is scaled. */
export async function dataFingerprintOf(
  { database }: StageContext,
  segmentation: Segmentation,
  stratum: Stratum,
): Promise<string> {
  const { fingerprint } = await database.queryOne<{ fingerprint: string }>(
    `select md5(string_agg(md5(customers::varchar), '' order by customer_id) || any_value(fitted.recipes)) as fingerprint
    from ${segmentation.eligibleTable} as customers, (
      select json_extract(preprocessing, '$.columns')::varchar as recipes from fitted_models
      where segmentation = $segmentation and stratum = $stratum
    ) as fitted
    where stratum = $stratum`,
    { segmentation: segmentation.name, stratum: stratum.name },
  );
  return fingerprint;
}

/** Same data, settings, seed and version: same model. */
function modelIdOf(
  { features, seed, preprocessing, clustering, archetypes }: Config,
  data: string,
  version: string,
): string {
  const text = JSON.stringify([data, version, features, seed, preprocessing, clustering, archetypes]);
  return createHash('sha256').update(text).digest('hex').slice(0, 12);
}

/** What a reader wants to know first; coverage stands beside every quality figure. */
function describeOutcome(
  { stratum, keys, features, result, summaries }: Clustering,
  { minSilhouetteGain }: Config['gates'],
): string[] {
  const { quality, outliers, clusters } = result;
  const clustered = keys.length - outliers.outlierCount;
  const mains = summaries.rows.filter((row) => row.level === 'main');
  const outlierRow = summaries.rows.find((row) => row.level === 'outlier');
  const percent = (share: number) => `${(100 * share).toFixed(1)} %`;
  const etas = stratum.shownFeatures
    .map((name) => ({ name, values: columnOf(features, features.names.indexOf(name)) }))
    .map(({ name, values }) => ({ name, eta: rankEtaSquared(values, mainLabels(result)) }))
    .filter(({ eta }) => !Number.isNaN(eta));
  const held = [
    { share: outlierRow?.shareOfRevenue ?? null, of: 'revenue' },
    { share: outlierRow?.shareOfReturns ?? null, of: 'returned lines' },
    { share: outlierShareOfUnits(features, stratum, result), of: 'returned units' },
  ].flatMap(({ share, of }) => (share === null ? [] : [`${percent(share)} of ${of}`]));
  const coverage =
    `${counted(clusters.length, 'segment')}; coverage ${percent(clustered / keys.length)}, outliers ${percent(outliers.noise)}` +
    (held.length === 0 ? '' : ` holding ${held.join(', ')}`);
  if (clusters.length === 0) return [coverage];
  const word = silhouetteWord(quality.silhouette, quality.permutedSilhouette, minSilhouetteGain);
  return [
    coverage,
    `silhouette ${describeSilhouette(quality, clustered)} (${word}; permuted reference ${quality.permutedSilhouette.toFixed(3)}; ` +
      `with outliers ${quality.silhouetteAll.toFixed(3)}), stability ${quality.stability.toFixed(2)}, Jaccard ` +
      clusters.map((main) => main.jaccard.toFixed(2)).join(' '),
    `rank eta squared: ${etas.map(({ name, eta }) => `${name} ${eta.toFixed(2)}`).join(', ')}`,
    ...mains.map(
      (row) =>
        `segment ${row.clusterLabel}: ${row.archetype}, ${counted(row.customerCount, 'customer')} (${percent(row.shareOfCustomers)})`,
    ),
  ];
}

/** The mean silhouette, with its error if it is an estimate. */
function describeSilhouette(
  { silhouette, silhouetteStandardError: error, silhouetteSampleRows: sample }: HybridQuality,
  customers: number,
): string {
  if (sample === null || error === null) return silhouette.toFixed(3);
  return estimateInWords(silhouette, error, { sample, customers });
}

/** Units, because one outlier may send back more of them in a line than all others together; null if not known. */
function outlierShareOfUnits(
  features: Matrix,
  { returnedUnitsColumn }: Stratum,
  { mainCluster }: HybridResult,
): number | null {
  if (returnedUnitsColumn === null) return null;
  const units = columnOf(features, features.names.indexOf(returnedUnitsColumn));
  const total = units.reduce((sum, value) => sum + value, 0);
  const held = units.reduce((sum, value, row) => sum + (mainCluster[row] === 0 ? value : 0), 0);
  return total > 0 && mainCluster.includes(0) ? held / total : null;
}

function mainLabels(result: HybridResult): string[] {
  return Array.from(result.mainCluster, (main) => String(main));
}
