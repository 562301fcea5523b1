import type { Matrix } from '../../../pipeline/core/matrix.ts';
import { principalAxesInto } from './principal-axes.ts';

/** Rows that the centre and the axes are estimated from at most: any centre and any axes are right, good ones prune better. */
const CENTRE_SAMPLE = 4_095;
const AXES_SAMPLE = 20_000;

/** Deviations from the centre outside this range could overflow or vanish when they are squared. */
const SMALLEST_DEVIATION = 1e-140;
const LARGEST_DEVIATION = 1e140;

/** A matrix moved, turned and scaled; distances are those of the matrix times `scale`, up to rounding. */
export interface RotatedRows {
  /** Shape (n, d): coordinates along the principal axes, widest first, norms at most 1. */
  readonly coordinates: Float32Array;
  /** Length n: norms of the coordinates, never below the true ones. */
  readonly norms: Float32Array;
  /** A power of 2. */
  readonly scale: number;
  /** How far the axes are from orthogonal: distances differ by no more than this share, roundings aside. */
  readonly skew: number;
}

/**
 * Turns rows to their principal axes, in single precision: the first few coordinates then hold most of a distance.
 *
 * @param matrix - Shape (n, d), finite, n >= 1, d >= 1. Not modified.
 * @returns Null if deviations are so large or small that their squares overflow or vanish.
 * @remarks Centred at the medians, so that outliers do not take digits from the rest. O(n d^2) time, O(n d) memory. Each coordinate
 *   is rounded once, from double: its error is at most 2^-24 of itself and 1e-12 of its row's norm.
 */
export function rotateRows(matrix: Matrix): RotatedRows | null {
  const { rows, columns, data } = matrix;
  const centre = columnMedians(matrix);
  let largest = 0;
  for (let i = 0, at = 0; i < rows; i++) {
    for (let c = 0; c < columns; c++, at++) {
      const deviation = Math.abs(data[at]! - centre[c]!);
      if (deviation > largest) largest = deviation;
    }
  }
  if (largest > LARGEST_DEVIATION || (largest > 0 && largest < SMALLEST_DEVIATION)) return null;
  const scale = largest === 0 ? 1 : 2 ** -Math.ceil(Math.log2(largest * Math.sqrt(columns)) + 0.01);
  const { axes, skew } = principalAxesInto(covariance(matrix, centre, scale), columns);

  const coordinates = new Float32Array(rows * columns);
  const norms = new Float32Array(rows);
  const row = new Float64Array(columns);
  for (let i = 0; i < rows; i++) {
    let square = 0;
    for (let c = 0; c < columns; c++) {
      const value = (data[i * columns + c]! - centre[c]!) * scale;
      row[c] = value;
      square += value * value;
    }
    norms[i] = Math.sqrt(square) * (1 + 2 ** -20);
    for (let a = 0; a < columns; a++) {
      let sum = 0;
      for (let c = 0; c < columns; c++) sum += axes[a * columns + c]! * row[c]!;
      coordinates[i * columns + a] = sum;
    }
  }
  return { coordinates, norms, scale, skew };
}

/** Median of each column, of a sample at equal steps. */
function columnMedians({ rows, columns, data }: Matrix): Float64Array {
  const step = Math.ceil(rows / CENTRE_SAMPLE);
  const sample = new Float64Array(Math.ceil(rows / step));
  return Float64Array.from({ length: columns }, (_, c) => {
    for (let i = 0; i < sample.length; i++) sample[i] = data[i * step * columns + c]!;
    return sample.sort()[sample.length >> 1]!;
  });
}

/** Second moments about the mean of a sample at equal steps, times its size. */
function covariance({ rows, columns, data }: Matrix, centre: Float64Array, scale: number): Float64Array {
  const step = Math.ceil(rows / AXES_SAMPLE);
  const size = Math.ceil(rows / step);
  const sums = new Float64Array(columns);
  const products = new Float64Array(columns * columns);
  const row = new Float64Array(columns);
  for (let i = 0; i < size; i++) {
    for (let c = 0; c < columns; c++) {
      row[c] = (data[i * step * columns + c]! - centre[c]!) * scale;
      sums[c]! += row[c]!;
      for (let b = 0; b <= c; b++) products[c * columns + b]! += row[c]! * row[b]!;
    }
  }
  for (let c = 0; c < columns; c++) {
    for (let b = 0; b <= c; b++) {
      products[c * columns + b]! -= (sums[c]! * sums[b]!) / size;
      products[b * columns + c] = products[c * columns + b]!;
    }
  }
  return products;
}
