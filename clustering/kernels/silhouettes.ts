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

/** Sums of distances from m rows: for cluster c of labeling l and the p-th row at `(bases[l] + c) * m + p`. */
interface DistanceSums {
  readonly rows: Int32Array;
  readonly bases: readonly number[];
  readonly values: Float64Array;
}

/**
 * Exact silhouettes in many labelings, from one pass over the pairs of rows.
 *
 * @param matrix - Shape (n, d), finite. Not modified.
 * @param labelings - Each of length n, clusters >= 0; rows labelled -1 take no part in that labeling.
 * @param rows - The m rows to measure, ascending, distinct; null: all.
 * @returns One array of length n per labeling. 0 for singletons; NaN for rows that take no part or are not to be measured
 *   and for labelings of fewer than two clusters.
 * @throws {InvalidInputError} If a value is not finite, a labeling has another length or rows are not rows of the matrix.
 * @remarks O(n^2 d / 2) time, for chosen rows O(m n d), whatever the number of labelings, as long as they are related (few
 *   atoms); O(n k) or O(m k) memory with k the clusters of all labelings together.
 * @see Rousseeuw (1987), Silhouettes: a graphical aid to the interpretation and validation of cluster analysis,
 *   J. Comput. Appl. Math. 20, 53-65.
 */
export function silhouettes(
  matrix: Matrix,
  labelings: readonly Int32Array[],
  rows: Int32Array | null = null,
): Float64Array[] {
  checkSilhouettesInput(matrix, labelings, rows);
  const sizes = labelings.map(clusterSizes);
  const atoms = findAtoms(matrix.rows, labelings, sizes);
  const targets = targetsOf(atoms, labelings, sizes);
  const sums =
    rows === null
      ? sumAllDistances(matrix, atoms, targets)
      : sumDistancesOf(rows, { matrix, atoms, targets });
  return labelings.map((labels, l) => {
    const values = new Float64Array(matrix.rows).fill(NaN);
    if (sizes[l]!.filter((size) => size > 0).length < 2) return values;
    sums.rows.forEach((row, p) => {
      if (labels[row]! < 0) return;
      const sumTo = (cluster: number): number =>
        sums.values[(sums.bases[l]! + cluster) * sums.rows.length + p]!;
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

/** The clusters that distances to an atom count for. */
interface Targets {
  /** Clusters of the labelings before each. */
  readonly bases: readonly number[];
  /** Clusters of all labelings. */
  readonly clusterCount: number;
  /** Per atom and labeling, its cluster counted over all labelings; -1 where it takes no part. */
  readonly ofAtoms: readonly Int32Array[];
}

function targetsOf(
  { order, starts }: Atoms,
  labelings: readonly Int32Array[],
  sizes: readonly Int32Array[],
): Targets {
  const bases: number[] = [];
  let clusterCount = 0;
  for (const { length } of sizes) {
    bases.push(clusterCount);
    clusterCount += length;
  }
  const ofAtoms = Array.from(starts.subarray(0, -1), (start) =>
    Int32Array.from(labelings, (labels, l) => {
      const label = labels[order[start]!]!;
      return label < 0 ? -1 : bases[l]! + label;
    }),
  );
  return { bases, clusterCount, ofAtoms };
}

/** Sums distances from chosen rows to each cluster of each labeling. */
function sumDistancesOf(
  rows: Int32Array,
  { matrix, atoms, targets }: { readonly matrix: Matrix; readonly atoms: Atoms; readonly targets: Targets },
): DistanceSums {
  const { bases, clusterCount, ofAtoms } = targets;
  const points = takeRows(matrix, atoms.order);
  const values = new Float64Array(clusterCount * rows.length);
  rows.forEach((row, p) => {
    const point = matrix.data.subarray(row * matrix.columns, (row + 1) * matrix.columns);
    ofAtoms.forEach((clusters, a) => {
      const sum = sumDistancesTo(point, points, { from: atoms.starts[a]!, to: atoms.starts[a + 1]! });
      for (const cluster of clusters) if (cluster >= 0) values[cluster * rows.length + p]! += sum;
    });
  });
  return { rows, bases, values };
}

/** Sum of distances from a point to a range of positions. */
function sumDistancesTo(
  point: Float64Array,
  { columns, data }: Matrix,
  { from, to }: { readonly from: number; readonly to: number },
): number {
  let sum = 0;
  for (let other = from, q = from * columns; other < to; other++, q += columns) {
    let square = 0;
    for (let c = 0; c < columns; c++) {
      const difference = point[c]! - data[q + c]!;
      square += difference * difference;
    }
    sum += Math.sqrt(square);
  }
  return sum;
}

/** Sums distances from each row to each cluster of each labeling, visiting every pair of rows once. */
function sumAllDistances(
  matrix: Matrix,
  { order, starts }: Atoms,
  { bases, clusterCount, ofAtoms }: Targets,
): DistanceSums {
  const n = matrix.rows;
  const points = takeRows(matrix, order);
  const values = new Float64Array(clusterCount * n);
  const atomCount = ofAtoms.length;
  const sums = new Float64Array(n);
  const addTo = (atom: number, clustersOfOther: Int32Array): void => {
    const own = ofAtoms[atom]!;
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
    addTo(a, ofAtoms[a]!);
    for (let b = a + 1; b < atomCount; b++) {
      const [from, to] = [starts[b]!, starts[b + 1]!];
      for (let p = start; p + 1 < end; p += 2) addDistancesOfTwoInto(points, { row: p, from, to }, sums);
      if ((end - start) % 2 === 1) addDistancesInto(points, { row: end - 1, from, to }, sums);
      addTo(a, ofAtoms[b]!);
      addTo(b, ofAtoms[a]!);
    }
  }
  return { rows: order, bases, values };
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
