import { InvalidInputError } from '../pipeline/core/errors.ts';
import type { Matrix } from '../pipeline/core/matrix.ts';
import type { DbscanOptions, KMeansTask } from './engine.ts';

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
 * Throws unless the matrix is finite and each task has rows of it, ascending and distinct, each k an integer in
 * [1, rows], ascending and distinct, and nInit an integer >= 1.
 *
 * @throws {InvalidInputError}
 */
export function checkKMeansInput(matrix: Matrix, tasks: readonly KMeansTask[]): void {
  for (const task of tasks) checkKMeansTask(matrix, task);
  requireFinite(matrix, 'kMeans');
}

function checkKMeansTask(matrix: Matrix, { rows, ks, nInit }: KMeansTask): void {
  const count = rows === null ? matrix.rows : rows.length;
  if (count === 0) {
    throw new InvalidInputError(`kMeans: the matrix must have rows, got 0 rows for k = ${ks.join(', ')}`);
  }
  if (ks.length === 0) throw new InvalidInputError('kMeans: expected at least one k, got none');
  ks.forEach((k, i) => {
    if (!Number.isInteger(k) || k < 1 || k > count) {
      throw new InvalidInputError(`kMeans: k must be an integer in [1, ${count}], got ${k}`);
    }
    if (i > 0 && k <= ks[i - 1]!) {
      throw new InvalidInputError(`kMeans: each k must exceed the one before, got ${k} after ${ks[i - 1]}`);
    }
  });
  if (!Number.isInteger(nInit) || nInit < 1) {
    throw new InvalidInputError(`kMeans: nInit must be an integer >= 1, got ${nInit}`);
  }
  if (rows !== null) requireRows(matrix, rows, 'kMeans');
}

/** Throws unless rows are ascending, distinct and of the matrix. */
function requireRows(matrix: Matrix, rows: Int32Array, caller: string): void {
  rows.forEach((row, i) => {
    if (row >= 0 && row < matrix.rows && (i === 0 || row > rows[i - 1]!)) return;
    throw new InvalidInputError(
      `${caller}: rows must be ascending, distinct and in [0, ${matrix.rows}), got ${row} at position ${i}`,
    );
  });
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
 * Throws unless the matrix is finite, each labeling has one entry per row, and rows are ascending, distinct and of the matrix.
 *
 * @throws {InvalidInputError}
 */
export function checkSilhouettesInput(
  matrix: Matrix,
  labelings: readonly Int32Array[],
  rows: Int32Array | null,
): void {
  if (rows !== null) requireRows(matrix, rows, 'silhouettes');
  for (const labels of labelings) requireLabelPerRow(matrix, labels, 'silhouettes');
  requireFinite(matrix, 'silhouettes');
}
