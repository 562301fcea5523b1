import { headlineFeaturesOf } from '../../features/catalog.ts';
import type {
  ArchetypeEntry,
  CleaningLedger,
  GateResult,
  IneligibleCount,
  LedgerRow,
  Limits,
  ParameterValue,
  ProfileRow,
  QualityIssue,
  ReportInput,
  RunRow,
  SelectionRow,
  SourceFileRow,
  StageSeconds,
  SummaryRow,
} from '../../reporting/report-input.ts';
import type { Database } from '../core/database.ts';
import { fingerprintOfCode, fingerprintOfSql } from '../core/fingerprint.ts';
import type { Segmentation } from '../core/segmentation.ts';
import type { StageContext } from '../core/stage.ts';
import { archetypeRulesOf } from './archetype-kinds.ts';
import { glossaryOf } from './glossary.ts';
import { readComparison } from './report-comparison.ts';
import { assignmentsOf } from './report-assignments.ts';
import { readCharts } from './report-charts.ts';
import { readFeatureRows } from './report-features.ts';
import { readReturnedUnits } from './report-units.ts';
import { resultIdOf, settingsOfResult } from './result-id.ts';

/** Reads everything a report needs from the tables of the last clustering of a segmentation. */
export async function readReportInput(
  context: StageContext,
  segmentation: Segmentation,
): Promise<ReportInput> {
  const { database, config } = context;
  const reader = new ReportReader(database, segmentation);
  const runs = await reader.lastRuns();
  const { runId, createdAt } = runs[0]!;
  const scope = await reader.scope();
  const summary = await reader.summary();
  const headlineFeatures = headlineOf(segmentation, summary);
  const input = runs.map(({ row }) => row.dataFingerprint).join('-');
  const identity = {
    runs: runs.map(({ row }) => row),
    sourceFiles: await reader.sourceFiles(),
    parameters: settingsOfResult(runs[0]!.parameters),
    versions: await reader.versions(context.version),
    fingerprints: { input, sql: fingerprintOfSql(), code: fingerprintOfCode() },
  };
  const limits = limitsOf(identity.parameters);
  const showIds = config.privacy.showEmails || config.privacy.hashCustomerIds;
  return {
    ...identity,
    segmentation: segmentation.name,
    title: config.report.title,
    resultId: resultIdOf(identity),
    execution: { runId, createdAt, stages: await reader.stages(runId) },
    asOf: scope.asOf,
    dataSpan: { first: scope.first, last: scope.last },
    currency: config.report.currency,
    hasValues: scope.hasValues,
    headlineFeatures,
    summary,
    profiles: await reader.profiles(),
    selection: await reader.selection(),
    features: await readFeatureRows(database, segmentation),
    comparison: await readComparison(database, segmentation, identity.runs),
    gates: runs.flatMap(({ gates }) => gates),
    limits,
    ineligible: await reader.ineligible(),
    issues: await reader.issues(),
    ledger: await reader.ledger(),
    archetypes: archetypesOf(segmentation, scope.spanDays, runs[0]!.parameters),
    glossary: glossaryOf(segmentation, { ...identity, limits, hasValues: scope.hasValues }),
    fittedNumbers: [
      { what: 'preprocessing', file: 'models/model.json', pointer: '/strata/*/preprocessing' },
      { what: 'centroids and radii', file: 'models/model.json', pointer: '/strata/*/clusters' },
      { what: 'reference statistics', file: 'models/model.json', pointer: '/strata/*/reference' },
    ],
    charts: await readCharts(context, segmentation, { runs: identity.runs, showIds }),
    assignments: assignmentsOf(database, segmentation, { features: headlineFeatures, showIds }),
  };
}

/** Headline features of all strata that are known for anybody. */
function headlineOf({ name, strata }: Segmentation, summary: readonly SummaryRow[]): string[] {
  const features = [...new Set(strata.flatMap((stratum) => headlineFeaturesOf(name, stratum.name)))];
  const everybody = summary.filter((row) => row.level === 'all');
  return features.filter((feature) => everybody.some((row) => (row.headlineMeans[feature] ?? null) !== null));
}

