import { takeRows, type Matrix } from '../pipeline/core/matrix.ts';
import { adjustedRandIndex } from './agreement.ts';
import type { ClusteringTools } from './engine.ts';
import { sampleRows } from './sampling.ts';

/** Restarts of K-means on each subsample: fewer than for the full fit, whose answer they only have to find again. */
export const RESAMPLING_RESTARTS = 3;

/** How the stability of a partition is measured. */
export interface PartitionStabilityOptions {
  /** Subsamples, at least 1. */
  readonly runs: number;
  /** Share of the rows in a subsample, in (0, 1]. */
  readonly share: number;
  /** Rows of a subsample at most. */
  readonly maxRows: number;
}

/**
 * Stability of a K-means partition: mean adjusted Rand index between it and K-means on subsamples, on shared rows.
 *
 * @param matrix - Shape (n, d), finite. Not modified.
 * @param reference - The partition of all rows and the k it was made with.
 * @returns About 1 for clusters that come back, about 0 for ones that do not. The subsamples depend on the generator
 *   only, so that different k are measured on the same rows.
 * @throws {InvalidInputError} If k exceeds n.
 * @remarks `runs` times a K-means with 3 restarts.
 * @see Ben-Hur, Elisseeff, Guyon (2002), A stability based method for discovering structure in clustered data, PSB 7, 6-17.
 */
export function partitionStability(
  matrix: Matrix,
  reference: { readonly labels: Int32Array; readonly k: number },
  { engine, random, runs, share, maxRows }: ClusteringTools & PartitionStabilityOptions,
): number {
  const { labels, k } = reference;
  const count = Math.max(Math.min(k, matrix.rows), Math.min(Math.floor(share * matrix.rows), maxRows));
  let sum = 0;
  for (let run = 0; run < runs; run++) {
    const runRandom = random.fork(`subsample ${run}`);
    const rows = sampleRows(matrix.rows, count, runRandom);
    const fit = engine.kMeans(takeRows(matrix, rows), { k, nInit: RESAMPLING_RESTARTS, random: runRandom });
    sum += adjustedRandIndex(
      fit.labels,
      rows.map((row) => labels[row]!),
    );
  }
  return sum / runs;
}
