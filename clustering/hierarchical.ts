import { InvalidInputError } from '../pipeline/core/errors.ts';
import { takeRows, type Matrix } from '../pipeline/core/matrix.ts';
import type { Random } from '../pipeline/core/random.ts';
import { centroidsOf, nearestCentroids } from './centroids.ts';
import { requireFinite } from './check-input.ts';
import { sampleRows } from './sampling.ts';

/**
 * How far two clusters are apart: by the growth of the sum of squares if they merge (ward), by the mean distance
 * between their rows (average) or by the largest (complete).
 */
export type Linkage = 'ward' | 'average' | 'complete';

/** The merges that lead from n rows to one cluster; all arrays have length n - 1. */
export interface MergeTree {
  /** n. */
  readonly rows: number;
  /** A row of one cluster of each merge ... */
  readonly first: Int32Array;
  /** ... and a row of the other. */
  readonly second: Int32Array;
  /** Ascending, in units of the matrix; for Ward sqrt(2 x growth of the sum of squares), as in SciPy. */
  readonly heights: Float64Array;
}

/** How rows are clustered by merging. */
export interface HierarchicalOptions {
  /** Clusters wanted, an integer in [1, n]. */
  readonly k: number;
  readonly linkage: Linkage;
  /** Rows that are merged at most, at least k; the others go to the nearest centroid. */
  readonly maxRows: number;
  /** Draws the sample where there are more rows. */
  readonly random: Random;
}

/** A hierarchy, cut. */
export interface HierarchicalResult {
  /** Length n: clusters in [0, k), numbered by their lowest merged row. */
  readonly labels: Int32Array;
  readonly clusterCount: number;
  /** Whether only a sample was merged. */
  readonly sampled: boolean;
}

/** Rows beyond which the matrix of distances would take more than 100 MB. */
export const MAX_MERGED_ROWS = 5_000;

/**
 * Clusters rows by merging the closest clusters until k are left.
 *
 * @param matrix - Shape (n, d), finite, n >= 1. Not modified.
 * @returns With more than `maxRows` rows, a seeded sample is merged and the others join the cluster whose centroid is
 *   nearest, ties to the lower number.
 * @throws {InvalidInputError} If the matrix has no rows, k or maxRows is out of range or a value is not finite.
 * @remarks See {@link buildMergeTree}, for min(n, maxRows) rows; O(n k d) for the others.
 */
export function hierarchical(matrix: Matrix, options: HierarchicalOptions): HierarchicalResult {
  const { k, linkage, maxRows, random } = options;
  const n = matrix.rows;
  if (!Number.isInteger(k) || k < 1 || k > n) {
    throw new InvalidInputError(`hierarchical: k must be an integer in [1, ${n}], got ${k}`);
  }
  if (!(maxRows >= k))
    throw new InvalidInputError(`hierarchical: maxRows must be >= k = ${k}, got ${maxRows}`);
  if (n <= maxRows) {
    return { labels: cutTree(buildMergeTree(matrix, linkage), k), clusterCount: k, sampled: false };
  }
  requireFinite(matrix, 'hierarchical');
  const rows = sampleRows(n, maxRows, random);
  const sample = takeRows(matrix, rows);
  const merged = cutTree(buildMergeTree(sample, linkage), k);
  const labels = nearestCentroids(matrix, centroidsOf(sample, merged)).nearest;
  rows.forEach((row, i) => (labels[row] = merged[i]!));
  return { labels, clusterCount: k, sampled: true };
}

/**
 * Merges rows, two clusters at a time, until one is left: the nearest-neighbour chain.
 *
 * @param matrix - Shape (n, d), finite, n >= 1. Not modified.
 * @returns Merges sorted by height, ties in the order in which they were found: SciPy's tree, rounding aside.
 * @throws {InvalidInputError} If the matrix has no rows or a value is not finite.
 * @remarks O(n^2 d) time, n (n - 1) / 2 doubles of memory.
 * @see Müllner (2011), Modern hierarchical, agglomerative clustering algorithms, arXiv:1109.2378.
 */
export function buildMergeTree(matrix: Matrix, linkage: Linkage): MergeTree {
  if (matrix.rows === 0) throw new InvalidInputError('buildMergeTree: the matrix must have rows, got 0');
  requireFinite(matrix, 'buildMergeTree');
  const n = matrix.rows;
  const pairs = createPairs(matrix, linkage);
  const sizes = new Int32Array(n).fill(1);
  const first = new Int32Array(n - 1);
  const second = new Int32Array(n - 1);
  const heights = new Float64Array(n - 1);
  const chain = new Int32Array(n);
  let length = 0;
  for (let merge = 0; merge < n - 1; merge++) {
    if (length === 0) chain[length++] = sizes.findIndex((size) => size > 0);
    for (;;) {
      const tip = chain[length - 1]!;
      const previous = length > 1 ? chain[length - 2]! : -1;
      const nearest = nearestCluster(pairs, sizes, { tip, previous });
      if (nearest === previous) break;
      chain[length++] = nearest;
    }
    const a = Math.min(chain[length - 1]!, chain[length - 2]!);
    const b = Math.max(chain[length - 1]!, chain[length - 2]!);
    length -= 2;
    first[merge] = a;
    second[merge] = b;
    heights[merge] = pairs.distances[pairs.starts[a]! + b]!;
    mergeInto(pairs, sizes, { a, b, linkage });
  }
  if (linkage === 'ward') heights.forEach((square, merge) => (heights[merge] = Math.sqrt(square)));
  const order = [...heights.keys()].sort((a, b) => heights[a]! - heights[b]! || a - b);
  return {
    rows: n,
    first: Int32Array.from(order, (merge) => first[merge]!),
    second: Int32Array.from(order, (merge) => second[merge]!),
    heights: Float64Array.from(order, (merge) => heights[merge]!),
  };
}

