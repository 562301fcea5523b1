import { readFileSync } from 'node:fs';
import { expect } from 'vitest';
import { matrixFromRows, type Matrix } from '../../pipeline/core/matrix.ts';

/** A table as JSON holds it: null is an unknown value. */
export type Table = readonly (readonly (number | null)[])[];

/** Reads `tests/reference/features-<name>.json`, made by `features-fixtures.py`. */
export function readFixture<Content>(name: string): Content {
  const path = new URL(`../reference/features-${name}.json`, import.meta.url);
  return JSON.parse(readFileSync(path, 'utf8')) as Content;
}

/** Matrix of a table, null as NaN. */
export function toMatrix(table: Table, names?: readonly string[]): Matrix {
  return matrixFromRows(
    table.map((row) => row.map((value) => value ?? Number.NaN)),
    names,
  );
}

/** Rows of a matrix as plain arrays. */
export function toRows(matrix: Matrix): number[][] {
  return Array.from({ length: matrix.rows }, (_, i) => [
    ...matrix.data.subarray(i * matrix.columns, (i + 1) * matrix.columns),
  ]);
}

/** Largest difference of two sequences, relative to the expected value where that exceeds 1; NaN equals NaN only. */
export function largestError(actual: ArrayLike<number>, expected: ArrayLike<number>): number {
  expect(actual.length).toBe(expected.length);
  let largest = 0;
  for (let i = 0; i < actual.length; i++) {
    if (Number.isNaN(actual[i]!) && Number.isNaN(expected[i]!)) continue;
    const error = Math.abs(actual[i]! - expected[i]!) / Math.max(1, Math.abs(expected[i]!));
    if (!(error <= largest)) largest = Number.isNaN(error) ? Number.POSITIVE_INFINITY : error;
  }
  return largest;
}

/** Every value times a factor. */
export function timesMatrix(matrix: Matrix, factor: number): Matrix {
  return { ...matrix, data: matrix.data.map((value) => value * factor) };
}
