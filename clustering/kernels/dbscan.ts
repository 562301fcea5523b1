import type { Matrix } from '../../pipeline/core/matrix.ts';
import { checkDbscanInput } from '../check-input.ts';
import type { DbscanOptions, DbscanResult } from '../engine.ts';
import { buildKdTree, createLeafWalk, createPositionDistance, type KdTree } from './kd-tree.ts';

/** A tree with the squared radius, shared by the steps below. Flags and components are indexed by tree position. */
interface Neighbourhoods {
  readonly tree: KdTree;
  readonly limit: number;
}

/**
 * Clusters rows by density; exactly scikit-learn's result, numbering included.
 *
 * @param matrix - Shape (n, d), finite. Not modified; n = 0 gives an empty result.
 * @returns Labels by order of the smallest core row; a border row takes the smallest label that reaches it.
 * @throws {InvalidInputError} If eps or minSamples is out of range or a value is not finite.
 * @remarks No neighbour lists: O(n d) memory. Core rows are counted up to minSamples only, pairs of leaves that
 *   already lie in one component are skipped. About O(n log n) in few dimensions, O(n^2 d) in many. A neighbour is a
 *   row whose distance, rounded to double, is <= eps; scikit-learn compares squares, which can differ in the last
 *   bit of a tie.
 * @see Ester, Kriegel, Sander, Xu (1996), A density-based algorithm for discovering clusters, KDD-96, 226-231.
 */
export function dbscan(matrix: Matrix, options: DbscanOptions): DbscanResult {
  checkDbscanInput(matrix, options);
  const n = matrix.rows;
  if (n === 0)
    return { labels: new Int32Array(0), isCore: new Uint8Array(0), clusterCount: 0, noiseCount: 0 };
  const space = { tree: buildKdTree(matrix), limit: largestSquareWithin(options.eps) };
  const coreAt = findCores(space, options.minSamples);
  const component = connectCores(space, coreAt);
  const { labelAt, clusterCount } = numberComponents(space.tree, coreAt, component);
  labelBordersInto(space, coreAt, labelAt);

  const labels = new Int32Array(n);
  const isCore = new Uint8Array(n);
  let noiseCount = 0;
  for (let p = 0; p < n; p++) {
    labels[space.tree.rowOf[p]!] = labelAt[p]!;
    isCore[space.tree.rowOf[p]!] = coreAt[p]!;
    if (labelAt[p]! < 0) noiseCount++;
  }
  return { labels, isCore, clusterCount, noiseCount };
}

/** Largest double whose rounded square root is <= eps: comparing squares with it is comparing distances with eps. */
export function largestSquareWithin(eps: number): number {
  const halfUlp = (Number.EPSILON / 2) * (1 + Number.EPSILON);
  // The square root of a rounded square is the number itself, so the search only has to go up.
  let square = eps * eps;
  for (;;) {
    const next = square + Math.max(square * halfUlp, Number.MIN_VALUE);
    if (next === square || Math.sqrt(next) > eps) return square;
    square = next;
  }
}

/** Marks positions with at least minSamples neighbours, stopping each count there. */
function findCores({ tree, limit }: Neighbourhoods, minSamples: number): Uint8Array {
  const walk = createLeafWalk(tree);
  const distance = createPositionDistance(tree);
  const coreAt = new Uint8Array(tree.rowOf.length);
  let centre = 0;
  let count = 0;
  const visit = (start: number, end: number): number => {
    for (let p = start; p < end; p++) {
      if (distance(centre, p, limit) <= limit && ++count >= minSamples) return -1;
    }
    return limit;
  };
  for (centre = 0; centre < coreAt.length; centre++) {
    count = 0;
    walk(centre, limit, visit);
    if (count >= minSamples) coreAt[centre] = 1;
  }
  return coreAt;
}

/** Root of a position in a union-find forest; halves the path on the way. */
export function findRootInto(parent: Int32Array, position: number): number {
  while (parent[position] !== position) {
    parent[position] = parent[parent[position]!]!;
    position = parent[position]!;
  }
  return position;
}

