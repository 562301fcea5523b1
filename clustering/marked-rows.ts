import type { Matrix } from '../pipeline/core/matrix.ts';
import { buildKdTree, createLeafWalk, createPositionDistance } from './kernels/kd-tree.ts';

/**
 * Nearest marked row of each row.
 *
 * @param matrix - Shape (n, d), finite (the caller has checked). Not modified.
 * @param isMarked - Length n: 1 for the rows to choose from, at least one unless n is 0.
 * @returns Length n: row indices, ties to the lower one; a marked row is its own nearest.
 * @remarks One kd-tree over all rows: about O(n log n) in few dimensions, O(n m d) with m marked rows in many. The answer
 *   for a row depends on itself and the marked rows only.
 */
export function nearestMarked(matrix: Matrix, isMarked: Uint8Array): Int32Array {
  const nearest = Int32Array.from({ length: matrix.rows }, (_, row) => row);
  if (matrix.rows === 0) return nearest;
  const tree = buildKdTree(matrix);
  const walk = createLeafWalk(tree);
  const distance = createPositionDistance(tree);
  let centre = 0;
  let smallest = Infinity;
  let best = -1;
  const visit = (start: number, end: number): number => {
    for (let p = start; p < end; p++) {
      const row = tree.rowOf[p]!;
      if (isMarked[row] !== 1) continue;
      const square = distance(centre, p, smallest);
      if (square > smallest || (square === smallest && row > best)) continue;
      smallest = square;
      best = row;
    }
    return smallest;
  };
  for (centre = 0; centre < matrix.rows; centre++) {
    const row = tree.rowOf[centre]!;
    if (isMarked[row] === 1) continue;
    smallest = Infinity;
    best = matrix.rows;
    walk(centre, Infinity, visit);
    nearest[row] = best;
  }
  return nearest;
}

/**
 * Smallest mark that each row without one has within reach.
 *
 * @param matrix - Shape (n, d), finite (the caller has checked). Not modified.
 * @param marks - Length n: an integer >= 0, or -1 for the rows that ask. Not modified.
 * @param eps - Radius, inclusive, in units of the matrix: compared with the rounded distance, as DBSCAN does.
 * @returns Length n: the mark, or -1 if no marked row lies within eps. Marked rows keep their own.
 * @remarks As {@link nearestMarked}.
 */
export function smallestMarkWithin(matrix: Matrix, marks: Int32Array, eps: number): Int32Array {
  const found = marks.slice();
  if (matrix.rows === 0) return found;
  const tree = buildKdTree(matrix);
  const walk = createLeafWalk(tree);
  const distance = createPositionDistance(tree);
  // Squares decide roughly, the rounded root decides: no square whose root is <= eps lies above this.
  const limit = eps * eps * (1 + 4 * Number.EPSILON) + Number.MIN_VALUE;
  let centre = 0;
  let smallest = Infinity;
  const visit = (start: number, end: number): number => {
    for (let p = start; p < end; p++) {
      const mark = marks[tree.rowOf[p]!]!;
      if (mark < 0 || mark >= smallest) continue;
      if (Math.sqrt(distance(centre, p, limit)) > eps) continue;
      smallest = mark;
      if (smallest === 0) return -1;
    }
    return limit;
  };
  for (centre = 0; centre < matrix.rows; centre++) {
    const row = tree.rowOf[centre]!;
    if (marks[row]! >= 0) continue;
    smallest = Infinity;
    walk(centre, limit, visit);
    if (smallest !== Infinity) found[row] = smallest;
  }
  return found;
}
