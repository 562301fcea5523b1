import { takeColumns, type Matrix } from '../pipeline/core/matrix.ts';
import { mapCells } from './map-cells.ts';
import {
  fitPrincipalComponents,
  type PrincipalComponents,
  projectOntoComponents,
} from './principal-components.ts';
import { fitBlockWeights } from './block-weights.ts';

/** The one space in which densities, clusters, indices, distances and scores are computed. Survives JSON bit for bit. */
export interface FittedSpace {
  /** Scaled columns the space is made of. */
  readonly features: readonly string[];
  /** Factor of each column. */
  readonly weights: readonly number[];
  /** Projection of the weighted columns; null if the weighted columns are the space. */
  readonly components: PrincipalComponents | null;
}

/** How a space is fitted. */
export interface SpaceOptions {
  /** Block of each column, whose total variance becomes 1; null leaves the columns as they are. */
  readonly blocks: readonly string[] | null;
  /** Share of variance that the principal components keep; null for none. */
  readonly pcaVariance: number | null;
}

function weighted(matrix: Matrix, weights: readonly number[]): Matrix {
  return mapCells(matrix, weights, (value, weight) => value * weight);
}

/**
 * Fits the space of the given columns.
 *
 * @param matrix - Shape (n, d), scaled, finite, exactly the columns to cluster by. Not modified.
 * @throws {InvalidInputError} As `fitBlockWeights` and `fitPrincipalComponents`.
 * @remarks O(n·d² + d³) with principal components, else O(n·d).
 */
export function fitSpace(matrix: Matrix, { blocks, pcaVariance }: SpaceOptions): FittedSpace {
  const weights = blocks === null ? matrix.names.map(() => 1) : fitBlockWeights(matrix, blocks);
  const components =
    pcaVariance === null ? null : fitPrincipalComponents(weighted(matrix, weights), pcaVariance);
  return { features: [...matrix.names], weights, components };
}

/**
 * Places rows in a fitted space, each by itself.
 *
 * @param scaled - Shape (n, m), scaled; holds at least the columns of the space. Not modified.
 * @returns Shape (n, d): components `pc1` ... `pcd`, or the weighted columns under their own names.
 * @throws {InvalidInputError} If a column is missing.
 * @remarks O(n·d) or O(n·d·k) with k components.
 */
export function placeInSpace(scaled: Matrix, { features, weights, components }: FittedSpace): Matrix {
  const columns = weighted(takeColumns(scaled, features), weights);
  return components === null ? columns : projectOntoComponents(columns, components);
}
