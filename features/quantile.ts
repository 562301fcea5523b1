import { InvalidInputError } from '../pipeline/core/errors.ts';

/**
 * Quantile of sorted values by linear interpolation between the two nearest ranks.
 *
 * @param sorted - Ascending, without NaN. Not modified.
 * @param share - Which quantile, in [0, 1]; 0.5 is the median.
 * @returns A number between the two neighbours, in the unit of the values; NaN if there are none.
 * @throws {InvalidInputError} If `share` is outside [0, 1].
 * @remarks O(1). Bit-identical to `numpy.quantile(method="linear")`, which interpolates from the nearer neighbour so that
 *   the result never leaves the interval.
 * @see Hyndman & Fan (1996), Sample quantiles in statistical packages, The American Statistician 50(4), 361-365, type 7.
 */
export function quantileOfSorted(sorted: ArrayLike<number>, share: number): number {
  if (!(share >= 0 && share <= 1)) {
    throw new InvalidInputError(`quantileOfSorted: share must be in [0, 1], got ${share}`);
  }
  if (sorted.length === 0) return Number.NaN;
  const position = share * (sorted.length - 1);
  const below = Math.floor(position);
  const weight = position - below;
  const low = sorted[below]!;
  const high = sorted[Math.min(below + 1, sorted.length - 1)]!;
  const gap = high - low;
  return weight < 0.5 ? low + gap * weight : high - gap * (1 - weight);
}
