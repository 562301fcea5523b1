import { columnOf, createMatrix, type Matrix } from '../pipeline/core/matrix.ts';
import type { Random } from '../pipeline/core/random.ts';
import type { ClusteringTools } from './engine.ts';
import { meanSilhouette } from './indices.ts';
import { shuffleInto } from './sampling.ts';
import { drawSilhouetteRows, type SilhouetteLimits } from './silhouette-sample.ts';

/** How far a silhouette must exceed that of permuted data to mean anything. */
export const PERMUTED_MARGIN = 0.05;

/** Word for a silhouette beside its permuted reference. */
export type SilhouetteVerdict =
  'excellent' | 'good' | 'fair' | 'weak' | 'no better than chance' | 'not measured';

/**
 * Word for a silhouette: by its value, if it exceeds the permuted reference by at least 0.05.
 *
 * @param silhouette - Mean silhouette of the clustering.
 * @param reference - Mean silhouette of the same procedure on permuted columns.
 * @returns 'excellent' from 0.7, 'good' from 0.5, 'fair' from 0.3, else 'weak'; 'not measured' if either is NaN.
 */
export function silhouetteVerdict(silhouette: number, reference: number): SilhouetteVerdict {
  if (Number.isNaN(silhouette) || Number.isNaN(reference)) return 'not measured';
  if (silhouette - reference < PERMUTED_MARGIN) return 'no better than chance';
  if (silhouette >= 0.7) return 'excellent';
  if (silhouette >= 0.5) return 'good';
  return silhouette >= 0.3 ? 'fair' : 'weak';
}

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
