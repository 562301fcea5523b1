import { InvalidInputError } from '../pipeline/core/errors.ts';
import { createMatrix, type Matrix } from '../pipeline/core/matrix.ts';
import { nearestRows } from '../pipeline/core/nearest-rows.ts';
import type { Random } from '../pipeline/core/random.ts';

/** Neighbours of a row whose nearness the map keeps. */
const NEIGHBOURS = 15;

/** Passes over the graph; 500, the default of the reference, moves points little from here on. */
const EPOCHS = 200;

/** Half the width of the layout the optimisation starts from, and the noise that parts equal rows. */
const START_RADIUS = 10;
const START_NOISE = 1e-4;

/** Fewest rows that can be laid out. */
export const FEWEST_ROWS = 4;

export interface UmapOptions {
  /** Shape (n, 2): where rows start, in any unit. Not modified. */
  readonly start: Matrix;
  readonly random: Random;
}

/**
 * Lays rows out in the plane so that near neighbours stay near (UMAP).
 *
 * @param matrix - Shape (n, d), finite, n >= 4. Not modified.
 * @returns Shape (n, 2), columns `umap1` and `umap2`; units carry no meaning.
 * @throws {InvalidInputError} If there are too few rows or the starts do not fit.
 * @remarks O(n²·d) for exact neighbours and O(n) for the layout: for some thousand rows. Deterministic for a seed and an order of the
 *   rows. Deviations from the paper: (a) it starts from given coordinates, such as principal components, instead of a
 *   spectral layout, which umap-js lacks; (b) 200 epochs at every size.
 * @see McInnes, Healy, Melville (2018), UMAP, arXiv:1802.03426; Kobak, Linderman (2021), Initialization is critical
 *   for preserving global data structure in both t-SNE and UMAP, Nature Biotechnology 39, 156-157.
 */
export async function layOutByNeighbours(matrix: Matrix, { start, random }: UmapOptions): Promise<Matrix> {
  const { rows } = matrix;
  if (rows < FEWEST_ROWS) {
    throw new InvalidInputError(`layOutByNeighbours: expected at least ${FEWEST_ROWS} rows, got ${rows}`);
  }
  if (start.rows !== rows || start.columns !== 2) {
    throw new InvalidInputError(
      `layOutByNeighbours: expected starts of shape (${rows}, 2), got (${start.rows}, ${start.columns})`,
    );
  }
  const { UMAP } = await import('umap-js');
  const nNeighbors = Math.min(NEIGHBOURS, rows - 1);
  const umap = new UMAP({ random: () => random.next(), nNeighbors, nEpochs: EPOCHS });
  const { indices, distances } = neighboursOf(matrix, nNeighbors);
  umap.setPrecomputedKNN(indices, distances);
  umap.initializeFit(rowsOf(matrix));
  // The library starts at random places; it hands out the very arrays that it goes on to move.
  const layout = umap.getEmbedding();
  placeAtStart(layout, start, random);
  for (let epoch = 0; epoch < EPOCHS; epoch++) umap.step();
  return createMatrix(rows, ['umap1', 'umap2'], Float64Array.from(layout.flat()));
}

/** Overwrites `layout` by the starts, centred and scaled to the same radius. */
function placeAtStart(layout: number[][], { data, rows }: Matrix, random: Random): void {
  const means = [0, 1].map((axis) => {
    let sum = 0;
    for (let i = 0; i < rows; i++) sum += data[2 * i + axis]!;
    return sum / rows;
  });
  let largest = 0;
  for (let i = 0; i < data.length; i++) largest = Math.max(largest, Math.abs(data[i]! - means[i % 2]!));
  const unit = largest === 0 ? 0 : START_RADIUS / largest;
  layout.forEach((point, i) => {
    for (const axis of [0, 1]) {
      point[axis] = (data[2 * i + axis]! - means[axis]!) * unit + START_NOISE * random.next();
    }
  });
}

/** The nearest rows of each row, itself first, with their distances. */
function neighboursOf(matrix: Matrix, count: number): { indices: number[][]; distances: number[][] } {
  const indices: number[][] = [];
  const distances: number[][] = [];
  for (let from = 0; from < matrix.rows; from++) {
    const { rows, squares } = nearestRows(matrix, { from, count: count - 1 });
    indices.push([from, ...rows]);
    distances.push([0, ...squares.map(Math.sqrt)]);
  }
  return { indices, distances };
}

function rowsOf({ data, rows, columns }: Matrix): number[][] {
  return Array.from({ length: rows }, (_, i) => [...data.subarray(i * columns, (i + 1) * columns)]);
}
