import type { Matrix } from '../../pipeline/core/matrix.ts';
import { checkKDistancesInput } from '../check-input.ts';
import { buildKdTree, createLeafWalk, createPositionDistance } from './kd-tree.ts';

/**
 * Distance of each row to its k-th nearest row, the row itself counted as the first.
 *
 * @param matrix - Shape (n, d), finite. Not modified; n = 0 gives an empty array.
 * @param k - Integer in [1, n].
 * @returns Length n, in row order, in units of the matrix.
 * @throws {InvalidInputError} If k is out of range or a value is not finite.
 * @remarks A kd-tree and a bounded heap per row: about O(n log n) in few dimensions, O(n^2 d) in many. O(n d) memory.
 */
export function kDistances(matrix: Matrix, k: number): Float64Array {
  checkKDistancesInput(matrix, k);
  const distances = new Float64Array(matrix.rows);
  if (matrix.rows === 0) return distances;
  const tree = buildKdTree(matrix);
  const walk = createLeafWalk(tree);
  const distance = createPositionDistance(tree);
  const heap = new Float64Array(k);
  let centre = 0;
  const visit = (start: number, end: number): number => {
    for (let p = start; p < end; p++) {
      const square = distance(centre, p, heap[0]!);
      if (square < heap[0]!) replaceLargestInto(heap, square);
    }
    return heap[0]!;
  };
  for (centre = 0; centre < matrix.rows; centre++) {
    heap.fill(Infinity);
    walk(centre, Infinity, visit);
    distances[tree.rowOf[centre]!] = Math.sqrt(heap[0]!);
  }
  return distances;
}

/** Replaces the root of a max-heap by a smaller value and restores the heap. */
function replaceLargestInto(heap: Float64Array, value: number): void {
  let hole = 0;
  for (;;) {
    let child = 2 * hole + 1;
    if (child >= heap.length) break;
    if (child + 1 < heap.length && heap[child + 1]! > heap[child]!) child++;
    if (heap[child]! <= value) break;
    heap[hole] = heap[child]!;
    hole = child;
  }
  heap[hole] = value;
}
