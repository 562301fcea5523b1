import type { ColumnValues, Database } from '../core/database.ts';
import type { Segmentation } from '../core/segmentation.ts';
import type { StageContext } from '../core/stage.ts';
import type { Clustering } from './clustering.ts';
import { boolean, double, integer, labels, text } from './result-columns.ts';
import { flattenSettings } from './settings.ts';

const RESULT_TABLES = ['clustering_results', 'cluster_summary', 'cluster_profiles', 'cluster_selection'];

/** Removes the results of the last run of a segmentation and what was joined from them; the history of runs stays. */
export async function clearClusterTables({ database }: StageContext, { name }: Segmentation): Promise<void> {
  for (const table of RESULT_TABLES) {
    await database.execute(`delete from ${table} where segmentation = $name`, { name });
  }
  await database.execute('drop table if exists gold_customer_360');
}

/** Adds the results of one stratum; its run is added to the history. */
export async function writeClusterTables(context: StageContext, clustering: Clustering): Promise<void> {
  await writeResults(context, clustering);
  await writeSummary(context, clustering);
  await writeProfiles(context, clustering);
  await writeScan(context, clustering);
  await writeRun(context, clustering);
}

/** What every row of a stratum is labelled with. */
function namesOf({ segmentation, stratum }: Clustering): { segmentation: string; stratum: string } {
  return { segmentation: segmentation.name, stratum: stratum.name };
}

async function writeResults(context: StageContext, clustering: Clustering): Promise<void> {
  const { keys, result, outlierScores, completeness, summaries } = clustering;
  const archetypes = new Map(summaries.rows.map((row) => [row.clusterLabel, row.archetype]));
  const clusterIds = numberLabels(summaries.rows.map((row) => row.clusterLabel));
  const known = (values: Int32Array) => Array.from(values, (value) => (value === 0 ? null : value));
  await context.database.append('clustering_results', [
    ...labels(context, namesOf(clustering), keys.length),
    text(keys),
    integer(known(result.mainCluster)),
    integer(known(result.subCluster)),
    integer(known(result.nearestCluster)),
    integer(result.clusterLabel.map((label) => clusterIds.get(label)!)),
    text(result.clusterLabel),
    text(result.clusterLabel.map((label) => archetypes.get(label) ?? '')),
    boolean(Array.from(result.mainCluster, (main) => main === 0)),
    double(result.distanceToCentroid),
    double(result.silhouette),
    double(outlierScores),
    double(completeness),
    text(keys.map(() => timestampOf(context))),
  ]);
}

/**
 * `cluster_id` of each label: -1 for outliers, else 0, 1, ... in the order of the summary.
 *
 * @param summaryLabels - Labels of the rows of a summary.
 */
export function numberLabels(summaryLabels: readonly string[]): Map<string, number> {
  const clusters = summaryLabels.filter((label) => label !== 'outlier' && label !== 'all');
  return new Map([['outlier', -1], ...clusters.map((label, index): [string, number] => [label, index])]);
}

async function writeSummary(context: StageContext, clustering: Clustering): Promise<void> {
  const { rows } = clustering.summaries;
  await appendWithMaps(context.database, 'cluster_summary', [
    ...labels(context, namesOf(clustering), rows.length),
    text(rows.map((row) => row.clusterLabel)),
    text(rows.map((row) => row.level)),
    integer(rows.map((row) => row.customerCount)),
    double(rows.map((row) => row.shareOfCustomers)),
    double(rows.map((row) => row.shareOfRevenue)),
    double(rows.map((row) => row.shareOfReturns)),
    text(rows.map((row) => row.archetype)),
    text(rows.map((row) => row.archetypeRule)),
    text(rows.map((row) => row.strategy)),
    double(rows.map((row) => row.silhouetteMean)),
    double(rows.map((row) => row.jaccardStability)),
    text(rows.map((row) => toJson(row.headlineMeans))),
    text(rows.map((row) => toJson(row.headlineMedians))),
  ]);
}

