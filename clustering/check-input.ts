import { InvalidInputError } from '../pipeline/core/errors.ts';
import type { Matrix } from '../pipeline/core/matrix.ts';
import type { DbscanOptions, KMeansOptions } from './engine.ts';

/**
 * Throws unless every value of the matrix is finite.
 *
 * @param caller - Name the message begins with.
 * @throws {InvalidInputError} Naming the first row and column that are not.
 */
export function requireFinite(matrix: Matrix, caller: string): void {
  const at = matrix.data.findIndex((value) => !Number.isFinite(value));
  if (at < 0) return;
  const row = Math.floor(at / matrix.columns);
  const column = matrix.names[at % matrix.columns] ?? '?';
  throw new InvalidInputError(
    `${caller}: values must be finite, got ${matrix.data[at]} in row ${row}, column ${column}`,
  );
}

/**
 * Throws unless the matrix is finite, eps a number >= 0 and minSamples an integer >= 1.
 *
 * @throws {InvalidInputError}
 */
export function checkDbscanInput(matrix: Matrix, { eps, minSamples }: DbscanOptions): void {
  if (!(eps >= 0)) throw new InvalidInputError(`dbscan: eps must be a number >= 0, got ${eps}`);
  if (!Number.isInteger(minSamples) || minSamples < 1) {
    throw new InvalidInputError(`dbscan: minSamples must be an integer >= 1, got ${minSamples}`);
  }
  requireFinite(matrix, 'dbscan');
}

/**
 * Throws unless the matrix is finite and k an integer in [1, n]. An empty matrix passes with any k >= 1.
 *
 * @throws {InvalidInputError}
 */
export function checkKDistancesInput(matrix: Matrix, k: number): void {
  if (!Number.isInteger(k) || k < 1 || (matrix.rows > 0 && k > matrix.rows)) {
    throw new InvalidInputError(`kDistances: k must be an integer in [1, ${matrix.rows}], got ${k}`);
  }
  requireFinite(matrix, 'kDistances');
}

/**
 * Throws unless the matrix is finite, k an integer in [1, n] and nInit an integer >= 1.
 *
 * @throws {InvalidInputError}
 */
export function checkKMeansInput(matrix: Matrix, { k, nInit }: KMeansOptions): void {
  if (matrix.rows === 0)
    throw new InvalidInputError(`kMeans: the matrix must have rows, got 0 rows for k = ${k}`);
  if (!Number.isInteger(k) || k < 1 || k > matrix.rows) {
    throw new InvalidInputError(`kMeans: k must be an integer in [1, ${matrix.rows}], got ${k}`);
  }
  if (!Number.isInteger(nInit) || nInit < 1) {
    throw new InvalidInputError(`kMeans: nInit must be an integer >= 1, got ${nInit}`);
  }
  requireFinite(matrix, 'kMeans');
}

/**
 * Throws unless labels has one entry per row.
 *
 * @param caller - Name the message begins with.
 * @throws {InvalidInputError}
 */
export function requireLabelPerRow(matrix: Matrix, labels: Int32Array, caller: string): void {
  if (labels.length === matrix.rows) return;
  throw new InvalidInputError(`${caller}: expected ${matrix.rows} labels, one per row, got ${labels.length}`);
}

/**
 * Throws unless the matrix is finite and each labeling has one entry per row.
 *
 * @throws {InvalidInputError}
 */
export function checkSilhouettesInput(matrix: Matrix, labelings: readonly Int32Array[]): void {
  for (const labels of labelings) requireLabelPerRow(matrix, labels, 'silhouettes');
  requireFinite(matrix, 'silhouettes');
}