/**
 * Clusters left after the first n - k merges.
 *
 * @param k - Integer in [1, n].
 * @returns Length n: labels in [0, k), numbered by lowest row.
 * @remarks About O(n).
 */
export function cutTree({ rows, first, second }: MergeTree, k: number): Int32Array {
  const parent = Int32Array.from({ length: rows }, (_, row) => row);
  const rootOf = (row: number): number => {
    while (parent[row] !== row) row = parent[row] = parent[parent[row]!]!;
    return row;
  };
  for (let merge = 0; merge < rows - k; merge++) {
    const a = rootOf(first[merge]!);
    const b = rootOf(second[merge]!);
    parent[Math.max(a, b)] = Math.min(a, b);
  }
  const labels = new Int32Array(rows);
  let count = 0;
  // A root is the lowest row of its cluster, so it is met before the others.
  for (let row = 0; row < rows; row++) labels[row] = parent[row] === row ? count++ : labels[rootOf(row)]!;
  return labels;
}

/** Distances (Ward: squares) of all pairs of clusters; a cluster lives in the slot of one of its rows. */
interface Pairs {
  /** For a < b at `starts[a] + b`. */
  readonly distances: Float64Array;
  readonly starts: Int32Array;
}

function createPairs({ rows, columns, data }: Matrix, linkage: Linkage): Pairs {
  const distances = new Float64Array((rows * (rows - 1)) / 2);
  const starts = Int32Array.from({ length: rows }, (_, a) => (a * (2 * rows - a - 1)) / 2 - a - 1);
  for (let a = 0, at = 0; a < rows; a++) {
    for (let b = a + 1; b < rows; b++, at++) {
      let square = 0;
      for (let c = 0; c < columns; c++) {
        const difference = data[a * columns + c]! - data[b * columns + c]!;
        square += difference * difference;
      }
      distances[at] = linkage === 'ward' ? square : Math.sqrt(square);
    }
  }
  return { distances, starts };
}

/** The cluster nearest to the tip of the chain; ties go to the previous one, so that the chain ends, then to the lower slot. */
function nearestCluster(
  { distances, starts }: Pairs,
  sizes: Int32Array,
  { tip, previous }: { readonly tip: number; readonly previous: number },
): number {
  let nearest = previous;
  let smallest =
    previous < 0 ? Infinity : distances[starts[Math.min(tip, previous)]! + Math.max(tip, previous)]!;
  for (let other = 0; other < tip; other++) {
    if (sizes[other] === 0 || distances[starts[other]! + tip]! >= smallest) continue;
    smallest = distances[starts[other]! + tip]!;
    nearest = other;
  }
  const start = starts[tip]!;
  for (let other = tip + 1; other < sizes.length; other++) {
    if (sizes[other] === 0 || distances[start + other]! >= smallest) continue;
    smallest = distances[start + other]!;
    nearest = other;
  }
  return nearest;
}

/**
 * Merges cluster a into slot b: overwrites the sizes of both and the distances of b (Lance and Williams 1967, A general
 * theory of classificatory sorting strategies, Computer Journal 9, 373-380).
 */
function mergeInto(
  { distances, starts }: Pairs,
  sizes: Int32Array,
  { a, b, linkage }: { readonly a: number; readonly b: number; readonly linkage: Linkage },
): void {
  const [sizeA, sizeB] = [sizes[a]!, sizes[b]!];
  const between = distances[starts[a]! + b]!;
  sizes[a] = 0;
  sizes[b] = sizeA + sizeB;
  for (let other = 0; other < sizes.length; other++) {
    const size = sizes[other]!;
    if (size === 0 || other === b) continue;
    const toA = distances[starts[Math.min(a, other)]! + Math.max(a, other)]!;
    const at = starts[Math.min(b, other)]! + Math.max(b, other);
    const toB = distances[at]!;
    if (linkage === 'complete') distances[at] = Math.max(toA, toB);
    else if (linkage === 'average') distances[at] = (sizeA * toA + sizeB * toB) / (sizeA + sizeB);
    else {
      const weighted = (sizeA + size) * toA + (sizeB + size) * toB - size * between;
      distances[at] = weighted / (sizeA + sizeB + size);
    }
  }
}
