import type { Random } from '../pipeline/core/random.ts';
import { sampleRows } from './sampling.ts';

/** Of how many rows silhouettes are measured. */
export interface SilhouetteLimits {
  /** Up to so many rows, of all. */
  readonly silhouetteMaxRows: number;
  /** Beyond, of a sample of so many; each is measured against all rows, so that their mean is not biased. */
  readonly silhouetteSampleRows: number;
}

/** The defaults. */
export const DEFAULT_SILHOUETTE_LIMITS: SilhouetteLimits = {
  // Up to here all pairs take the fast engine less than half a minute.
  silhouetteMaxRows: 200_000,
  // The standard error is 0.001 for silhouettes that spread by 0.25, below what distinguishes one K from the next.
  silhouetteSampleRows: 50_000,
};

/**
 * Draws the rows whose silhouettes are measured, every row equally likely.
 *
 * @param n - Rows there are.
 * @param random - Only forked: the same generator draws the same rows.
 * @returns Row indices, ascending; null if all are measured.
 */
export function drawSilhouetteRows(
  n: number,
  { silhouetteMaxRows, silhouetteSampleRows }: SilhouetteLimits,
  random: Random,
): Int32Array | null {
  if (n <= silhouetteMaxRows || n <= silhouetteSampleRows) return null;
  return sampleRows(n, silhouetteSampleRows, random.fork('silhouette sample'));
}

/**
 * Standard error of the mean of the known silhouettes as an estimate of the mean over all rows.
 *
 * @param silhouettes - Values of a sample drawn without replacement; NaN elsewhere.
 * @param rows - Rows that have a silhouette, known or not: the size of the population.
 * @returns sd / sqrt(m) * sqrt(1 - m / n) for m known values among n; NaN for fewer than two.
 * @see Cochran (1977), Sampling Techniques, 3rd edition, section 2.6.
 */
export function silhouetteStandardError(silhouettes: Float64Array, rows: number): number {
  const known = silhouettes.filter((value) => !Number.isNaN(value));
  const m = known.length;
  const mean = known.reduce((sum, value) => sum + value, 0) / m;
  const variance = known.reduce((sum, value) => sum + (value - mean) ** 2, 0) / (m - 1);
  return Math.sqrt((variance / m) * (1 - m / rows));
}
