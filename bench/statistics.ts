/**
 * The middle of some figures; of an even number of them the mean of the two in the middle.
 *
 * @param values - In any order and unit. Not modified.
 * @returns NaN for none.
 */
export function median(values: readonly number[]): number {
  const sorted = Float64Array.from(values).sort();
  const middle = sorted.length >> 1;
  return sorted.length % 2 === 1 ? sorted[middle]! : (sorted[middle - 1]! + sorted[middle]!) / 2;
}

/**
 * Slope of the least-squares line through points on log-log axes: 1 is linear growth, 2 quadratic.
 *
 * @param sizes - Positive, length m.
 * @param costs - Length m; points whose cost is not positive are left out, as they have no logarithm.
 * @returns NaN with fewer than two different sizes left.
 */
export function logLogSlope(sizes: readonly number[], costs: readonly number[]): number {
  const points = sizes
    .map((size, i) => ({ x: Math.log(size), y: Math.log(costs[i]!) }))
    .filter(({ y }) => Number.isFinite(y));
  const meanX = points.reduce((sum, { x }) => sum + x, 0) / points.length;
  const meanY = points.reduce((sum, { y }) => sum + y, 0) / points.length;
  const spread = points.reduce((sum, { x }) => sum + (x - meanX) ** 2, 0);
  return spread === 0 ? NaN : points.reduce((sum, { x, y }) => sum + (x - meanX) * (y - meanY), 0) / spread;
}
