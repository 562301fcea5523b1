import type { Matrix } from '../../pipeline/core/matrix.ts';

/**
 * Lloyd's iteration in progress. Bounds are distances: `upper` is never below the distance of a row to its own
 * centroid, `lower` never above its distance to any other (Hamerly 2010), rounding aside. They are trusted only where
 * rounding cannot matter, so that labels are those of comparing all distances, whatever bounds a kernel keeps.
 */
export interface Lloyd {
  readonly matrix: Matrix;
  readonly k: number;
  /** What bounds must differ by before they are trusted: more than rounding can have added up to. */
  readonly margin: number;
  /** Shape (k, d). */
  readonly centroids: Float64Array;
  /** Length n; -1 before the first assignment. */
  readonly labels: Int32Array;
  readonly upper: Float64Array;
  readonly lower: Float64Array;
  /** Shape (k, d): sums of the rows of each cluster, kept up to date row by row. */
  readonly sums: Float64Array;
  readonly counts: Int32Array;
}

/**
 * Makes the state before the first assignment.
 *
 * @param matrix - Shape (n, d), finite. Not modified.
 * @param start - Shape (k, d). Not modified.
 */
export function createLloyd(matrix: Matrix, start: Matrix): Lloyd {
  return {
    matrix,
    k: start.rows,
    margin: boundMargin(matrix),
    centroids: start.data.slice(),
    labels: new Int32Array(matrix.rows).fill(-1),
    upper: new Float64Array(matrix.rows).fill(Infinity),
    lower: new Float64Array(matrix.rows),
    sums: new Float64Array(start.data.length),
    counts: new Int32Array(start.rows),
  };
}

/**
 * What rounding can add up to in a bound: 300 passes with a few additions each, and distances of d terms, none above the
 * diagonal of the data.
 */
function boundMargin({ columns, data }: Matrix): number {
  let square = 0;
  for (let c = 0; c < columns; c++) {
    let least = Infinity;
    let most = -Infinity;
    for (let at = c; at < data.length; at += columns) {
      least = Math.min(least, data[at]!);
      most = Math.max(most, data[at]!);
    }
    if (most > least) square += (most - least) ** 2;
  }
  return Math.sqrt(square) * (1000 + 4 * columns) * 2 ** -53;
}

/**
 * Reassigns the rows whose bounds leave a choice; overwrites labels, bounds, sums and counts.
 *
 * @returns Number of rows that changed cluster.
 * @remarks O(n k d) at worst. Longer than a screen, because splitting the scan over centroids off costs a call per row.
 */
export function reassignInto(lloyd: Lloyd): number {
  const { matrix, k, margin, centroids, labels, upper, lower } = lloyd;
  const { rows, columns, data } = matrix;
  const half = halfGaps(lloyd);
  let changed = 0;
  for (let i = 0, at = 0; i < rows; i++, at += columns) {
    const own = labels[i]!;
    if (own >= 0) {
      // A tie is settled by the full scan, in favour of the lower index.
      const bound = Math.max(half[own]!, lower[i]!) - margin;
      if (upper[i]! < bound) continue;
      upper[i] = ownDistance(lloyd, i);
      if (upper[i]! < bound) continue;
    }
    let nearest = Infinity;
    let second = Infinity;
    let label = 0;
    for (let j = 0, from = 0; j < k; j++, from += columns) {
      let square = 0;
      for (let c = 0; c < columns; c++) {
        const difference = data[at + c]! - centroids[from + c]!;
        square += difference * difference;
      }
      if (square < nearest) {
        second = nearest;
        nearest = square;
        label = j;
      } else if (square < second) second = square;
    }
    upper[i] = Math.sqrt(nearest);
    lower[i] = Math.sqrt(second);
    if (label === own) continue;
    changed++;
    moveRowInto(lloyd, i, label);
  }
  return changed;
}

