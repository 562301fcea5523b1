import { readFileSync } from 'node:fs';
import type { KMeansResult } from '../../clustering/engine.ts';
import { kMeans } from '../../clustering/kernels/kmeans.ts';
import { createRandom, type Random } from '../../pipeline/core/random.ts';
import { createMatrix, matrixFromRows, takeRows, type Matrix } from '../../pipeline/core/matrix.ts';

export interface DbscanReference {
  eps: number;
  minSamples: number;
  labels: number[];
  coreCount: number;
  adjustedRandIndex: number;
  normalizedMutualInformation: number;
  silhouette: number;
}

export interface KMeansReference {
  k: number;
  inertia: number;
  labels: number[];
  silhouette: number;
  calinskiHarabasz: number;
  daviesBouldin: number;
  adjustedRandIndex: number;
  normalizedMutualInformation: number;
}

export interface DataReference {
  points: number[][];
  truth: number[];
  dbscan: DbscanReference[];
  kmeans: KMeansReference[];
}

/** Reads a file made by tests/reference/clustering-fixtures.py. */
export function readReference<T = DataReference>(name: string): T {
  return JSON.parse(
    readFileSync(new URL(`../reference/clustering-${name}.json`, import.meta.url), 'utf8'),
  ) as T;
}

/** K-means on all rows for one k. */
export function kMeansOf(
  matrix: Matrix,
  { k, nInit, random }: { k: number; nInit: number; random: Random },
): KMeansResult {
  return kMeans(matrix, { rows: null, ks: [k], nInit, random })[0]!;
}

/** Standard normal values (Box and Muller). */
export function createNormal(random: Random): () => number {
  return () => Math.sqrt(-2 * Math.log(1 - random.next())) * Math.cos(2 * Math.PI * random.next());
}

/** Normal clouds around given centres, one after the other: `size` rows each, standard deviation `spread`. */
export function makeClouds(
  centres: readonly (readonly number[])[],
  { size, spread, seed = 1 }: { size: number; spread: number; seed?: number | string },
): Matrix {
  const normal = createNormal(createRandom(seed));
  return matrixFromRows(
    centres.flatMap((centre) =>
      Array.from({ length: size }, () => centre.map((value) => value + spread * normal())),
    ),
  );
}

/** Uniform values, rounded to `step` if given: a lattice with many ties and duplicates. */
export function makeUniform(
  rows: number,
  columns: number,
  { seed, step = 0 }: { seed: number; step?: number },
): Matrix {
  const random = createRandom(seed);
  return matrixFromRows(
    Array.from({ length: rows }, () =>
      Array.from({ length: columns }, () => (step === 0 ? random.next() : step * random.integer(6))),
    ),
    Array.from({ length: columns }, (_, c) => `x${c}`),
  );
}

/** The same rows, every value multiplied. */
export function scaleBy(matrix: Matrix, factor: number): Matrix {
  return createMatrix(
    matrix.rows,
    matrix.names,
    matrix.data.map((value) => value * factor),
  );
}

/** The rows in a shuffled order, and the order. */
export function shuffleRows(matrix: Matrix, seed: number): { matrix: Matrix; order: number[] } {
  const random = createRandom(seed);
  const keys = Array.from({ length: matrix.rows }, () => random.next());
  const order = [...keys.keys()].sort((a, b) => keys[a]! - keys[b]!);
  return { matrix: takeRows(matrix, order), order };
}

/** Labels renumbered by first occurrence, noise kept: equal for partitions that differ in numbering only. */
export function canonical(labels: ArrayLike<number>): number[] {
  const numbers = new Map<number, number>([[-1, -1]]);
  return Array.from(labels, (label) => {
    const number = numbers.get(label) ?? numbers.size - 1;
    numbers.set(label, number);
    return number;
  });
}

/** Euclidean distance of two rows, written out. */
export function distance({ columns, data }: Matrix, i: number, j: number): number {
  let sum = 0;
  for (let c = 0; c < columns; c++) sum += (data[i * columns + c]! - data[j * columns + c]!) ** 2;
  return Math.sqrt(sum);
}
