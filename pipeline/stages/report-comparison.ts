import type { ComparisonRow, ComparisonTrial } from '../../reporting/report-input.ts';
import type { Database } from '../core/database.ts';
import { hasTable } from '../core/models.ts';
import type { Segmentation } from '../core/segmentation.ts';

interface MeasuredRun {
  readonly stratum: string;
  /** null: a comparison of a version that did not record what it measured. */
  readonly dataFingerprint: string | null;
  readonly winnerRule: string | null;
}

/**
 * The last comparison of each stratum. One that measured other customers or features than the clustering that is reported
 * on comes without its trials: beside the segments they would be taken for figures on the same data.
 *
 * @param clustered - Strata of the clustering with the fingerprints of their data.
 */
export async function readComparison(
  database: Database,
  segmentation: Segmentation,
  clustered: readonly { readonly stratum: string; readonly dataFingerprint: string }[],
): Promise<ComparisonRow[]> {
  const measured = await readMeasuredRuns(database, segmentation);
  const trials = measured.length === 0 ? [] : await readTrials(database, segmentation);
  return clustered.flatMap(({ stratum, dataFingerprint }) => {
    const run = measured.find((row) => row.stratum === stratum);
    if (run === undefined) return [];
    const isCurrent = run.dataFingerprint === dataFingerprint;
    return [
      {
        stratum,
        isCurrent,
        winnerRule: run.winnerRule ?? '',
        trials: isCurrent ? trials.filter((trial) => trial.stratum === stratum) : [],
      },
    ];
  });
}

async function readMeasuredRuns(database: Database, { name }: Segmentation): Promise<MeasuredRun[]> {
  if (!(await hasTable(database, 'algorithm_comparison'))) return [];
  const isRecorded = await hasTable(database, 'comparison_runs');
  const records = isRecorded
    ? 'comparison_runs'
    : `(select null::varchar as segmentation, null::varchar as stratum, null::varchar as run_id,
        null::varchar as data_fingerprint, null::varchar as winner_rule)`;
  return database.queryRows<MeasuredRun>(
    `select distinct compared.stratum, records.data_fingerprint as dataFingerprint,
      records.winner_rule as winnerRule
    from algorithm_comparison as compared left join ${records} as records
      on records.segmentation = compared.segmentation and records.stratum = compared.stratum
      and records.run_id = compared.run_id
    where compared.segmentation = $name`,
    { name },
  );
}

function readTrials(
  database: Database,
  { name }: Segmentation,
): Promise<(ComparisonTrial & { stratum: string })[]> {
  return database.queryRows(
    `select stratum, feature_set as featureSet, algorithm, parameters, n_clusters::double as clusterCount, coverage,
      noise_count::double as noiseCount, silhouette, permuted_silhouette as permutedSilhouette,
      calinski_harabasz as calinskiHarabasz, davies_bouldin as daviesBouldin, smallest_cluster::double as smallestCluster,
      is_sampled as isSampled, is_winner as isWinner, why_not as whyNot
    from algorithm_comparison where segmentation = $name order by stratum, position`,
    { name },
  );
}
