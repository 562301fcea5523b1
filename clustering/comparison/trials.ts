import { leastClusterSize } from '../../pipeline/core/least-cluster-size.ts';
import type { Matrix } from '../../pipeline/core/matrix.ts';
import type { ClusteringTools } from '../engine.ts';
import { gaussianMixture } from '../gaussian-mixture.ts';
import { hdbscan } from '../hdbscan/index.ts';
import { hierarchical, type Linkage } from '../hierarchical.ts';
import { runHybrid } from '../hybrid.ts';
import { autoMinSamples } from '../hybrid-options.ts';
import type { ComparisonOptions } from './comparison-options.ts';

/** The algorithms that are compared. */
export type AlgorithmName = 'K-means' | 'DBSCAN' | 'hierarchical' | 'Gaussian mixture' | 'HDBSCAN' | 'hybrid';

/** What a trial gave. */
export interface TrialFit {
  /** As set, and as found where the algorithm chose. */
  readonly parameters: Readonly<Record<string, number | string>>;
  /** Length n: clusters >= 0, -1 for noise. */
  readonly labels: Int32Array;
  /** Whether the algorithm saw a sample only. */
  readonly sampled: boolean;
}

/** One algorithm with its parameters, ready to run. */
export interface Trial {
  readonly algorithm: AlgorithmName;
  readonly fit: () => TrialFit | Promise<TrialFit>;
}

const LINKAGES: readonly Linkage[] = ['ward', 'average', 'complete'];

/**
 * Lists everything that is tried on one matrix.
 *
 * @param matrix - Shape (n, d), finite, n >= 1. Not modified.
 * @param tools - Each trial forks the generator by its own name: leaving one out changes no other.
 * @throws {InvalidInputError} If a value is not finite or a density of the grid is no integer of at least 1.
 * @remarks One k-distance pass per density of the DBSCAN grid; everything else happens in the trials.
 */
export async function listTrials(
  matrix: Matrix,
  options: ComparisonOptions,
  tools: ClusteringTools,
): Promise<Trial[]> {
  const { k, nInit, mixtureStarts, hybrid } = options;
  const { engine, random } = tools;
  const { rows: n, columns } = matrix;
  const toolsFor = (purpose: string): ClusteringTools => ({ engine, random: random.fork(purpose) });
  const whole = (parameters: TrialFit['parameters'], labels: Int32Array): TrialFit => ({
    parameters,
    labels,
    sampled: false,
  });
  return [
    {
      algorithm: 'K-means',
      fit: async () => {
        const task = { rows: null, ks: [k], nInit, random: random.fork('k-means') };
        const [fits] = await engine.kMeans(matrix, [task]);
        return whole({ k }, fits![0]!.labels);
      },
    },
    ...(await dbscanGrid(matrix, options, tools)).map((cell): Trial => ({
      algorithm: 'DBSCAN',
      fit: async () => whole({ ...cell }, (await engine.dbscan(matrix, cell)).labels),
    })),
    ...LINKAGES.map((linkage): Trial => ({
      algorithm: 'hierarchical',
      fit: () => {
        const maxRows = Math.max(k, options.hierarchicalMaxRows);
        const sample = random.fork('hierarchical');
        return {
          ...hierarchical(matrix, { k, linkage, maxRows, random: sample }),
          parameters: { linkage, k },
        };
      },
    })),
    {
      algorithm: 'Gaussian mixture',
      fit: async () => {
        const starts = { k, nInit: mixtureStarts };
        const { labels } = await gaussianMixture(matrix, starts, toolsFor('gaussian mixture'));
        return whole({ k }, labels);
      },
    },
    {
      algorithm: 'HDBSCAN',
      fit: async () => {
        const minClusterSize = Math.max(2, leastClusterSize(hybrid, n));
        const minSamples = autoMinSamples(n, columns);
        const parameters = { minClusterSize, minSamples };
        const complete = { ...parameters, maxRows: options.hdbscanMaxRows };
        const fit = await hdbscan(matrix, complete, toolsFor('hdbscan'));
        return { ...fit, parameters };
      },
    },
    {
      algorithm: 'hybrid',
      fit: async () => {
        const { mainCluster, outliers, clusters } = await runHybrid(matrix, hybrid, toolsFor('hybrid'));
        const { eps, minSamples } = outliers;
        return whole(
          { k: clusters.length, eps, minSamples },
          mainCluster.map((main) => main - 1),
        );
      },
    },
  ];
}

/** The radii and densities to try, no pair twice. */
async function dbscanGrid(
  matrix: Matrix,
  { dbscanMinSamples, dbscanQuantiles }: ComparisonOptions,
  { engine }: ClusteringTools,
): Promise<{ eps: number; minSamples: number }[]> {
  const densities = new Set(dbscanMinSamples.map((minSamples) => Math.min(minSamples, matrix.rows)));
  const cells: { eps: number; minSamples: number }[] = [];
  for (const minSamples of densities) {
    const curve = (await engine.kDistances(matrix, minSamples)).sort();
    const radii = new Set(dbscanQuantiles.map((share) => curve[Math.ceil(share * (curve.length - 1))]!));
    for (const eps of radii) cells.push({ eps, minSamples });
  }
  return cells;
}
