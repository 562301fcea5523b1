import { createMatrix } from '../../pipeline/core/matrix.ts';
import { nearestRows } from '../../pipeline/core/nearest-rows.ts';
import { rowsByLabel } from '../../pipeline/core/rows-by-label.ts';

/** Neighbours of a point that are looked at, where its group has as many others. */
export const NEIGHBOURS = 10;

/**
 * How often the nearest neighbours of a point on a map share its label: 1 means separate groups.
 *
 * @param x - Length n, finite; so is `y`.
 * @param labels - Length n.
 * @returns Mean share over all points of their ten nearest others, in smaller groups of as many as the group has
 * others: a group of three that stands apart has two neighbours that can agree. Groups of one are passed over; NaN
 * where there are no others.
 * @remarks O(n²): for the some thousand points of a map.
 */
export function neighbourAgreement(x: Float64Array, y: Float64Array, labels: readonly string[]): number {
  const points = createMatrix(
    x.length,
    ['x', 'y'],
    Float64Array.from({ length: 2 * x.length }, (_, i) => (i % 2 === 0 ? x : y)[i >> 1]!),
  );
  let sharesSum = 0;
  let judged = 0;
  for (const group of rowsByLabel(labels).values()) {
    const count = Math.min(NEIGHBOURS, group.length - 1);
    if (count === 0) continue;
    judged += group.length;
    for (const from of group) {
      const { rows } = nearestRows(points, { from, count });
      sharesSum += rows.filter((j) => labels[j] === labels[from]).length / count;
    }
  }
  return sharesSum / judged;
}
