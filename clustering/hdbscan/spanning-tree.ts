import type { Matrix } from '../../pipeline/core/matrix.ts';

/** Edges of a tree over n rows; all arrays have length n - 1. */
export interface SpanningTree {
  readonly first: Int32Array;
  readonly second: Int32Array;
  /** In units of the matrix. */
  readonly distances: Float64Array;
}

/**
 * Minimum spanning tree of the mutual reachability distance max(core(a), core(b), distance(a, b)), by Prim's algorithm.
 *
 * @param matrix - Shape (n, d), finite, n >= 1 (the caller has checked). Not modified.
 * @param coreDistances - Length n, in units of the matrix.
 * @returns Edges in the order in which the tree grew. Where distances tie there are several such trees; which rows they
 *   connect up to a given distance is the same in all.
 * @remarks O(n^2 d) time at worst, O(n d) memory; a pair whose core distances rule it out costs no distance.
 * @see Prim (1957), Shortest connection networks and some generalizations, Bell System Technical Journal 36, 1389-1401.
 */
export function mutualReachabilityTree(matrix: Matrix, coreDistances: Float64Array): SpanningTree {
  const { rows, columns, data } = matrix;
  const first = new Int32Array(rows - 1);
  const second = new Int32Array(rows - 1);
  const distances = new Float64Array(rows - 1);
  const outside = Int32Array.from({ length: rows - 1 }, (_, i) => i + 1);
  const reach = new Float64Array(rows).fill(Infinity);
  const via = new Int32Array(rows);
  let newest = 0;
  for (let edge = 0, left = rows - 1; left > 0; edge++, left--) {
    const core = coreDistances[newest]!;
    const from = newest * columns;
    let smallest = Infinity;
    let closest = 0;
    for (let p = 0; p < left; p++) {
      const row = outside[p]!;
      // The way over the newest row is no shorter than its core distance.
      if (core < reach[row]! && coreDistances[row]! < reach[row]!) {
        let square = 0;
        for (let c = 0, at = row * columns; c < columns; c++) {
          const difference = data[from + c]! - data[at + c]!;
          square += difference * difference;
        }
        const distance = Math.max(core, coreDistances[row]!, Math.sqrt(square));
        if (distance < reach[row]!) {
          reach[row] = distance;
          via[row] = newest;
        }
      }
      if (reach[row]! < smallest) {
        smallest = reach[row]!;
        closest = p;
      }
    }
    newest = outside[closest]!;
    outside[closest] = outside[left - 1]!;
    first[edge] = via[newest]!;
    second[edge] = newest;
    distances[edge] = smallest;
  }
  return { first, second, distances };
}
