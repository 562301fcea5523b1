import type { Matrix } from '../pipeline/core/matrix.ts';
import { mapCells } from './map-cells.ts';
import { quantileOfSorted } from './quantile.ts';

/**
 * Which centre and scale a column gets:
 *
 * - `default`: median, and the larger of IQR/1.349 and the standard deviation. As robust against a long tail as `robust`,
 *   but a column that is mostly zeros (IQR near 0) is not blown up until it rules every distance.
 * - `standard`: mean and standard deviation, as scikit-learn's StandardScaler.
 * - `robust`: median and IQR, as scikit-learn's RobustScaler.
 * - `minmax`: minimum and range, as scikit-learn's MinMaxScaler.
 */
export type Scaling = 'default' | 'standard' | 'robust' | 'minmax';

/** `(x - centre) / scale` is the scaled value. Both in the unit of the column, `scale` > 0. */
export interface CentreAndScale {
  readonly centre: number;
  readonly scale: number;
}

/** IQR of a standard normal distribution: IQR/1.349 estimates its standard deviation. */
const NORMAL_IQR = 1.349;

/** Mean and population standard deviation (divisor n, as scikit-learn's StandardScaler) in two passes. */
function momentsOf(values: Float64Array): { readonly mean: number; readonly sd: number } {
  let sum = 0;
  for (const value of values) sum += value;
  const mean = sum / values.length;
  let squares = 0;
  for (const value of values) squares += (value - mean) * (value - mean);
  return { mean, sd: Math.sqrt(squares / values.length) };
}

function rawCentreAndScale(sorted: Float64Array, scaling: Scaling): CentreAndScale {
  const median = quantileOfSorted(sorted, 0.5);
  const iqr = quantileOfSorted(sorted, 0.75) - quantileOfSorted(sorted, 0.25);
  const { mean, sd } = momentsOf(sorted);
  const min = sorted[0]!;
  switch (scaling) {
    case 'default':
      return { centre: median, scale: Math.max(iqr / NORMAL_IQR, sd) };
    case 'standard':
      return { centre: mean, scale: sd };
    case 'robust':
      return { centre: median, scale: iqr };
    case 'minmax':
      return { centre: min, scale: sorted[sorted.length - 1]! - min };
  }
}

/**
 * Centre and scale of every column, from its known values.
 *
 * @param sorted - Known values per column, ascending, finite, not empty. Not modified.
 * @returns One centre and scale per column. A column whose spread is 0, or no more than rounding, gets scale 1: a constant column ends at 0. With
 *   `robust` that includes a column half of whose values are equal, which then keeps its unit.
 * @remarks O(n·d). Agrees with scikit-learn, with one deviation: (a) "no more than rounding"
 *   means 10 machine epsilons of the largest absolute value in every method, so that units do not matter; scikit-learn's
 *   RobustScaler and MinMaxScaler use the absolute bound 2.2e-15.
 */
export function fitScales(sorted: readonly Float64Array[], scaling: Scaling): CentreAndScale[] {
  return sorted.map((values) => {
    const min = values[0]!;
    const max = values[values.length - 1]!;
    // The mean of equal values may differ from them by rounding.
    if (min === max) return { centre: min, scale: 1 };
    const { centre, scale } = rawCentreAndScale(values, scaling);
    const magnitude = Math.max(Math.abs(min), Math.abs(max));
    return { centre, scale: scale > 10 * Number.EPSILON * magnitude ? scale : 1 };
  });
}

/**
 * Centres and scales every column.
 *
 * @param matrix - Shape (n, d); NaN is unknown and stays NaN. Not modified.
 * @param columns - One centre and scale per column, in column order.
 * @returns Shape (n, d), unitless.
 * @throws {InvalidInputError} If the number of scales differs from d.
 * @remarks O(n·d).
 */
export function scaleColumns(matrix: Matrix, columns: readonly CentreAndScale[]): Matrix {
  return mapCells(matrix, columns, (value, { centre, scale }) => (value - centre) / scale);
}
