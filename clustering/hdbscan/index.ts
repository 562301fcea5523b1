import { InvalidInputError } from '../../pipeline/core/errors.ts';
import { takeRows, type Matrix } from '../../pipeline/core/matrix.ts';
import { requireFinite } from '../check-input.ts';
import type { ClusteringTools } from '../engine.ts';
import { nearestMarked } from '../marked-rows.ts';
import { sampleRows } from '../sampling.ts';
import { condense } from './condensed-tree.ts';
import { labelRows, selectClusters } from './select-clusters.ts';
import { singleLinkage } from './single-linkage.ts';
import { mutualReachabilityTree } from './spanning-tree.ts';

/** How rows are clustered by density at all scales. */
export interface HdbscanOptions {
  /** Rows a cluster must have, an integer of at least 2. */
  readonly minClusterSize: number;
  /** Rows that make a neighbourhood dense, the row itself counted; an integer of at least 1. */
  readonly minSamples: number;
  /** Rows the hierarchy is built of at most, at least 2. */
  readonly maxRows: number;
}

/** What HDBSCAN found. */
export interface HdbscanResult {
  /** Length n: -1 for noise, else the cluster in [0, clusterCount), numbered by lowest row of the hierarchy. */
  readonly labels: Int32Array;
  readonly clusterCount: number;
  readonly noiseCount: number;
  /** Whether the hierarchy was built of a sample. */
  readonly sampled: boolean;
}

/** Rows up to which a tree over all pairs takes seconds. */
export const MAX_HIERARCHY_ROWS = 20_000;

/**
 * Clusters rows by density, without a radius: the clusters of a hierarchy of densities that last longest.
 *
 * @param matrix - Shape (n, d), finite. Not modified; n = 0 gives an empty result.
 * @returns All noise if n < minSamples or n < 2 minClusterSize. With more than `maxRows` rows, the hierarchy is that of
 *   a seeded sample, `minClusterSize` shrinks with it (down to 2), and each other row gets the label of the nearest row
 *   of the sample, noise included.
 * @throws {InvalidInputError} If an option is out of range or a value is not finite.
 * @remarks O(n^2 d) time at worst, O(n d) memory, for min(n, maxRows) rows. Deviations from scikit-learn: (a) edges of
 *   equal length are removed together (see {@link condense}), so the order of rows does not matter; (b) sampling.
 * @see Campello, Moulavi, Zimek, Sander (2015), Hierarchical density estimates for data clustering, visualization, and
 *   outlier detection, ACM TKDD 10(1), 5.
 */
export async function hdbscan(
  matrix: Matrix,
  options: HdbscanOptions,
  { engine, random }: ClusteringTools,
): Promise<HdbscanResult> {
  const { minClusterSize, minSamples, maxRows } = options;
  requireInteger('minClusterSize', minClusterSize, 2);
  requireInteger('minSamples', minSamples, 1);
  requireInteger('maxRows', maxRows, 2);
  requireFinite(matrix, 'hdbscan');
  const n = matrix.rows;
  if (n <= maxRows) return { ...(await clusterAll(matrix, options, engine)), sampled: false };
  const rows = sampleRows(n, maxRows, random);
  const size = Math.max(2, Math.round((minClusterSize * maxRows) / n));
  const sample = await clusterAll(takeRows(matrix, rows), { minClusterSize: size, minSamples }, engine);
  const isSampled = new Uint8Array(n);
  const labelOf = new Int32Array(n);
  rows.forEach((row, i) => {
    isSampled[row] = 1;
    labelOf[row] = sample.labels[i]!;
  });
  const labels = nearestMarked(matrix, isSampled).map((row) => labelOf[row]!);
  return { labels, clusterCount: sample.clusterCount, noiseCount: countNoise(labels), sampled: true };
}

async function clusterAll(
  matrix: Matrix,
  { minClusterSize, minSamples }: Pick<HdbscanOptions, 'minClusterSize' | 'minSamples'>,
  engine: ClusteringTools['engine'],
): Promise<Omit<HdbscanResult, 'sampled'>> {
  const n = matrix.rows;
  if (n < minSamples || n < 2 * minClusterSize) {
    return { labels: new Int32Array(n).fill(-1), clusterCount: 0, noiseCount: n };
  }
  const tree = mutualReachabilityTree(matrix, await engine.kDistances(matrix, minSamples));
  const condensed = condense(singleLinkage(tree), minClusterSize);
  const { labels, clusterCount } = labelRows(condensed, selectClusters(condensed));
  return { labels, clusterCount, noiseCount: countNoise(labels) };
}

function countNoise(labels: Int32Array): number {
  return labels.reduce((count, label) => count + (label < 0 ? 1 : 0), 0);
}

function requireInteger(name: string, value: number, least: number): void {
  if (Number.isInteger(value) && value >= least) return;
  throw new InvalidInputError(`hdbscan: ${name} must be an integer >= ${least}, got ${value}`);
}