/** Connected components of the core positions, as a union-find forest. */
function connectCores({ tree, limit }: Neighbourhoods, coreAt: Uint8Array): Int32Array {
  const parent = Int32Array.from(coreAt, (_, p) => p);
  const distance = createPositionDistance(tree);
  const cores = coresByLeaf(tree, coreAt);
  /** Leaves whose cores are known to lie in one component; they never part again. */
  const isUnited = new Uint8Array(cores.length);

  const unite = (a: Int32Array, b: Int32Array): void => {
    for (const p of a) {
      for (const q of b) {
        const rootP = findRootInto(parent, p);
        const rootQ = findRootInto(parent, q);
        if (rootP === rootQ || distance(p, q, limit) > limit) continue;
        parent[Math.max(rootP, rootQ)] = Math.min(rootP, rootQ);
      }
    }
  };
  const rootOfLeaf = (leaf: number): number => findRootInto(parent, cores[leaf]![0]!);
  const refreshUnited = (leaf: number): void => {
    const root = rootOfLeaf(leaf);
    if (cores[leaf]!.every((p) => findRootInto(parent, p) === root)) isUnited[leaf] = 1;
  };

  const pairs = createLeafPairs(tree);
  for (let leaf = 0; leaf < cores.length; leaf++) {
    if (cores[leaf]!.length === 0) continue;
    unite(cores[leaf]!, cores[leaf]!);
    refreshUnited(leaf);
    pairs(leaf, limit, (other) => {
      if (cores[other]!.length === 0) return;
      if (isUnited[leaf] === 1 && isUnited[other] === 1 && rootOfLeaf(leaf) === rootOfLeaf(other)) return;
      unite(cores[leaf]!, cores[other]!);
      if (isUnited[leaf] === 0) refreshUnited(leaf);
      if (isUnited[other] === 0) refreshUnited(other);
    });
  }
  return parent;
}

/** Core positions of each leaf. */
function coresByLeaf(tree: KdTree, coreAt: Uint8Array): Int32Array[] {
  return Array.from({ length: tree.nodeCount - tree.firstLeaf }, (_, leaf) => {
    const start = tree.starts[tree.firstLeaf + leaf]!;
    const end = tree.ends[tree.firstLeaf + leaf]!;
    const positions = Int32Array.from({ length: end - start }, (_unused, i) => start + i);
    return positions.filter((p) => coreAt[p] === 1);
  });
}

/** Makes a function that calls `visit` for each later leaf whose box lies within `limit` of the box of `leaf`. */
function createLeafPairs(
  tree: KdTree,
): (leaf: number, limit: number, visit: (other: number) => void) => void {
  const { columns, boxes, firstLeaf, nodeCount, ends } = tree;
  const gap = (a: number, b: number): number => {
    const boxA = a * 2 * columns;
    const boxB = b * 2 * columns;
    let sum = 0;
    for (let c = 0; c < columns; c++) {
      const below = boxes[boxA + c]! - boxes[boxB + columns + c]!;
      const above = boxes[boxB + c]! - boxes[boxA + columns + c]!;
      if (below > 0) sum += below * below;
      else if (above > 0) sum += above * above;
    }
    return sum;
  };
  const stack = new Int32Array(2 * Math.ceil(Math.log2(nodeCount + 1)) + 2);
  return (leaf, limit, visit) => {
    const own = firstLeaf + leaf;
    let top = 1;
    stack[0] = 0;
    while (top > 0) {
      const node = stack[--top]!;
      if (ends[node]! <= ends[own]! || gap(own, node) > limit) continue;
      if (node >= firstLeaf) {
        visit(node - firstLeaf);
        continue;
      }
      stack[top++] = 2 * node + 2;
      stack[top++] = 2 * node + 1;
    }
  };
}

/** Numbers components by their smallest core row; positions that are not core get -1. */
function numberComponents(
  tree: KdTree,
  coreAt: Uint8Array,
  parent: Int32Array,
): { labelAt: Int32Array; clusterCount: number } {
  const positionOf = new Int32Array(tree.rowOf.length);
  tree.rowOf.forEach((row, p) => (positionOf[row] = p));
  const labelAt = new Int32Array(coreAt.length).fill(-1);
  const labelOfRoot = new Int32Array(coreAt.length).fill(-1);
  let clusterCount = 0;
  for (const p of positionOf) {
    if (coreAt[p] !== 1) continue;
    const root = findRootInto(parent, p);
    if (labelOfRoot[root] === -1) labelOfRoot[root] = clusterCount++;
    labelAt[p] = labelOfRoot[root]!;
  }
  return { labelAt, clusterCount };
}

/** Gives each position that is not core the smallest label among the cores within reach; overwrites `labelAt`. */
function labelBordersInto({ tree, limit }: Neighbourhoods, coreAt: Uint8Array, labelAt: Int32Array): void {
  const walk = createLeafWalk(tree);
  const distance = createPositionDistance(tree);
  let centre = 0;
  let smallest = Infinity;
  const visit = (start: number, end: number): number => {
    for (let p = start; p < end; p++) {
      if (coreAt[p] !== 1 || labelAt[p]! >= smallest || distance(centre, p, limit) > limit) continue;
      smallest = labelAt[p]!;
      if (smallest === 0) return -1;
    }
    return limit;
  };
  for (centre = 0; centre < coreAt.length; centre++) {
    if (coreAt[centre] === 1) continue;
    smallest = Infinity;
    walk(centre, limit, visit);
    if (smallest !== Infinity) labelAt[centre] = smallest;
  }
}
