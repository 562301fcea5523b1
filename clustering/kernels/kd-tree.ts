import type { Matrix } from '../../pipeline/core/matrix.ts';

/** Rows a leaf holds at most: small enough to prune, large enough that scanning outweighs walking. */
const LEAF_SIZE = 24;

/**
 * A balanced kd-tree with bounding boxes, stored flat. Nodes are numbered as in a binary heap (children of i are
 * 2i + 1 and 2i + 2), all leaves lie on the last level, and every node owns a contiguous range of positions.
 */
export interface KdTree {
  readonly columns: number;
  /** Shape (n, d): the rows in tree order, so that a leaf is one contiguous block. */
  readonly points: Float64Array;
  /** Position in the tree to row of the matrix. */
  readonly rowOf: Int32Array;
  /** Index of the first leaf; nodes below it are inner nodes. */
  readonly firstLeaf: number;
  readonly nodeCount: number;
  /** First position of each node. */
  readonly starts: Int32Array;
  /** One past the last position of each node. */
  readonly ends: Int32Array;
  /** Shape (nodeCount, 2d): d smallest coordinates, then d largest. */
  readonly boxes: Float64Array;
}

/**
 * Builds the tree by splitting at the median of the widest dimension.
 *
 * @param matrix - Shape (n, d), finite, n >= 1. Not modified.
 * @returns The tree, with its own copy of the values.
 * @remarks O(d n log n) time, O(n d) memory. Deterministic.
 * @see Bentley (1975), Multidimensional binary search trees used for associative searching, CACM 18(9), 509-517.
 */
export function buildKdTree(matrix: Matrix): KdTree {
  const { rows, columns, data } = matrix;
  let leafCount = 1;
  while (leafCount * LEAF_SIZE < rows) leafCount *= 2;
  const nodeCount = 2 * leafCount - 1;
  const rowOf = Int32Array.from({ length: rows }, (_, i) => i);
  const starts = new Int32Array(nodeCount);
  const ends = new Int32Array(nodeCount);
  const boxes = new Float64Array(nodeCount * 2 * columns);
  const keys = new Float64Array(rows);
  ends[0] = rows;
  for (let node = 0; node < nodeCount; node++) {
    const range = rowOf.subarray(starts[node]!, ends[node]!);
    const box = boxes.subarray(node * 2 * columns, (node + 1) * 2 * columns);
    fillBoxInto(matrix, range, box);
    if (node >= leafCount - 1) continue;
    const dimension = widestDimension(box);
    for (let i = 0; i < range.length; i++) keys[i] = data[range[i]! * columns + dimension]!;
    const middle = range.length >> 1;
    selectInto(keys.subarray(0, range.length), range, middle);
    starts[2 * node + 1] = starts[node]!;
    ends[2 * node + 1] = starts[2 * node + 2] = starts[node]! + middle;
    ends[2 * node + 2] = ends[node]!;
  }
  const points = new Float64Array(rows * columns);
  rowOf.forEach((row, i) => points.set(data.subarray(row * columns, (row + 1) * columns), i * columns));
  return { columns, points, rowOf, firstLeaf: leafCount - 1, nodeCount, starts, ends, boxes };
}

/** Writes the bounding box of some rows: d minima, then d maxima. */
function fillBoxInto({ columns, data }: Matrix, rows: Int32Array, box: Float64Array): void {
  box.fill(Infinity, 0, columns).fill(-Infinity, columns);
  for (const row of rows) {
    for (let c = 0; c < columns; c++) {
      const value = data[row * columns + c]!;
      if (value < box[c]!) box[c] = value;
      if (value > box[columns + c]!) box[columns + c] = value;
    }
  }
}

/** Dimension in which a box is widest; ties to the lower index. */
function widestDimension(box: Float64Array): number {
  const columns = box.length / 2;
  let widest = 0;
  for (let c = 1; c < columns; c++) {
    if (box[columns + c]! - box[c]! > box[columns + widest]! - box[widest]!) widest = c;
  }
  return widest;
}

