import type { Matrix } from '../pipeline/core/matrix.ts';
import { sortedKnownValues } from './known-values.ts';

/**
 * Share of the known cells that hold the most frequent value, per column: 1 for a constant column.
 *
 * @param matrix - Shape (n, d); NaN is unknown and left out. Not modified.
 * @returns Length d, in (0, 1]; 1 for a column without known values, which tells rows apart as little as a constant.
 * @remarks O(d·n log n). Values are equal only if all their bits are (0 and -0 are one value).
 */
export function modalShares(matrix: Matrix): number[] {
  return matrix.names.map((_, j) => {
    const sorted = sortedKnownValues(matrix, j);
    let longest = 0;
    for (let start = 0, i = 1; i <= sorted.length; i++) {
      if (i < sorted.length && sorted[i] === sorted[start]) continue;
      longest = Math.max(longest, i - start);
      start = i;
    }
    return sorted.length === 0 ? 1 : longest / sorted.length;
  });
}
