import { InvalidInputError } from '../pipeline/core/errors.ts';
import { createMatrix, takeRows, type Matrix } from '../pipeline/core/matrix.ts';
import { requireFinite } from './check-input.ts';
import type { ClusteringEngine, ClusteringTools } from './engine.ts';
import { autoMinSamples, type HybridOptions } from './hybrid-options.ts';
import type {
  HybridPhase,
  HybridQuality,
  HybridResult,
  MainCluster,
  OutlierFilter,
} from './hybrid-result.ts';
import { meanSilhouette } from './indices.ts';
import { jaccardStability } from './jaccard-stability.ts';
import { scanClusterCounts, type KScan } from './k-scan.ts';
import { chooseEps } from './knee.ts';
import { labelsBySize, rowsByCluster } from './labels.ts';
import { permutedSilhouette } from './permuted-reference.ts';
import { assignOutliersOnly, assignRows, type ClusteredRows } from './row-assignments.ts';
import { drawSilhouetteRows } from './silhouette-sample.ts';
import { findSubClusters, type SubClusters } from './sub-clusters.ts';

/** Is told which phase begins, or how far it is in [0, 1), and waited for: callers time phases, show progress, hear signals. */
export type OnPhase = (phase: HybridPhase, fraction?: number) => void | Promise<void>;

/**
 * Clusters rows in three phases: DBSCAN sets outliers apart, K-means divides the rest, DBSCAN divides each cluster.
 *
 * @param matrix - Shape (n, d), n >= 1, finite and scaled, rows in an order of the caller's choice. Not modified.
 * @param options - Complete options, see DEFAULT_HYBRID_OPTIONS.
 * @param tools - Engine, generator and who is told about progress.
 * @returns A result with no clusters and a warning that says so, if all rows are outliers (a fixed eps too small).
 * @throws {InvalidInputError} If the matrix has no rows, a value is not finite, or a fixed k exceeds the number of rows
 *   that are not outliers.
 * @remarks Depends on the order of rows, the options and the generator only. The time goes into pairs of rows
 *   (neighbours, and up to three passes for silhouettes) and into the K-means runs of scan and stability.
 */
export async function runHybrid(
  matrix: Matrix,
  options: HybridOptions,
  tools: ClusteringTools & { readonly onPhase?: OnPhase },
): Promise<HybridResult> {
  const { engine, random, onPhase = () => undefined } = tools;
  if (matrix.rows === 0) throw new InvalidInputError('runHybrid: the matrix must have rows, got 0');
  requireFinite(matrix, 'runHybrid');

  await onPhase('outliers');
  const { rows, outliers } = await filterOutliers(matrix, options, engine);
  if (rows.length === 0) return withoutClusters(matrix, outliers);
  const inliers = takeRows(matrix, rows);

  await onPhase('k-means');
  const scan = await scanClusterCounts(inliers, options, {
    engine,
    random: random.fork('scan'),
    onStep: (fraction) => onPhase('k-means', fraction),
  });
  const { labels, centroids } = numberBySize(scan.fit);

  await onPhase('sub-clusters');
  const members = rowsByCluster(labels).map((cluster) => takeRows(inliers, cluster));
  const subClusters: SubClusters[] = [];
  for (const cluster of options.subClusters.enabled ? members : []) {
    await onPhase('sub-clusters', subClusters.length / members.length);
    subClusters.push(
      await findSubClusters(
        cluster,
        { ...options, ...options.subClusters },
        { engine, random: random.fork(`sub-clusters of ${subClusters.length + 1}`) },
      ),
    );
  }

  await onPhase('stability');
  const { k, stability } = scan.rows[scan.chosen]!;
  const stabilities = await jaccardStability(
    inliers,
    { labels, k },
    {
      engine,
      random: random.fork('jaccard'),
      runs: options.jaccardRuns,
      maxRows: options.stabilityMaxRows,
      onStep: (fraction) => onPhase('stability', fraction),
    },
  );

  await onPhase('quality');
  const assignments = assignRows(matrix, {
    rows,
    labels,
    centroids,
    silhouettes: scan.silhouettes,
    subClusters,
  });
  const permuted = await permutedSilhouette(
    inliers,
    { ...options, k },
    { engine, random: random.fork('permuted') },
  );
  const sample = drawSilhouetteRows(matrix.rows, options, random);
  const [withOutliers] = await engine.silhouettes(matrix, [assignments.mainCluster], sample);
  return {
    ...assignments,
    centroids,
    clusters: describeClusters(assignments, stabilities, subClusters),
    outliers,
    scan: scan.rows,
    quality: { ...qualityOf(scan, permuted), stability, silhouetteAll: meanSilhouette(withOutliers!) },
    warnings: [...wideningWarnings(outliers), ...scan.warnings],
  };
}