/**
 * Reorders keys and ids alike so that the element at `target` is the one sorting would put there, smaller or equal
 * ones before it, larger or equal ones after it (Hoare's quickselect, pivot in the middle).
 */
export function selectInto(keys: Float64Array, ids: Int32Array, target: number): void {
  let low = 0;
  let high = keys.length - 1;
  while (low < high) {
    const pivot = keys[(low + high) >> 1]!;
    let i = low;
    let j = high;
    while (i <= j) {
      while (keys[i]! < pivot) i++;
      while (keys[j]! > pivot) j--;
      if (i > j) break;
      const key = keys[i]!;
      keys[i] = keys[j]!;
      keys[j] = key;
      const id = ids[i]!;
      ids[i] = ids[j]!;
      ids[j] = id;
      i++;
      j--;
    }
    if (target <= j) high = j;
    else if (target >= i) low = i;
    else return;
  }
}

/** Walks the leaves around one point of a tree, nearest boxes first. */
export interface LeafWalk {
  /**
   * Calls `visit` with the position range of each leaf whose box lies within the limit.
   *
   * @param position - Tree position of the centre.
   * @param limit - Largest squared distance of interest.
   * @param visit - Returns the limit to go on with: smaller to narrow the search, negative to end it.
   */
  (position: number, limit: number, visit: (start: number, end: number) => number): void;
}

/**
 * Makes a walk with its own stack, to be used for many points one after another.
 *
 * @remarks Visits O(log n) leaves in few dimensions, up to all of them in many.
 */
export function createLeafWalk(tree: KdTree): LeafWalk {
  const { columns, points, boxes, firstLeaf, starts, ends } = tree;
  const depth = Math.ceil(Math.log2(tree.nodeCount + 1)) + 1;
  const nodes = new Int32Array(2 * depth);
  const gaps = new Float64Array(2 * depth);

  /** Squared distance from a point to the box of a node. */
  const gapTo = (node: number, position: number): number => {
    const box = node * 2 * columns;
    const at = position * columns;
    let sum = 0;
    for (let c = 0; c < columns; c++) {
      const value = points[at + c]!;
      const below = boxes[box + c]! - value;
      const above = value - boxes[box + columns + c]!;
      if (below > 0) sum += below * below;
      else if (above > 0) sum += above * above;
    }
    return sum;
  };

  return (position, limit, visit) => {
    let top = 1;
    nodes[0] = 0;
    gaps[0] = 0;
    while (top > 0) {
      top--;
      if (gaps[top]! > limit) continue;
      const node = nodes[top]!;
      if (node >= firstLeaf) {
        limit = visit(starts[node]!, ends[node]!);
        continue;
      }
      const left = gapTo(2 * node + 1, position);
      const right = gapTo(2 * node + 2, position);
      // The nearer child goes on top of the stack.
      const near = left <= right ? 1 : 2;
      nodes[top] = 2 * node + 3 - near;
      gaps[top++] = Math.max(left, right);
      nodes[top] = 2 * node + near;
      gaps[top++] = Math.min(left, right);
    }
  };
}

/**
 * Squared distance between two positions of a tree.
 *
 * @returns The exact sum, or a partial sum above `limit` as soon as the first eight dimensions exceed it.
 */
export type PositionDistance = (a: number, b: number, limit: number) => number;

/** Makes the distance function of a tree: differences are squared and added in column order, as in brute force. */
export function createPositionDistance({ points, columns }: KdTree): PositionDistance {
  const head = Math.min(columns, 8);
  return (a, b, limit) => {
    const p = a * columns;
    const q = b * columns;
    let sum = 0;
    for (let c = 0; c < head; c++) {
      const difference = points[p + c]! - points[q + c]!;
      sum += difference * difference;
    }
    if (sum > limit) return sum;
    for (let c = head; c < columns; c++) {
      const difference = points[p + c]! - points[q + c]!;
      sum += difference * difference;
    }
    return sum;
  };
}
