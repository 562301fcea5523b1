import { featuresOf } from '../../features/catalog.ts';
import type { ClusteringEngine } from '../../clustering/engine.ts';
import {
  NO_CHARTS,
  type ChartData,
  type DensityCurve,
  type SilhouetteProfile,
} from '../../reporting/chart-data.ts';
import type { RunRow } from '../../reporting/report-input.ts';
import { DataError } from '../core/errors.ts';
import { rowsByLabel } from '../core/rows-by-label.ts';
import type { Segmentation } from '../core/segmentation.ts';
import type { StageContext } from '../core/stage.ts';
import { drawCustomerMaps } from './customer-maps.ts';
import { readCustomerSpace, type CustomerSpace } from './customer-space.ts';
import { shownId } from './report-assignments.ts';
import { useEngine } from './with-engine.ts';

/** Points of a curve: finer steps than a picture shows. */
const CURVE_POINTS = 400;

/** What pictures show of the last clustering: customers on maps, distances of the outlier filter, silhouettes. */
export async function readCharts(
  context: StageContext,
  segmentation: Segmentation,
  { runs, showIds }: { readonly runs: readonly RunRow[]; readonly showIds: boolean },
): Promise<ChartData> {
  if (!context.config.report.pictures) return NO_CHARTS;
  return useEngine(context.config, async (engine) => {
    const charts: ChartData[] = [];
    for (const run of runs) charts.push(await chartsOf(context, segmentation, { run, showIds, engine }));
    return {
      maps: charts.flatMap(({ maps }) => maps),
      densityCurves: charts.flatMap(({ densityCurves }) => densityCurves),
      silhouettes: charts.flatMap(({ silhouettes }) => silhouettes),
    };
  });
}

interface ChartTask {
  readonly run: RunRow;
  readonly showIds: boolean;
  readonly engine: ClusteringEngine;
}

async function chartsOf(
  context: StageContext,
  segmentation: Segmentation,
  { run, showIds, engine }: ChartTask,
): Promise<ChartData> {
  const { stratum } = run;
  const customers = await readCustomerSpace(context, segmentation, stratum);
  const results = await readResults(context, segmentation, { stratum, showIds });
  if (customers.keys.some((key, row) => key !== results.keys[row])) {
    throw new DataError(
      `${segmentation.processedTable} and clustering_results hold different customers: run pipeline run --layer gold`,
    );
  }
  const labelOf = new Map(
    featuresOf(segmentation.name, stratum).map((feature) => [feature.name, feature.label]),
  );
  return {
    maps: await drawCustomerMaps(customers, {
      stratum,
      customerIds: results.shownIds,
      clusterLabels: results.labels,
      featureLabel: (name) => labelOf.get(name) ?? name,
      limit: context.config.report.mapCustomers,
      seed: run.seed,
    }),
    densityCurves: await densityCurvesOf(customers, run, engine),
    silhouettes: silhouettesOf(stratum, results),
  };
}

/** Results of a stratum in the order of the customers' ids. */
interface Results {
  readonly keys: readonly string[];
  readonly shownIds: readonly string[];
  /** '2' or 'outlier'. */
  readonly labels: readonly string[];
  readonly silhouettes: readonly (number | null)[];
}

async function readResults(
  { database }: StageContext,
  segmentation: Segmentation,
  { stratum, showIds }: { readonly stratum: string; readonly showIds: boolean },
): Promise<Results> {
  const columns = await database.queryColumns(
    `select customer_id, ${shownId(showIds)} as shown_id, coalesce(main_cluster::varchar, 'outlier') as label, silhouette
    from clustering_results where segmentation = $segmentation and stratum = $stratum order by customer_id`,
    { segmentation: segmentation.name, stratum },
  );
  return {
    keys: columns['customer_id'] as string[],
    shownIds: columns['shown_id'] as string[],
    labels: columns['label'] as string[],
    silhouettes: columns['silhouette'] as (number | null)[],
  };
}

/** The curve eps was read off, computed anew on the same rows; none where there was no filter. */
async function densityCurvesOf(
  { space }: CustomerSpace,
  { stratum, eps, minSamples }: RunRow,
  engine: ClusteringEngine,
): Promise<DensityCurve[]> {
  if (eps === null || minSamples === null || space.rows === 0) return [];
  const distances = await engine.kDistances(space, Math.min(minSamples, space.rows));
  return [{ stratum, distances: thinned(distances.sort()), customerCount: space.rows, minSamples, eps }];
}

function silhouettesOf(stratum: string, { labels, silhouettes }: Results): SilhouetteProfile[] {
  const byLabel = rowsByLabel(labels);
  byLabel.delete('outlier');
  return [...byLabel].flatMap(([clusterLabel, rows]) => {
    const values = Float64Array.from(rows, (row) => silhouettes[row] ?? NaN).filter(Number.isFinite);
    if (values.length === 0) return [];
    return [
      {
        stratum,
        clusterLabel,
        values: thinned(values.sort().reverse()),
        customerCount: rows.length,
      },
    ];
  });
}

/** At most some hundred of the values, at even steps, the first and the last among them. */
function thinned(values: Float64Array): Float64Array {
  if (values.length <= CURVE_POINTS) return values;
  const step = (values.length - 1) / (CURVE_POINTS - 1);
  return Float64Array.from({ length: CURVE_POINTS }, (_, i) => values[Math.round(i * step)]!);
}