/** Phase 1: the rows that are not noise, and how the noise was found. */
async function filterOutliers(
  matrix: Matrix,
  options: HybridOptions,
  engine: ClusteringEngine,
): Promise<{ rows: Int32Array; outliers: OutlierFilter }> {
  const { eps, targetNoise, holdings, maxHoldingFactor } = options;
  const minSamples =
    options.minSamples === 'auto' ? autoMinSamples(matrix.rows, matrix.columns) : options.minSamples;
  const { density, ...choice } = await chooseEps(
    matrix,
    { eps, minSamples, targetNoise, holdings, maxHoldingFactor },
    engine,
  );
  const rows = Int32Array.from(density.labels.keys()).filter((row) => density.labels[row]! >= 0);
  return {
    rows,
    outliers: {
      ...choice,
      minSamples,
      isCore: density.isCore,
      outlierCount: density.noiseCount,
      denseGroups: density.clusterCount,
    },
  };
}

/** Clusters renumbered from the largest to the smallest, ties by lowest row. */
function numberBySize(fit: KScan['fit']): Pick<ClusteredRows, 'labels' | 'centroids'> {
  const order = labelsBySize(fit.labels);
  const numbers = new Int32Array(order.length);
  order.forEach((label, rank) => (numbers[label] = rank));
  return { labels: fit.labels.map((label) => numbers[label]!), centroids: takeRows(fit.centroids, order) };
}

/** Facts about each main cluster. */
function describeClusters(
  {
    mainCluster,
    distanceToCentroid,
    silhouette,
  }: Pick<HybridResult, 'mainCluster' | 'distanceToCentroid' | 'silhouette'>,
  jaccards: readonly number[],
  subClusters: readonly SubClusters[],
): MainCluster[] {
  const members = rowsByCluster(mainCluster.map((main) => main - 1));
  return members.map((rows, index) => ({
    number: index + 1,
    size: rows.length,
    radius: rows.reduce((radius, row) => Math.max(radius, distanceToCentroid[row]!), 0),
    silhouette: meanSilhouette(Float64Array.from(rows, (row) => silhouette[row]!)),
    jaccard: jaccards[index]!,
    subClusters: subClusters[index] ?? null,
  }));
}

/** The indices of the chosen K beside the permuted reference. */
function qualityOf(scan: KScan, permuted: number): Omit<HybridQuality, 'stability' | 'silhouetteAll'> {
  const { silhouette, silhouetteStandardError, calinskiHarabasz, daviesBouldin } = scan.rows[scan.chosen]!;
  return {
    silhouette,
    silhouetteStandardError,
    silhouetteSampleRows: scan.silhouetteSampleRows,
    calinskiHarabasz,
    daviesBouldin,
    permutedSilhouette: permuted,
  };
}

function wideningWarnings({ widened, released, kneeEps, kneeNoise, eps, noise }: OutlierFilter): string[] {
  if (!widened || kneeEps === null || kneeNoise === null) return [];
  const why = released ? ', so that outliers hold less of revenue, returned lines or activity' : '';
  return [
    `eps was widened from ${kneeEps.toPrecision(3)} (the knee, ${percent(kneeNoise)} outliers) to ${eps.toPrecision(3)} (${percent(noise)})${why}.`,
  ];
}

function percent(share: number): string {
  return `${(100 * share).toFixed(1)} %`;
}

/** The result when the density filter leaves nothing. */
function withoutClusters(matrix: Matrix, outliers: OutlierFilter): HybridResult {
  const { eps, minSamples } = outliers;
  return {
    ...assignOutliersOnly(matrix.rows),
    centroids: createMatrix(0, matrix.names, new Float64Array(0)),
    clusters: [],
    outliers,
    scan: [],
    quality: {
      silhouette: NaN,
      silhouetteStandardError: null,
      silhouetteSampleRows: null,
      silhouetteAll: NaN,
      calinskiHarabasz: NaN,
      daviesBouldin: NaN,
      permutedSilhouette: NaN,
      stability: NaN,
    },
    warnings: [
      `All ${matrix.rows} rows are outliers at eps ${eps}, minSamples ${minSamples}: nothing was clustered. Use a larger eps, or 'auto'.`,
    ],
  };
}
