/** Neighbours of a point that are looked at. */
const NEIGHBOURS = 10;

/**
 * How often the nearest neighbours of a point on a map share its label: 1 means separate groups.
 *
 * @param x - Length n, finite; so is `y`.
 * @param labels - Length n.
 * @returns Mean share over all points of their ten nearest others (or all others, if fewer); NaN with fewer than two points.
 * @remarks O(n²): for the some thousand points of a map.
 */
export function neighbourAgreement(x: Float64Array, y: Float64Array, labels: readonly string[]): number {
  const n = x.length;
  const count = Math.min(NEIGHBOURS, n - 1);
  if (count < 1) return NaN;
  let agreeing = 0;
  for (let i = 0; i < n; i++) {
    const nearest = nearestPoints(x, y, { from: i, count });
    agreeing += nearest.reduce((sum, j) => sum + (labels[j] === labels[i] ? 1 : 0), 0);
  }
  return agreeing / (n * count);
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
