import { InvalidInputError } from '../pipeline/core/errors.ts';
import { createMatrix, type Matrix } from '../pipeline/core/matrix.ts';
import { requireLabelPerRow } from './check-input.ts';
import { clusterSizes } from './labels.ts';

/**
 * Mean row of each cluster.
 *
 * @param matrix - Shape (n, d), finite. Not modified.
 * @param labels - Length n, clusters in [0, c) without gaps; rows with negative labels are left out.
 * @returns Shape (c, d), same column names and units.
 * @throws {InvalidInputError} If the lengths differ or a label below the largest does not occur.
 * @remarks O(n d). Sums rows in row order.
 */
export function centroidsOf(matrix: Matrix, labels: Int32Array): Matrix {
  requireLabelPerRow(matrix, labels, 'centroidsOf');
  const { columns, data } = matrix;
  const sizes = clusterSizes(labels);
  const missing = sizes.indexOf(0);
  if (missing >= 0)
    throw new InvalidInputError(`centroidsOf: labels must have no gaps, got no row labelled ${missing}`);
  const sums = new Float64Array(sizes.length * columns);
  labels.forEach((label, i) => {
    if (label < 0) return;
    for (let c = 0; c < columns; c++) sums[label * columns + c]! += data[i * columns + c]!;
  });
  for (let at = 0; at < sums.length; at++) sums[at]! /= sizes[Math.floor(at / columns)]!;
  return createMatrix(sizes.length, matrix.names, sums);
}

/** Rows against centroids, see {@link nearestCentroids}. */
export interface NearestCentroids {
  /** Length n: index of the nearest centroid, ties to the lower index. */
  readonly nearest: Int32Array;
  /** Length n: index of the second nearest, ties to the lower index; -1 if there is only one. */
  readonly second: Int32Array;
  /** Length n: distance to the nearest, in units of the matrix. */
  readonly distances: Float64Array;
  /** Sum of squared distances to the nearest. */
  readonly inertia: number;
}

/**
 * Finds the two nearest centroids of each row (Euclidean distance).
 *
 * @param matrix - Shape (n, d), finite. Not modified.
 * @param centroids - Shape (k, d), k >= 1, same columns and scaling. Not modified.
 * @throws {InvalidInputError} If there is no centroid or the column counts differ.
 * @remarks O(n k d).
 */
export function nearestCentroids(matrix: Matrix, centroids: Matrix): NearestCentroids {
  const { rows, columns, data } = matrix;
  if (centroids.rows === 0 || centroids.columns !== columns) {
    throw new InvalidInputError(
      `nearestCentroids: expected at least 1 centroid of ${columns} columns, got ${centroids.rows} of ${centroids.columns}`,
    );
  }
  const nearest = new Int32Array(rows);
  const second = new Int32Array(rows).fill(-1);
  const distances = new Float64Array(rows);
  let inertia = 0;
  for (let i = 0; i < rows; i++) {
    let smallest = Infinity;
    let runnerUp = Infinity;
    for (let j = 0; j < centroids.rows; j++) {
      let square = 0;
      for (let c = 0; c < columns; c++) {
        const difference = data[i * columns + c]! - centroids.data[j * columns + c]!;
        square += difference * difference;
      }
      if (square < smallest) {
        if (j > 0) second[i] = nearest[i]!;
        runnerUp = smallest;
        nearest[i] = j;
        smallest = square;
      } else if (square < runnerUp) {
        runnerUp = square;
        second[i] = j;
      }
    }
    distances[i] = Math.sqrt(smallest);
    inertia += smallest;
  }
  return { nearest, second, distances, inertia };
}
