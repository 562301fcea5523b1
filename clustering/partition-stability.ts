import type { Matrix } from '../pipeline/core/matrix.ts';
import { adjustedRandIndex } from './agreement.ts';
import type { ClusteringTools, OnStep } from './engine.ts';
import { fitSamples } from './resampling.ts';
import { sampleRows } from './sampling.ts';

/** How the stability of a partition is measured. */
export interface PartitionStabilityOptions {
  /** Subsamples, at least 1. */
  readonly runs: number;
  /** Share of the rows in a subsample, in (0, 1]. */
  readonly share: number;
  /** Rows of a subsample at most; there are always enough for the largest k. */
  readonly maxRows: number;
}

/** A partition of all rows and the k it was made with. */
export interface ReferencePartition {
  /** Length n, clusters >= 0. */
  readonly labels: Int32Array;
  readonly k: number;
}

/**
 * Stability of K-means partitions: mean adjusted Rand index between each and K-means on subsamples, on shared rows.
 *
 * @param matrix - Shape (n, d), finite. Not modified.
 * @param references - Partitions of all rows, k ascending; all are measured on the same subsamples.
 * @returns One mean per reference: about 1 for clusters that come back, about 0 for ones that do not.
 * @throws {InvalidInputError} If a k exceeds n or does not exceed the one before.
 * @remarks `runs` times a K-means with 3 restarts for all k.
 * @see Ben-Hur, Elisseeff, Guyon (2002), A stability based method for discovering structure in clustered data, PSB 7, 6-17.
 */
export async function partitionStability(
  matrix: Matrix,
  references: readonly ReferencePartition[],
  {
    engine,
    random,
    runs,
    share,
    maxRows,
    onStep,
  }: ClusteringTools & PartitionStabilityOptions & { readonly onStep?: OnStep | undefined },
): Promise<number[]> {
  const ks = references.map((reference) => reference.k);
  const fewest = Math.min(Math.max(...ks), matrix.rows);
  const count = Math.max(fewest, Math.min(Math.floor(share * matrix.rows), maxRows));
  const taskOf = (run: number) => {
    const runRandom = random.fork(`subsample ${run}`);
    return { rows: sampleRows(matrix.rows, count, runRandom), ks, random: runRandom };
  };
  const sums = new Float64Array(references.length);
  for await (const { rows, fits } of fitSamples(matrix, { runs, taskOf }, { engine, onStep })) {
    references.forEach(({ labels }, i) => {
      const expected = rows.map((row) => labels[row]!);
      sums[i]! += adjustedRandIndex(fits[i]!.labels, expected);
    });
  }
  return Array.from(sums, (sum) => sum / runs);
}
