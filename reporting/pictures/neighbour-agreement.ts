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
  let sharesSum = 0;
  let points = 0;
  for (const group of rowsByLabel(labels).values()) {
    const count = Math.min(NEIGHBOURS, group.length - 1);
    if (count === 0) continue;
    points += group.length;
    for (const from of group) {
      const nearest = nearestPoints(x, y, { from, count });
      sharesSum += nearest.filter((j) => labels[j] === labels[from]).length / count;
    }
  }
  return sharesSum / points;
}

/** Indices of the nearest other points; ties go to the lower index. */
function nearestPoints(
  x: Float64Array,
  y: Float64Array,
  { from, count }: { from: number; count: number },
): Int32Array {
  const nearest = new Int32Array(count);
  const distances = new Float64Array(count).fill(Infinity);
  for (let j = 0; j < x.length; j++) {
    if (j === from) continue;
    const distance = (x[j]! - x[from]!) ** 2 + (y[j]! - y[from]!) ** 2;
    if (distance >= distances[count - 1]!) continue;
    let place = count - 1;
    for (; place > 0 && distances[place - 1]! > distance; place--) {
      distances[place] = distances[place - 1]!;
      nearest[place] = nearest[place - 1]!;
    }
    distances[place] = distance;
    nearest[place] = j;
  }
  return nearest;
}
