import { takeRows, type Matrix } from '../../pipeline/core/matrix.ts';
import { checkSilhouettesInput } from '../check-input.ts';
import { clusterSizes } from '../labels.ts';

/**
 * Rows in an order in which those with the same tuple of labels stand together. Such a block, an atom, lies in one
 * cluster of every labeling, so distances are summed per atom first and shared out to the labelings afterwards.
 */
export interface Atoms {
  /** Position to row. */
  readonly order: Int32Array;
  /** First position of each atom, and n at the end. */
  readonly starts: Int32Array;
}

/** Sums of distances: for cluster c of labeling l and position p at `(bases[l] + c) * n + p`. */
interface DistanceSums {
  readonly bases: readonly number[];
  readonly values: Float64Array;
}

/**
 * Exact silhouettes of every row in many labelings, from one pass over the pairs of rows.
 *
 * @param matrix - Shape (n, d), finite. Not modified.
 * @param labelings - Each of length n, clusters >= 0; rows labelled -1 take no part in that labeling.
 * @returns One array of length n per labeling. 0 for singletons; NaN for rows that take no part and for labelings of
 *   fewer than two clusters.
 * @throws {InvalidInputError} If a value is not finite or a labeling has another length.
 * @remarks O(n^2 d / 2) time whatever the number of labelings, as long as they are related (few atoms); O(n k) memory
 *   with k the clusters of all labelings together.
 * @see Rousseeuw (1987), Silhouettes: a graphical aid to the interpretation and validation of cluster analysis,
 *   J. Comput. Appl. Math. 20, 53-65.
 */
export function silhouettes(matrix: Matrix, labelings: readonly Int32Array[]): Float64Array[] {
  checkSilhouettesInput(matrix, labelings);
  const sizes = labelings.map(clusterSizes);
  const atoms = findAtoms(matrix.rows, labelings, sizes);
  const sums = sumDistances(takeRows(matrix, atoms.order), atoms, labelings);
  return labelings.map((labels, l) => {
    const values = new Float64Array(matrix.rows).fill(NaN);
    if (sizes[l]!.filter((size) => size > 0).length < 2) return values;
    atoms.order.forEach((row, p) => {
      if (labels[row]! < 0) return;
      const sumTo = (cluster: number): number => sums.values[(sums.bases[l]! + cluster) * matrix.rows + p]!;
      values[row] = silhouetteOf(labels[row]!, sizes[l]!, sumTo);
    });
    return values;
  });
}

/**
 * Silhouette of one row from its sums of distances to the clusters.
 *
 * @param own - Cluster of the row.
 * @param sizes - Rows per cluster; clusters without rows are passed over.
 * @param sumTo - Sum of distances from the row to all rows of a cluster.
 * @returns (b - a) / max(a, b); 0 for a singleton, or if the row coincides with its own and another cluster.
 */
export function silhouetteOf(own: number, sizes: Int32Array, sumTo: (cluster: number) => number): number {
  if (sizes[own] === 1) return 0;
  const within = sumTo(own) / (sizes[own]! - 1);
  let nearest = Infinity;
  for (let c = 0; c < sizes.length; c++) {
    if (c === own || sizes[c] === 0) continue;
    nearest = Math.min(nearest, sumTo(c) / sizes[c]!);
  }
  const larger = Math.max(within, nearest);
  return larger === 0 ? 0 : (nearest - within) / larger;
}

/**
 * Orders rows by their tuple of labels: one stable counting sort per labeling, the last labeling first.
 *
 * @param n - Rows, the length of each labeling.
 * @param sizes - {@link clusterSizes} of each labeling.
 * @remarks O((n + k) l) for l labelings with k clusters together.
 */
export function findAtoms(n: number, labelings: readonly Int32Array[], sizes: readonly Int32Array[]): Atoms {
  let order = Int32Array.from({ length: n }, (_, i) => i);
  for (let l = labelings.length - 1; l >= 0; l--) {
    const labels = labelings[l]!;
    // Slot 0 is for rows that take no part.
    const next = new Int32Array(sizes[l]!.length + 1);
    next[1] = labels.reduce((count, label) => count + (label < 0 ? 1 : 0), 0);
    for (let c = 2; c < next.length; c++) next[c] = next[c - 1]! + sizes[l]![c - 2]!;
    const sorted = new Int32Array(n);
    for (const row of order) sorted[next[Math.max(labels[row]!, -1) + 1]!++] = row;
    order = sorted;
  }
  const starts: number[] = [];
  order.forEach((row, p) => {
    if (p === 0 || labelings.some((labels) => labels[row] !== labels[order[p - 1]!])) starts.push(p);
  });
  return { order, starts: Int32Array.from([...starts, n]) };
}