async function writeProfiles(context: StageContext, clustering: Clustering): Promise<void> {
  const { profiles } = clustering.summaries;
  await context.database.append('cluster_profiles', [
    ...labels(context, namesOf(clustering), profiles.length),
    text(profiles.map((profile) => profile.label)),
    text(profiles.map((profile) => profile.feature)),
    double(profiles.map((profile) => profile.statistics.mean)),
    double(profiles.map((profile) => profile.statistics.median)),
    double(profiles.map((profile) => profile.statistics.p25)),
    double(profiles.map((profile) => profile.statistics.p75)),
    double(profiles.map((profile) => profile.populationMean)),
    double(profiles.map((profile) => profile.standardisedDifference)),
    integer(profiles.map((profile) => profile.rank)),
  ]);
}

async function writeScan(context: StageContext, clustering: Clustering): Promise<void> {
  const { scan } = clustering.result;
  await context.database.append('cluster_selection', [
    ...labels(context, namesOf(clustering), scan.length),
    integer(scan.map((row) => row.k)),
    double(scan.map((row) => row.inertia)),
    double(scan.map((row) => row.silhouette)),
    double(scan.map((row) => row.silhouetteStandardError)),
    double(scan.map((row) => row.calinskiHarabasz)),
    double(scan.map((row) => row.daviesBouldin)),
    double(scan.map((row) => row.elbowDistance)),
    double(scan.map((row) => row.stability)),
    integer(scan.map((row) => row.smallestCluster)),
    double(scan.map((row) => row.largestShare)),
    boolean(scan.map((row) => row.isDegenerate)),
    boolean(scan.map((row) => row.isChosen)),
    text(scan.map((row) => row.whyNot)),
  ]);
}

async function writeRun(context: StageContext, clustering: Clustering): Promise<void> {
  const { database, config } = context;
  const { result, segmentation, stratum, keys } = clustering;
  const { quality, outliers } = result;
  const { ineligible } = await database.queryOne<{ ineligible: number }>(
    'select count(*)::double as ineligible from ineligible_customers where segmentation = $segmentation and stratum = $stratum',
    { segmentation: segmentation.name, stratum: stratum.name },
  );
  const clustered = keys.length - outliers.outlierCount;
  await appendWithMaps(database, 'clustering_runs', [
    text([context.runId]),
    text([segmentation.name]),
    text([stratum.name]),
    text([clustering.modelId]),
    text([timestampOf(context)]),
    text([config.clustering.engine]),
    text([String(config.seed)]),
    text([JSON.stringify(flattenSettings(config))]),
    text([clustering.dataFingerprint]),
    integer([keys.length]),
    integer([clustered]),
    integer([ineligible]),
    double([clustered / keys.length]),
    double([outliers.noise]),
    double([outliers.kneeNoise]),
    double([outliers.eps]),
    integer([outliers.minSamples]),
    integer([result.clusters.length]),
    double([quality.silhouette]),
    double([quality.silhouetteStandardError]),
    integer([quality.silhouetteSampleRows]),
    double([quality.silhouetteAll]),
    double([quality.permutedSilhouette]),
    double([quality.calinskiHarabasz]),
    double([quality.daviesBouldin]),
    double([quality.stability]),
    double([clustering.missingnessNmi]),
    text([toJson(clustering.secondsByPhase)]),
    text([JSON.stringify(clustering.gates)]),
    text([JSON.stringify(result.warnings)]),
  ]);
}

/** The appender writes no maps: their columns are appended as JSON and cast. */
async function appendWithMaps(
  database: Database,
  table: string,
  columns: readonly ColumnValues[],
): Promise<void> {
  const described = await database.queryRows<{ column_name: string; column_type: string }>(
    `describe ${table}`,
  );
  const staging = `${table}_staging`;
  const definitions = described.map(
    ({ column_name: name, column_type: type }) => `${name} ${type.startsWith('MAP') ? 'varchar' : type}`,
  );
  await database.execute(`create temp table ${staging} (${definitions.join(', ')})`);
  await database.append(staging, columns);
  const values = described.map(({ column_name: name, column_type: type }) =>
    type.startsWith('MAP') ? `${name}::json::${type} as ${name}` : name,
  );
  await database.execute(`insert into ${table} select ${values.join(', ')} from ${staging}`);
  await database.execute(`drop table ${staging}`);
}

/** NaN is no JSON: unknown figures become null. */
function toJson(values: Readonly<Record<string, number>>): string {
  return JSON.stringify(values);
}

function timestampOf({ startedAt }: StageContext): string {
  return startedAt.toISOString().replace('T', ' ').replace('Z', '');
}
