import type { Matrix } from '../pipeline/core/matrix.ts';
import { jaccard } from './agreement.ts';
import type { ClusteringTools, OnStep } from './engine.ts';
import { clusterSizes } from './labels.ts';
import type { ReferencePartition } from './partition-stability.ts';
import { fitSamples } from './resampling.ts';
import { bootstrapRows } from './sampling.ts';

/** How often and on how many rows clusters are looked for again. */
export interface JaccardStabilityOptions {
  /** Bootstrap samples, at least 1. */
  readonly runs: number;
  /** Draws per sample at most; n if n is smaller. */
  readonly maxRows: number;
}

/**
 * Stability of each cluster of a K-means partition: K-means is run again on bootstrap samples, and the cluster is
 * compared with the most similar one found, on the rows drawn.
 *
 * @param matrix - Shape (n, d), finite, n >= 1. Not modified.
 * @param reference - The partition, clusters in [0, c), and the k it was made with.
 * @returns Per cluster the mean Jaccard similarity over runs, in [0, 1]; NaN if no run drew a row of the cluster.
 * @remarks `runs` times a K-means with 3 restarts on about 63 % of the rows. A row drawn twice counts once, as in
 *   clusterboot. A sample with fewer than k rows looks for as many clusters as it has rows.
 * @see Hennig (2007), Cluster-wise assessment of cluster stability, Comput. Statist. Data Anal. 52, 258-271.
 */
export async function jaccardStability(
  matrix: Matrix,
  reference: ReferencePartition,
  {
    engine,
    random,
    runs,
    maxRows,
    onStep,
  }: ClusteringTools & JaccardStabilityOptions & { readonly onStep?: OnStep | undefined },
): Promise<number[]> {
  const sums = Array.from(clusterSizes(reference.labels), () => ({ sum: 0, runs: 0 }));
  const taskOf = (run: number) => {
    const runRandom = random.fork(`bootstrap ${run}`);
    const rows = bootstrapRows(matrix.rows, Math.min(matrix.rows, maxRows), runRandom);
    return { rows, ks: [Math.min(reference.k, rows.length)], random: runRandom };
  };
  for await (const { rows, fits } of fitSamples(matrix, { runs, taskOf }, { engine, onStep })) {
    const expected = rows.map((row) => reference.labels[row]!);
    bestJaccards(expected, fits[0]!.labels).forEach((best, cluster) => {
      if (Number.isNaN(best)) return;
      sums[cluster]!.sum += best;
      sums[cluster]!.runs++;
    });
  }
  return sums.map(({ sum, runs: measured }) => (measured === 0 ? NaN : sum / measured));
}

/**
 * Jaccard similarity of each cluster of one labeling to the most similar cluster of another.
 *
 * @param expected - Length n, clusters >= 0.
 * @param found - Length n, clusters >= 0.
 * @returns One value per label of `expected`; NaN for labels without rows.
 */
export function bestJaccards(expected: Int32Array, found: Int32Array): number[] {
  const sizes = clusterSizes(expected);
  const foundSizes = clusterSizes(found);
  const shared = new Int32Array(sizes.length * foundSizes.length);
  expected.forEach((label, i) => shared[label * foundSizes.length + found[i]!]!++);
  return Array.from(sizes, (size, a) => {
    if (size === 0) return NaN;
    const similarities = Array.from(foundSizes, (other, b) =>
      jaccard(size, other, shared[a * foundSizes.length + b]!),
    );
    return Math.max(...similarities);
  });
}