/** Distance of a row to the centroid of its cluster. */
function ownDistance({ matrix, centroids, labels }: Lloyd, row: number): number {
  const { columns, data } = matrix;
  const from = labels[row]! * columns;
  let square = 0;
  for (let c = 0; c < columns; c++) {
    const difference = data[row * columns + c]! - centroids[from + c]!;
    square += difference * difference;
  }
  return Math.sqrt(square);
}

/** Moves a row to a cluster in labels, sums and counts. */
function moveRowInto({ matrix, labels, sums, counts }: Lloyd, row: number, label: number): void {
  const { columns, data } = matrix;
  const own = labels[row]!;
  for (let c = 0; c < columns; c++) {
    const value = data[row * columns + c]!;
    sums[label * columns + c]! += value;
    if (own >= 0) sums[own * columns + c]! -= value;
  }
  counts[label]!++;
  if (own >= 0) counts[own]!--;
  labels[row] = label;
}

/** Half the distance of each centroid to its nearest other one: rows nearer than that to their own stay. */
function halfGaps({ matrix, k, centroids }: Lloyd): Float64Array {
  const { columns } = matrix;
  const half = new Float64Array(k).fill(Infinity);
  for (let a = 0; a < k; a++) {
    for (let b = a + 1; b < k; b++) {
      let square = 0;
      for (let c = 0; c < columns; c++)
        square += (centroids[a * columns + c]! - centroids[b * columns + c]!) ** 2;
      const gap = Math.sqrt(square) / 2;
      if (gap < half[a]!) half[a] = gap;
      if (gap < half[b]!) half[b] = gap;
    }
  }
  return half;
}

/**
 * Gives each cluster without rows the row farthest from its own centroid, ties to the lower row; a cluster stays
 * empty if every row that could be moved lies on its centroid. Overwrites labels, lower bounds, sums and counts.
 *
 * @remarks O(n d) per empty cluster; rare.
 */
export function refillEmptyInto(lloyd: Lloyd): void {
  const { labels, lower, sums, counts } = lloyd;
  const { columns } = lloyd.matrix;
  for (let empty = counts.indexOf(0); empty >= 0; empty = counts.indexOf(0, empty + 1)) {
    let farthest = -1;
    let largest = 0;
    for (let i = 0; i < labels.length; i++) {
      if (counts[labels[i]!]! < 2) continue;
      const distance = ownDistance(lloyd, i);
      if (distance <= largest) continue;
      largest = distance;
      farthest = i;
    }
    if (farthest < 0) return;
    // What additions and subtractions left behind must not count.
    sums.fill(0, empty * columns, (empty + 1) * columns);
    moveRowInto(lloyd, farthest, empty);
    // Its old centroid is now another one; the upper bound holds, for the row will be its own centroid.
    lower[farthest] = 0;
  }
}

/**
 * Moves centroids to the means of their rows and loosens the bounds by that much; overwrites centroids and bounds.
 *
 * @returns Sum over centroids of their squared movement.
 */
export function moveCentroidsInto({
  matrix,
  k,
  centroids,
  labels,
  upper,
  lower,
  sums,
  counts,
}: Lloyd): number {
  const { columns } = matrix;
  const moved = new Float64Array(k);
  let shift = 0;
  for (let j = 0; j < k; j++) {
    if (counts[j] === 0) continue;
    let square = 0;
    for (let at = j * columns; at < (j + 1) * columns; at++) {
      const mean = sums[at]! / counts[j]!;
      square += (mean - centroids[at]!) ** 2;
      centroids[at] = mean;
    }
    moved[j] = Math.sqrt(square);
    shift += square;
  }
  // The lower bound concerns the other centroids: their largest movement is the second largest for the one that moved most.
  const most = Math.max(...moved);
  const mover = moved.indexOf(most);
  const secondMost = Math.max(0, ...moved.filter((_, j) => j !== mover));
  for (let i = 0; i < labels.length; i++) {
    const label = labels[i]!;
    upper[i]! += moved[label]!;
    lower[i]! -= label === mover ? secondMost : most;
  }
  return shift;
}
