import { InvalidInputError } from '../pipeline/core/errors.ts';
import type { Matrix } from '../pipeline/core/matrix.ts';
import type { Random } from '../pipeline/core/random.ts';

/** Size of an isolation forest; the defaults are those of the paper. */
export interface IsolationForestOptions {
  /** Number of trees, >= 1. Default: 100. */
  readonly trees?: number | undefined;
  /** Rows each tree is grown on, drawn without replacement, >= 2; at most all. Default: 256. */
  readonly sampleSize?: number | undefined;
}

/** Nodes of one tree, node 0 being the root. */
interface IsolationTree {
  /** Column an inner node splits by; -1 in a leaf. */
  readonly column: Int32Array;
  /** Inner node: values up to this go left. Leaf: path length from the root, in edges. */
  readonly value: Float64Array;
  /** Left child of an inner node; the right child is the next one. */
  readonly left: Int32Array;
}

/** Euler-Mascheroni constant, in the estimate of harmonic numbers. */
const EULER_GAMMA = 0.5772156649015329;

/** Mean path length of an unsuccessful search in a binary search tree of `size` rows, in edges. */
function meanPathLength(size: number): number {
  if (size <= 1) return 0;
  if (size === 2) return 1;
  return 2 * (Math.log(size - 1) + EULER_GAMMA) - (2 * (size - 1)) / size;
}

/** The first `count` of a random permutation of 0 .. n-1. O(n). */
function drawRows(n: number, count: number, random: Random): Int32Array {
  const rows = Int32Array.from({ length: n }, (_, i) => i);
  for (let i = 0; i < count; i++) {
    const j = i + random.integer(n - i);
    [rows[i], rows[j]] = [rows[j]!, rows[i]!];
  }
  return rows.subarray(0, count);
}

/** A random column that varies over the rows, and a random value below its maximum; null if none varies. */
function drawSplit(
  matrix: Matrix,
  rows: Int32Array,
  random: Random,
): { readonly column: number; readonly threshold: number } | null {
  const order = drawRows(matrix.columns, matrix.columns, random);
  for (const column of order) {
    let min = Number.POSITIVE_INFINITY;
    let max = Number.NEGATIVE_INFINITY;
    for (const row of rows) {
      const value = matrix.data[row * matrix.columns + column]!;
      if (value < min) min = value;
      if (value > max) max = value;
    }
    if (min === max) continue;
    const threshold = min + random.next() * (max - min);
    // Rounding may lift the threshold to the maximum, which would leave the right side empty.
    return { column, threshold: threshold < max ? threshold : min };
  }
  return null;
}

/** Moves rows whose value is at most the threshold to the front; returns how many there are. */
function partitionInto(rows: Int32Array, goesLeft: (row: number) => boolean): number {
  let count = 0;
  for (let i = 0; i < rows.length; i++) {
    const row = rows[i]!;
    if (!goesLeft(row)) continue;
    rows[i] = rows[count]!;
    rows[count++] = row;
  }
  return count;
}

function growTree(matrix: Matrix, rows: Int32Array, random: Random): IsolationTree {
  const size = 2 * rows.length - 1;
  const tree = {
    column: new Int32Array(size).fill(-1),
    value: new Float64Array(size),
    left: new Int32Array(size),
  };
  const maxDepth = Math.ceil(Math.log2(Math.max(rows.length, 2)));
  let nodes = 1;
  const open = [{ node: 0, depth: 0, rows }];
  for (let next = open.pop(); next !== undefined; next = open.pop()) {
    const { node, depth } = next;
    const split = depth < maxDepth ? drawSplit(matrix, next.rows, random) : null;
    if (split === null) {
      tree.value[node] = depth + meanPathLength(next.rows.length);
      continue;
    }
    const { column, threshold } = split;
    const count = partitionInto(next.rows, (row) => matrix.data[row * matrix.columns + column]! <= threshold);
    tree.column[node] = column;
    tree.value[node] = threshold;
    tree.left[node] = nodes;
    open.push({ node: nodes, depth: depth + 1, rows: next.rows.subarray(0, count) });
    open.push({ node: nodes + 1, depth: depth + 1, rows: next.rows.subarray(count) });
    nodes += 2;
  }
  return tree;
}

/** Adds the path length of every row in one tree to `sums`, length n. */
function addPathLengthsInto(sums: Float64Array, matrix: Matrix, tree: IsolationTree): void {
  const { column, value, left } = tree;
  for (let i = 0; i < matrix.rows; i++) {
    const start = i * matrix.columns;
    let node = 0;
    while (column[node]! >= 0) {
      node = left[node]! + (matrix.data[start + column[node]!]! <= value[node]! ? 0 : 1);
    }
    sums[i]! += value[node]!;
  }
}

/**
 * Outlier scores by an isolation forest: how few random splits set a row apart from the others.
 *
 * @param matrix - Shape (n, d), finite; scales of columns do not matter. Not modified.
 * @param random - Seeded; each tree draws from a fork of its own.
 * @returns Length n, in (0, 1): about 0.5 for ordinary rows, near 1 for outliers. 0.5 for all if n is 1 or all rows are
 *   equal.
 * @throws {InvalidInputError} If a value is not finite, or an option is not an integer in its range.
 * @remarks O(trees · (n log s + d·s log s)) time with sample size s, O(n) memory. Scores only: the trees are not kept, so
 *   that rows are comparable only within one call.
 * @see Liu, Ting & Zhou (2008), Isolation Forest, Proc. IEEE ICDM, 413-422. Score 2^(-E(h)/c(s)), s(x, n) of equation 2;
 *   deviation: (a) as in scikit-learn, a node splits only by columns that vary within it.
 */
export function isolationScores(
  matrix: Matrix,
  random: Random,
  { trees = 100, sampleSize = 256 }: IsolationForestOptions = {},
): Float64Array {
  if (!Number.isInteger(trees) || trees < 1) {
    throw new InvalidInputError(`isolationScores: trees must be an integer >= 1, got ${trees}`);
  }
  if (!Number.isInteger(sampleSize) || sampleSize < 2) {
    throw new InvalidInputError(`isolationScores: sampleSize must be an integer >= 2, got ${sampleSize}`);
  }
  if (!matrix.data.every(Number.isFinite)) {
    throw new InvalidInputError('isolationScores: values must be finite');
  }
  const size = Math.min(sampleSize, matrix.rows);
  const sums = new Float64Array(matrix.rows);
  if (size < 2) return sums.fill(0.5);
  for (let t = 0; t < trees; t++) {
    const own = random.fork(`tree ${t}`);
    addPathLengthsInto(sums, matrix, growTree(matrix, drawRows(matrix.rows, size, own), own));
  }
  return sums.map((sum) => 2 ** (-sum / trees / meanPathLength(size)));
}
