import { columnOf, createMatrix, type Matrix } from '../pipeline/core/matrix.ts';
import type { Random } from '../pipeline/core/random.ts';
import type { ClusteringTools } from './engine.ts';
import { meanSilhouette } from './indices.ts';
import { shuffleInto } from './sampling.ts';
import { drawSilhouetteRows, type SilhouetteLimits } from './silhouette-sample.ts';

/** How far a silhouette must exceed that of permuted data to win a comparison. */
export const PERMUTED_MARGIN = 0.05;

/**
 * A matrix with the same columns, each shuffled on its own: every distribution stays, every relation goes.
 *
 * @param matrix - Shape (n, d). Not modified.
 */
export function permuteColumns(matrix: Matrix, random: Random): Matrix {
  const { rows, columns } = matrix;
  const data = new Float64Array(rows * columns);
  for (let c = 0; c < columns; c++) {
    const column = columnOf(matrix, c);
    shuffleInto(column, random.fork(`column ${c}`));
    column.forEach((value, i) => (data[i * columns + c] = value));
  }
  return createMatrix(rows, matrix.names, data);
}

/** The clustering to compare with: its k and restarts, and of how many rows its silhouettes are measured. */
export interface PermutedOptions extends SilhouetteLimits {
  readonly k: number;
  readonly nInit: number;
}

/**
 * Mean silhouette K-means reaches on permuted columns: what the distributions of the columns give by themselves.
 *
 * @param matrix - Shape (n, d), finite, n >= k. Not modified.
 * @returns NaN if fewer than two clusters come out.
 * @throws {InvalidInputError} If k exceeds n.
 * @remarks One K-means and one pass over all pairs, or over those of a sample.
 */
export async function permutedSilhouette(
  matrix: Matrix,
  { k, nInit, ...limits }: PermutedOptions,
  { engine, random }: ClusteringTools,
): Promise<number> {
  const permuted = permuteColumns(matrix, random.fork('permute'));
  const task = { rows: null, ks: [k], nInit, random: random.fork('fit') };
  const [fits] = await engine.kMeans(permuted, [task]);
  const sample = drawSilhouetteRows(matrix.rows, limits, random);
  const [silhouettes] = await engine.silhouettes(permuted, [fits![0]!.labels], sample);
  return meanSilhouette(silhouettes!);
}