/** Names that segments can get; words of lapse and novelty only where the data are long enough for them. */
function archetypesOf(
  { name, strata }: Segmentation,
  spanDays: number,
  parameters: Readonly<Record<string, ParameterValue>>,
): ArchetypeEntry[] {
  const isLong = spanDays >= Number(parameters['archetypes.minSpanDays']);
  return strata
    .flatMap((stratum) => archetypeRulesOf(name, stratum.name))
    .filter((rule) => isLong || !rule.needsSpan)
    .map((rule) => ({ archetype: rule.name, strategy: rule.strategy }));
}

/** The limits the run was made with, which may differ from those of today's configuration. */
function limitsOf(parameters: Readonly<Record<string, ParameterValue>>): Limits {
  const limit = (key: string) => Number(parameters[key]);
  return {
    minSilhouetteGain: limit('gates.minSilhouetteGain'),
    maxNoise: limit('gates.maxNoise'),
    minStability: limit('clustering.minStability'),
    maxMissingnessNmi: limit('gates.maxMissingnessNmi'),
    minJaccard: limit('gates.minJaccard'),
    minClusterSize: limit('clustering.minClusterSize'),
    minClusterShare: limit('clustering.minClusterShare'),
  };
}

/** The small tables, each as the rows the report wants. */
class ReportReader {
  readonly #database: Database;
  readonly #segmentation: Segmentation;

  constructor(database: Database, segmentation: Segmentation) {
    this.#database = database;
    this.#segmentation = segmentation;
  }

