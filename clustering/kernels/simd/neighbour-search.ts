import type { Matrix } from '../../../pipeline/core/matrix.ts';
import { checkDbscanInput, checkKDistancesInput } from '../../check-input.ts';
import type { DbscanOptions, DbscanResult } from '../../engine.ts';
import { dbscan, largestSquareWithin } from '../dbscan.ts';
import { kDistances } from '../k-distances.ts';
import { clusterSpace } from './density-clusters.ts';
import type { KernelPool } from './kernel-pool.ts';
import { openSpace } from './neighbour-space.ts';
import { buildTileTree, type TileTree } from './tile-tree.ts';

/** Answers questions about the neighbours of one matrix; its tree is built once. */
export interface NeighbourSearch {
  dbscan(options: DbscanOptions): Promise<DbscanResult>;
  kDistances(k: number): Promise<Float64Array>;
}

/** Trees of matrices that were asked about; forgotten with them. Null: no tree, the plain kernels answer. */
const trees = new WeakMap<Matrix, TileTree | null>();

/**
 * Prepares the search for neighbours in a matrix.
 *
 * @param matrix - Shape (n, d), finite. Not modified, and not to be modified as long as it is asked about.
 * @remarks The tree is built with the first question and kept with the matrix: about 4 n d bytes. It is copied into the shared
 *   memory with every question (12 n d bytes there), because other kernels use that in between; building it again would take several
 *   times as long. Threads are used from 2,000 rows on. One question at a time per pool.
 */
export function createNeighbourSearch(pool: KernelPool, matrix: Matrix): NeighbourSearch {
  const tree = (): TileTree | null => {
    if (matrix.rows === 0 || matrix.columns === 0) return null;
    let known = trees.get(matrix);
    if (known === undefined) trees.set(matrix, (known = buildTileTree(matrix)));
    return known;
  };
  return {
    async dbscan(options) {
      checkDbscanInput(matrix, options);
      const known = tree();
      if (known === null) return dbscan(matrix, options);
      const { eps, minSamples } = options;
      // No row has more neighbours than there are rows: more need not be laid out for.
      const wanted = Math.min(minSamples, matrix.rows + 1);
      const question = { limit: largestSquareWithin(eps), radius: eps, wanted, keptBytes: 4 };
      return clusterSpace(pool, known, openSpace(pool, { matrix, tree: known }, question));
    },

    async kDistances(k) {
      checkKDistancesInput(matrix, k);
      const known = tree();
      if (known === null) return kDistances(matrix, k);
      const question = { limit: Infinity, radius: Infinity, wanted: k, keptBytes: 8 };
      const space = openSpace(pool, { matrix, tree: known }, question);
      const squares = pool.memory.takeFloat64(matrix.rows);
      await space.run('kthSquares', Math.ceil(matrix.rows / space.batchSize), {
        reach: known.levels.length,
        queryCount: matrix.rows,
        squares: squares.address,
      });
      const distances = new Float64Array(matrix.rows);
      for (let p = 0; p < matrix.rows; p++) distances[known.rowOf[p]!] = Math.sqrt(squares.view[p]!);
      return distances;
    },
  };
}

/**
 * As the plain `dbscan`, bit for bit: labels, cores and numbering.
 *
 * @remarks See {@link createNeighbourSearch}. O(n d) memory; neighbours of rows that are no cores are kept up to 16 per row on
 *   average and searched again beyond.
 */
export function simdDbscan(pool: KernelPool, matrix: Matrix, options: DbscanOptions): Promise<DbscanResult> {
  return createNeighbourSearch(pool, matrix).dbscan(options);
}

/** As the plain `kDistances`, bit for bit. */
export function simdKDistances(pool: KernelPool, matrix: Matrix, k: number): Promise<Float64Array> {
  return createNeighbourSearch(pool, matrix).kDistances(k);
}
