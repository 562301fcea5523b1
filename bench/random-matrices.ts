import { createMatrix, type Matrix } from '../pipeline/core/matrix.ts';
import { createRandom, type Random } from '../pipeline/core/random.ts';

/** Standard normal values (Box and Muller). */
function createNormal(random: Random): () => number {
  return () => Math.sqrt(-2 * Math.log(1 - random.next())) * Math.cos(2 * Math.PI * random.next());
}

/** Builds a matrix row by row; columns are named x0, x1, ... */
function fillRows(n: number, d: number, rowInto: (row: Float64Array) => void): Matrix {
  const data = new Float64Array(n * d);
  for (let i = 0; i < n; i++) rowInto(data.subarray(i * d, (i + 1) * d));
  const names = Array.from({ length: d }, (_, j) => `x${j}`);
  return createMatrix(n, names, data);
}

const GAUSSIANS = 8;
const NOISE_SHARE = 0.1;

/**
 * "gm": rows of eight gaussians of unequal size with full covariances, and 10 % uniform noise around them; the hardest kind
 * for pruning, as no direction is empty.
 *
 * @returns Shape (n, d), in no particular order of rows: the first rows are a sample of all. The same for the same seed.
 */
export function gaussianMixture(n: number, d: number, seed: number): Matrix {
  const random = createRandom(`gm ${seed} ${d}`);
  const shape = random.fork('shape');
  const normalShape = createNormal(shape);
  const clouds = Array.from({ length: GAUSSIANS }, () => ({
    weight: 0.5 + shape.next(),
    centre: Float64Array.from({ length: d }, () => 8 * shape.next() - 4),
    // A diagonal keeps every direction open, the rest correlates the columns.
    factor: Float64Array.from({ length: d * d }, (_, at) =>
      at % (d + 1) === 0 ? 0.5 + 0.5 * shape.next() : (0.6 * normalShape()) / Math.sqrt(d),
    ),
  }));
  const total = clouds.reduce((sum, { weight }) => sum + weight, 0);
  const rows = random.fork('rows');
  const normal = createNormal(rows);
  const z = new Float64Array(d);
  return fillRows(n, d, (row) => {
    if (rows.next() < NOISE_SHARE) {
      for (let j = 0; j < d; j++) row[j] = 12 * rows.next() - 6;
      return;
    }
    let left = rows.next() * total;
    const cloud = clouds.find(({ weight }) => (left -= weight) < 0) ?? clouds[0]!;
    for (let j = 0; j < d; j++) z[j] = normal();
    for (let j = 0; j < d; j++) {
      row[j] = cloud.centre[j]!;
      for (let l = 0; l < d; l++) row[j]! += cloud.factor[j * d + l]! * z[l]!;
    }
  });
}

/** One round gaussian of variance 1: shape (n, d), the same for the same seed. */
export function gaussianBlob(n: number, d: number, seed: number): Matrix {
  const normal = createNormal(createRandom(`blob ${seed} ${d}`));
  return fillRows(n, d, (row) => {
    for (let j = 0; j < d; j++) row[j] = normal();
  });
}

const FACTORS = 4;

/**
 * "rfm": like tables of customers. Four latent factors stand behind all columns; values are skewed, and rounded to whole numbers (even
 * columns, counts) or hundredths (odd columns, amounts), so that rows coincide and distances tie.
 *
 * @returns Shape (n, d), columns scaled to a variance of 1. The first rows are a sample of all. The same for the same seed.
 */
export function customerLike(n: number, d: number, seed: number): Matrix {
  const random = createRandom(`rfm ${seed} ${d}`);
  const normalShape = createNormal(random.fork('shape'));
  const loadings = Float64Array.from({ length: d * FACTORS }, () => 0.45 * normalShape());
  const segments = Array.from({ length: 5 }, () =>
    Float64Array.from({ length: FACTORS }, () => 1.2 * normalShape()),
  );
  const rows = random.fork('rows');
  const normal = createNormal(rows);
  const factors = new Float64Array(FACTORS);
  const matrix = fillRows(n, d, (row) => {
    const segment = segments[rows.integer(segments.length)]!;
    for (let f = 0; f < FACTORS; f++) factors[f] = segment[f]! + 0.6 * normal();
    for (let j = 0; j < d; j++) {
      let level = 1 + 0.15 * normal();
      for (let f = 0; f < FACTORS; f++) level += loadings[j * FACTORS + f]! * factors[f]!;
      row[j] = j % 2 === 0 ? Math.round(Math.exp(level)) : Math.round(100 * Math.exp(level)) / 100;
    }
  });
  scaleColumns(matrix);
  return matrix;
}

/** Divides each column by its standard deviation, in place; constant columns stay. */
function scaleColumns({ rows, columns, data }: Matrix): void {
  for (let j = 0; j < columns; j++) {
    let [sum, squares] = [0, 0];
    for (let at = j; at < data.length; at += columns) sum += data[at]!;
    const mean = sum / rows;
    for (let at = j; at < data.length; at += columns) squares += (data[at]! - mean) ** 2;
    const deviation = Math.sqrt(squares / rows) || 1;
    for (let at = j; at < data.length; at += columns) data[at]! /= deviation;
  }
}

/** The matrices of the benchmark by name. */
export const MATRICES: Readonly<Record<string, (n: number, d: number, seed: number) => Matrix>> = {
  gm: gaussianMixture,
  rfm: customerLike,
};