  /** Rows of a query whose `$segmentation` is bound. */
  #rows<Row extends object>(sql: string): Promise<Row[]> {
    return this.#database.queryRows<Row>(sql, { segmentation: this.#segmentation.name });
  }

  async scope() {
    return this.#database.queryOne<{
      asOf: string;
      first: string;
      last: string;
      spanDays: number;
      hasValues: boolean;
    }>(
      `select as_of_date::varchar as asOf, first_date::varchar as first, last_date::varchar as last,
        span_days::double as spanDays, has_values as hasValues from ${this.#segmentation.scopeTable}`,
    );
  }

  /** The strata of the last run, in their order. */
  async lastRuns() {
    const runs = await this.#rows<LastRun>(
      `select
        run_id as runId, created_at as createdAt, stratum, model_id as modelId, engine, seed, data_fingerprint as dataFingerprint,
        customer_count as customerCount, clustered_count as clusteredCount, ineligible_count as ineligibleCount,
        coverage, noise, knee_noise as kneeNoise, eps, min_samples as minSamples, k, silhouette,
        silhouette_standard_error as silhouetteStandardError, silhouette_sample_rows as silhouetteSampleRows, silhouette_all as silhouetteAll,
        permuted_silhouette as permutedSilhouette, calinski_harabasz as calinskiHarabasz, davies_bouldin as daviesBouldin,
        stability, missingness_nmi as missingnessNmi, to_json(seconds_by_phase)::varchar as seconds, warnings, gates, parameters
      from clustering_runs
      where segmentation = $segmentation and run_id = (
        select run_id from clustering_runs where segmentation = $segmentation order by created_at desc, run_id desc limit 1
      )`,
    );
    const order = this.#segmentation.strata.map(({ name }) => name);
    return runs.sort((a, b) => order.indexOf(a.stratum) - order.indexOf(b.stratum)).map(toRun);
  }

  async summary(): Promise<SummaryRow[]> {
    const rows = await this.#rows<
      Omit<SummaryRow, 'shareOfReturnedUnits' | 'headlineMeans' | 'headlineMedians'> & {
        means: string;
        medians: string;
      }
    >(
      `select
        stratum, cluster_label as clusterLabel, level, customer_count as customerCount, share_of_customers as shareOfCustomers,
        share_of_revenue as shareOfRevenue, share_of_returns as shareOfReturns, archetype, archetype_rule as archetypeRule,
        strategy, silhouette_mean as silhouetteMean, jaccard_stability as jaccardStability,
        to_json(headline_means)::varchar as means, to_json(headline_medians)::varchar as medians
      from cluster_summary where segmentation = $segmentation
      order by list_position(['main', 'sub', 'outlier', 'all'], replace(level, 'sub', 'main')),
        try_cast(split_part(cluster_label, '.', 1) as integer), try_cast(split_part(cluster_label, '.', 2) as integer) nulls first`,
    );
    const unitsOf = await readReturnedUnits(this.#database, this.#segmentation);
    return rows.map(({ means, medians, ...row }) => ({
      ...row,
      shareOfReturnedUnits: unitsOf(row.stratum, row.clusterLabel),
      headlineMeans: JSON.parse(means) as SummaryRow['headlineMeans'],
      headlineMedians: JSON.parse(medians) as SummaryRow['headlineMedians'],
    }));
  }

  profiles(): Promise<ProfileRow[]> {
    return this.#rows<ProfileRow>(
      `select stratum, cluster_label as clusterLabel, feature, mean, median, p25, p75, population_mean as populationMean,
        standardised_difference as standardisedDifference, rank
      from cluster_profiles where segmentation = $segmentation order by cluster_label, rank`,
    );
  }

  selection(): Promise<SelectionRow[]> {
    return this.#rows<SelectionRow>(
      `select segmentation, stratum, run_id as runId, k, inertia, silhouette,
        silhouette_standard_error as silhouetteStandardError, calinski_harabasz as calinskiHarabasz,
        davies_bouldin as daviesBouldin, elbow_distance as elbowDistance, stability, smallest_cluster as smallestCluster,
        largest_share as largestShare, is_degenerate as isDegenerate, is_chosen as isChosen, why_not as whyNot
      from cluster_selection where segmentation = $segmentation order by stratum, k`,
    );
  }

  ineligible(): Promise<IneligibleCount[]> {
    return this.#rows<IneligibleCount>(
      `select stratum, reason, count(*)::double as customerCount from ineligible_customers
      where segmentation = $segmentation group by all order by all`,
    );
  }

  issues(): Promise<QualityIssue[]> {
    return this.#database.queryRows<QualityIssue>(
      `select rule, severity, issue_count::double as count, meaning from ${this.#segmentation.issuesTable}
      order by issue_count desc, rule`,
    );
  }

  sourceFiles(): Promise<SourceFileRow[]> {
    return this.#database.queryRows<SourceFileRow>(
      `select path as file, rows_in_file::double as rowsInFile, rows_loaded::double as rowsLoaded,
        rows_rejected::double as rowsRejected, rows_duplicate::double as rowsDuplicate, content_hash as sha256
      from bronze_files where target_table = $table order by path`,
      { table: this.#segmentation.bronzeTable },
    );
  }

  async ledger(): Promise<CleaningLedger> {
    const entries = await this.#database.queryRows<LedgerRow>(
      `select entry, reason, row_count::double as rowCount
      from ${this.#segmentation.ledgerTable} order by entry = 'excluded', row_count desc, reason`,
    );
    const { rowsIn } = await this.#database.queryOne<{ rowsIn: number }>(
      `select count(*)::double as rowsIn from ${this.#segmentation.bronzeTable}`,
    );
    return { rowsIn, entries };
  }

  stages(runId: string): Promise<StageSeconds[]> {
    return this.#database.queryRows<StageSeconds>(
      `select stage, seconds from pipeline_stages where run_id = $runId and seconds is not null and stage <> 'write report' order by position`,
      { runId },
    );
  }

  async versions(version: string): Promise<Record<string, string>> {
    const { duckdb } = await this.#database.queryOne<{ duckdb: string }>('select version() as duckdb');
    return { 'medallion-segments': version, duckdb, node: process.version };
  }
}

interface LastRun extends Omit<RunRow, 'secondsByPhase' | 'warnings'> {
  runId: string;
  createdAt: Date;
  seconds: string;
  warnings: string;
  gates: string;
  parameters: string;
}

/** A row of the history as the report wants it. */
function toRun({ runId, createdAt, seconds, warnings, gates, parameters, ...row }: LastRun): {
  runId: string;
  createdAt: Date;
  parameters: Record<string, ParameterValue>;
  row: RunRow;
  gates: GateResult[];
} {
  const parsed = JSON.parse(gates) as Omit<GateResult, 'stratum'>[];
  return {
    runId,
    createdAt,
    parameters: JSON.parse(parameters) as Record<string, ParameterValue>,
    row: {
      ...row,
      secondsByPhase: JSON.parse(seconds) as Record<string, number>,
      warnings: JSON.parse(warnings) as string[],
    },
    gates: parsed.map((gate) => ({ stratum: row.stratum, ...gate })),
  };
}
