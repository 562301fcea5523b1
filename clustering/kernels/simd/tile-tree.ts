import type { Matrix } from '../../../pipeline/core/matrix.ts';
import { selectInto } from '../kd-tree.ts';
import { rotateRows, type RotatedRows } from './rotation.ts';

/** Points of a leaf: one tile of the kernels. */
export const LANES = 32;

/** Rows that the spread of a node is estimated from at most. */
const SPREAD_SAMPLE = 64;

/** Nodes of one level of the tree, in groups of four that lie in memory as the kernels compare them. */
export interface TreeLevel {
  readonly nodes: number;
  /** Shape (groups, 8 d + 4): per column four minima, then four maxima; then the four largest norms. Missing nodes are infinitely far. */
  readonly boxes: Float32Array;
}

/**
 * Rows in the order of a kd-tree, cut into tiles. Leaf l holds the positions 32 l to 32 l + 31; node i of level m has the nodes
 * 4 i to 4 i + 3 of level m - 1 for children; level 0 are the leaves, the last level has four nodes at most.
 */
export interface TileTree {
  readonly rows: number;
  readonly columns: number;
  /** Tree position to row of the matrix. */
  readonly rowOf: Int32Array;
  /** Shape (leaves, d, 32); places beyond the last row are infinite. */
  readonly tiles: Float32Array;
  /** Length n, by position. */
  readonly norms: Float32Array;
  readonly levels: readonly TreeLevel[];
  readonly scale: number;
  readonly skew: number;
}

/**
 * Builds the tree: at each node, rows are split along the axis in which they spread most.
 *
 * @param matrix - Shape (n, d), finite, n >= 1, d >= 1. Not modified.
 * @returns Null if the values are too large or too small for squares (see rotateRows).
 * @remarks O(n d^2 + n log n) time; 4 n d bytes kept, 8 n d while building. Leaves are full but for the last: splits fall on whole
 *   powers of two of leaves, so that a node of any level is a stretch of leaves.
 * @see Bentley (1975), Multidimensional binary search trees used for associative searching, CACM 18(9), 509-517.
 */
export function buildTileTree(matrix: Matrix): TileTree | null {
  const rotated = rotateRows(matrix);
  if (rotated === null) return null;
  const { rows, columns } = matrix;
  const rowOf = orderRows(rotated, columns);
  const leaves = Math.ceil(rows / LANES);
  const tiles = new Float32Array(leaves * columns * LANES).fill(Infinity, (leaves - 1) * columns * LANES);
  const norms = new Float32Array(rows);
  for (let p = 0; p < rows; p++) {
    const from = rowOf[p]! * columns;
    const to = (p >> 5) * columns * LANES + (p & 31);
    for (let c = 0; c < columns; c++) tiles[to + c * LANES] = rotated.coordinates[from + c]!;
    norms[p] = rotated.norms[rowOf[p]!]!;
  }
  const levels = [leafLevel(tiles, norms, columns)];
  while (levels.at(-1)!.nodes > 4) levels.push(levelAbove(levels.at(-1)!, columns));
  return { rows, columns, rowOf, tiles, norms, levels, scale: rotated.scale, skew: rotated.skew };
}

/** Rows in tree order. */
function orderRows({ coordinates }: RotatedRows, columns: number): Int32Array {
  const rows = coordinates.length / columns;
  const order = Int32Array.from({ length: rows }, (_, i) => i);
  const keys = new Float64Array(rows);
  const stack = [{ first: 0, leaves: Math.ceil(rows / LANES) }];
  for (let node = stack.pop(); node !== undefined; node = stack.pop()) {
    if (node.leaves === 1) continue;
    const left = 2 ** (Math.ceil(Math.log2(node.leaves)) - 1);
    const start = node.first * LANES;
    const ids = order.subarray(start, Math.min(start + node.leaves * LANES, rows));
    const axis = widestAxis(coordinates, columns, ids);
    for (let i = 0; i < ids.length; i++) keys[i] = coordinates[ids[i]! * columns + axis]!;
    selectInto(keys.subarray(0, ids.length), ids, left * LANES);
    stack.push({ first: node.first, leaves: left }, { first: node.first + left, leaves: node.leaves - left });
  }
  return order;
}

/** Axis with the largest mean absolute deviation in a sample; outliers weigh less in it than in a range. */
function widestAxis(coordinates: Float32Array, columns: number, ids: Int32Array): number {
  const step = Math.ceil(ids.length / SPREAD_SAMPLE);
  let widest = 0;
  let largest = -1;
  for (let c = 0; c < columns; c++) {
    let sum = 0;
    let size = 0;
    for (let i = 0; i < ids.length; i += step, size++) sum += coordinates[ids[i]! * columns + c]!;
    const mean = sum / size;
    let spread = 0;
    for (let i = 0; i < ids.length; i += step) spread += Math.abs(coordinates[ids[i]! * columns + c]! - mean);
    if (spread <= largest) continue;
    largest = spread;
    widest = c;
  }
  return widest;
}

/** Boxes around the tiles. */
function leafLevel(tiles: Float32Array, norms: Float32Array, columns: number): TreeLevel {
  const level = emptyLevel(tiles.length / (columns * LANES), columns);
  for (let leaf = 0; leaf < level.nodes; leaf++) {
    const points = Math.min(LANES, norms.length - leaf * LANES);
    const box = boxAt(leaf, columns);
    for (let c = 0; c < columns; c++) {
      const at = (leaf * columns + c) * LANES;
      for (let i = at; i < at + points; i++) {
        if (tiles[i]! < level.boxes[box + 8 * c]!) level.boxes[box + 8 * c] = tiles[i]!;
        if (tiles[i]! > level.boxes[box + 8 * c + 4]!) level.boxes[box + 8 * c + 4] = tiles[i]!;
      }
    }
    for (let p = leaf * LANES; p < leaf * LANES + points; p++) {
      if (norms[p]! > level.boxes[box + 8 * columns]!) level.boxes[box + 8 * columns] = norms[p]!;
    }
  }
  return level;
}

/** Boxes around four nodes each of the level below. */
function levelAbove(below: TreeLevel, columns: number): TreeLevel {
  const level = emptyLevel(Math.ceil(below.nodes / 4), columns);
  for (let child = 0; child < below.nodes; child++) {
    const from = boxAt(child, columns);
    const to = boxAt(child >> 2, columns);
    for (let c = 0; c <= columns; c++) {
      // The last of these are the norms: maxima only.
      const low = 8 * c;
      const high = c === columns ? low : low + 4;
      if (c < columns) level.boxes[to + low] = Math.min(level.boxes[to + low]!, below.boxes[from + low]!);
      level.boxes[to + high] = Math.max(level.boxes[to + high]!, below.boxes[from + high]!);
    }
  }
  return level;
}

/** Index of the first minimum of a node. */
function boxAt(node: number, columns: number): number {
  return (node >> 2) * (8 * columns + 4) + (node & 3);
}

/** A level whose boxes hold nothing yet. */
function emptyLevel(nodes: number, columns: number): TreeLevel {
  const boxes = new Float32Array(Math.ceil(nodes / 4) * (8 * columns + 4)).fill(Infinity);
  for (let node = 0; node < Math.ceil(nodes / 4) * 4; node++) {
    const box = boxAt(node, columns);
    for (let c = 0; c < columns; c++) boxes[box + 8 * c + 4] = -Infinity;
    boxes[box + 8 * columns] = 0;
  }
  return { nodes, boxes };
}