/** Sums distances from each position to each cluster of each labeling, visiting every pair of positions once. */
function sumDistances(points: Matrix, atoms: Atoms, labelings: readonly Int32Array[]): DistanceSums {
  const n = points.rows;
  const { order, starts } = atoms;
  const bases: number[] = [];
  let clusters = 0;
  for (const labels of labelings) {
    bases.push(clusters);
    clusters += clusterSizes(labels).length;
  }
  const values = new Float64Array(clusters * n);
  const atomCount = starts.length - 1;
  /** Per atom and labeling, its cluster counted over all labelings; -1 where it takes no part. */
  const targets = Array.from({ length: atomCount }, (_, a) => {
    const row = order[starts[a]!]!;
    return Int32Array.from(labelings, (labels, l) => (labels[row]! < 0 ? -1 : bases[l]! + labels[row]!));
  });
  const sums = new Float64Array(n);
  const addTo = (atom: number, clustersOfOther: Int32Array): void => {
    const own = targets[atom]!;
    const start = starts[atom]!;
    const end = starts[atom + 1]!;
    for (let l = 0; l < own.length; l++) {
      if (own[l]! < 0 || clustersOfOther[l]! < 0) continue;
      const base = clustersOfOther[l]! * n;
      for (let p = start; p < end; p++) values[base + p]! += sums[p]!;
    }
    sums.fill(0, start, end);
  };
  for (let a = 0; a < atomCount; a++) {
    const [start, end] = [starts[a]!, starts[a + 1]!];
    for (let p = start; p < end; p++) addDistancesInto(points, { row: p, from: p + 1, to: end }, sums);
    addTo(a, targets[a]!);
    for (let b = a + 1; b < atomCount; b++) {
      const [from, to] = [starts[b]!, starts[b + 1]!];
      for (let p = start; p + 1 < end; p += 2) addDistancesOfTwoInto(points, { row: p, from, to }, sums);
      if ((end - start) % 2 === 1) addDistancesInto(points, { row: end - 1, from, to }, sums);
      addTo(a, targets[b]!);
      addTo(b, targets[a]!);
    }
  }
  return { bases, values };
}

/** A position, and a range of others to measure it against. */
interface Fan {
  readonly row: number;
  readonly from: number;
  readonly to: number;
}

/** Adds the distances between a position and a range of others to the sums of both sides. */
function addDistancesInto({ columns, data }: Matrix, { row, from, to }: Fan, sums: Float64Array): void {
  const p = row * columns;
  let sum = 0;
  for (let other = from, q = from * columns; other < to; other++, q += columns) {
    let square = 0;
    for (let c = 0; c < columns; c++) {
      const difference = data[p + c]! - data[q + c]!;
      square += difference * difference;
    }
    const distance = Math.sqrt(square);
    sum += distance;
    sums[other]! += distance;
  }
  sums[row]! += sum;
}

/** The same for a position and the next one: loading each of the others once for both takes half the time a pair. */
function addDistancesOfTwoInto({ columns, data }: Matrix, { row, from, to }: Fan, sums: Float64Array): void {
  const p = row * columns;
  const next = p + columns;
  let sum = 0;
  let sumOfNext = 0;
  for (let other = from, q = from * columns; other < to; other++, q += columns) {
    let square = 0;
    let squareOfNext = 0;
    for (let c = 0; c < columns; c++) {
      const value = data[q + c]!;
      const difference = data[p + c]! - value;
      const differenceOfNext = data[next + c]! - value;
      square += difference * difference;
      squareOfNext += differenceOfNext * differenceOfNext;
    }
    const distance = Math.sqrt(square);
    const distanceOfNext = Math.sqrt(squareOfNext);
    sum += distance;
    sumOfNext += distanceOfNext;
    sums[other]! += distance + distanceOfNext;
  }
  sums[row]! += sum;
  sums[row + 1]! += sumOfNext;
}
