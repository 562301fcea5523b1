import type { DbscanResult } from '../../engine.ts';
import { findRootInto } from '../dbscan.ts';
import type { Block } from './kernel-memory.ts';
import type { KernelPool } from './kernel-pool.ts';
import { leafCount, type NeighbourSpace } from './neighbour-space.ts';
import type { TileTree } from './tile-tree.ts';

/** Levels above a leaf in which most cores find enough neighbours: 4^3 leaves. */
const WINDOW = 2;
/** Levels above a leaf within which cores are connected first; what is one component then is skipped as a whole. */
const CONNECT_STEPS = [1, 3];
/** Kept neighbours per row, on average. */
const KEPT_NEIGHBOURS = 16;

/** What the steps below share. Arrays are in the shared memory and in tree order. */
interface Clustering {
  readonly pool: KernelPool;
  readonly tree: TileTree;
  readonly space: NeighbourSpace;
  readonly coreAt: Block<Uint8Array>;
}

/** Where the kernel keeps the neighbours of queries that are no cores. */
interface KeptNeighbours {
  /** Positions asked about. */
  readonly queries: Block<Int32Array>;
  /** Where the neighbours of a query begin in `lists`; -1 if there was no room. */
  readonly starts: Block<Int32Array>;
  readonly counts: Block<Int32Array>;
  readonly lists: Block<Int32Array>;
  /** Places of `lists` in use. */
  readonly cursor: Block<Int32Array>;
}

/**
 * Clusters the rows of a tree by density.
 *
 * @param space - Opened for this radius and minSamples.
 * @returns As the plain kernel: what is core, what is connected and what a border row is given depends on no order.
 * @remarks Cores are counted in a window first; only rows that stay below minSamples there are asked about everywhere. Their
 *   neighbours, fewer than minSamples, are kept and give border rows their labels. Components by a union-find forest that all
 *   threads write; pairs of leaves, and whole nodes, that lie in one component already are skipped.
 * @see Ester, Kriegel, Sander, Xu (1996), A density-based algorithm for discovering clusters, KDD-96, 226-231.
 * @see Anderson, Woll (1991), Wait-free parallel algorithms for the union-find problem, STOC '91, 370-380.
 */
export async function clusterSpace(
  pool: KernelPool,
  tree: TileTree,
  space: NeighbourSpace,
): Promise<DbscanResult> {
  const clustering = { pool, tree, space, coreAt: pool.memory.takeUint8(tree.rows) };
  const kept = await findCores(clustering);
  const parent = await connectCores(clustering);
  const { labelAt, clusterCount } = numberComponents(clustering, parent);
  await labelBordersInto(clustering, kept, labelAt);

  const labels = new Int32Array(tree.rows);
  const isCore = new Uint8Array(tree.rows);
  let noiseCount = 0;
  for (let p = 0; p < tree.rows; p++) {
    labels[tree.rowOf[p]!] = labelAt[p]!;
    isCore[tree.rowOf[p]!] = clustering.coreAt.view[p]!;
    if (labelAt[p]! < 0) noiseCount++;
  }
  return { labels, isCore, clusterCount, noiseCount };
}

/** Marks the cores in `coreAt`. */
async function findCores(clustering: Clustering): Promise<KeptNeighbours> {
  const { tree, space, coreAt } = clustering;
  const { memory } = clustering.pool;
  await space.run('countNeighbours', Math.ceil(tree.rows / space.batchSize), {
    ...{ reach: WINDOW, queryCount: tree.rows, coreAt: coreAt.address },
  });
  const open = positionsThat(coreAt.view, (isCore) => isCore === 0);
  const kept = {
    queries: memory.takeInt32(open.length),
    starts: memory.takeInt32(open.length),
    counts: memory.takeInt32(open.length),
    lists: memory.takeInt32(tree.rows * KEPT_NEIGHBOURS),
    cursor: memory.takeInt32(1),
  };
  await keepNeighbours(clustering, kept, open);
  return kept;
}

/** Counts and keeps the neighbours of some positions; marks those that are cores. */
async function keepNeighbours(
  { space, coreAt, tree }: Clustering,
  kept: KeptNeighbours,
  positions: Int32Array,
): Promise<void> {
  kept.queries.view.set(positions);
  kept.starts.view.fill(-1);
  kept.cursor.view[0] = 0;
  await space.run('countNeighbours', Math.ceil(positions.length / space.batchSize), {
    ...{ reach: tree.levels.length, queries: kept.queries.address, queryCount: positions.length },
    ...{ coreAt: coreAt.address, lists: kept.lists.address, capacity: kept.lists.view.length },
    ...{ listStarts: kept.starts.address, listCounts: kept.counts.address, cursor: kept.cursor.address },
  });
}

/** Indices of the values that satisfy a condition. */
function positionsThat(values: ArrayLike<number>, holds: (value: number, i: number) => boolean): Int32Array {
  const positions = new Int32Array(values.length);
  let count = 0;
  for (let i = 0; i < values.length; i++) if (holds(values[i]!, i)) positions[count++] = i;
  return positions.slice(0, count);
}

/** Connected components of the cores, as a union-find forest whose roots are their smallest positions. */
async function connectCores({ pool, tree, space, coreAt }: Clustering): Promise<Int32Array> {
  const { memory } = pool;
  const leaves = leafCount(tree.rows);
  const parent = memory.takeInt32(tree.rows);
  for (let p = 0; p < tree.rows; p++) parent.view[p] = p;
  const coreLanes = memory.takeInt32(leaves);
  coreLanes.view.fill(0);
  for (let p = 0; p < tree.rows; p++) coreLanes.view[p >> 5]! |= coreAt.view[p]! << (p & 31);
  const nodeCores = tree.levels.map((level) => memory.takeInt32(level.nodes));
  const fields = {
    coreLanes: coreLanes.address,
    parent: parent.address,
    nodeCores: pool.context(nodeCores.map((block) => block.address)),
  };
  for (const reach of [...CONNECT_STEPS, tree.levels.length]) {
    fillNodeCores(
      nodeCores.map((block) => block.view),
      parent.view,
      coreAt.view,
    );
    await space.run('connectCores', leaves, { ...fields, reach });
  }
  return parent.view;
}

/** Writes for each node of each level: the root of its cores, -1 if they have several, -2 if it has no core. */
function fillNodeCores(levels: readonly Int32Array[], parent: Int32Array, coreAt: Uint8Array): void {
  const merge = (a: number, b: number): number => (a === -2 || a === b ? b : b === -2 ? a : -1);
  levels.forEach((nodes, level) => {
    nodes.fill(-2);
    if (level === 0) {
      for (let p = 0; p < parent.length; p++) {
        if (coreAt[p] === 1) nodes[p >> 5] = merge(nodes[p >> 5]!, findRootInto(parent, p));
      }
      return;
    }
    levels[level - 1]!.forEach((core, child) => (nodes[child >> 2] = merge(nodes[child >> 2]!, core)));
  });
}

/** Numbers components by their smallest core row; positions that are not core get -1. */
function numberComponents(
  { tree, coreAt }: Clustering,
  parent: Int32Array,
): { labelAt: Int32Array; clusterCount: number } {
  const positionOf = new Int32Array(tree.rows);
  tree.rowOf.forEach((row, p) => (positionOf[row] = p));
  const labelAt = new Int32Array(tree.rows).fill(-1);
  const labelOfRoot = new Int32Array(tree.rows).fill(-1);
  let clusterCount = 0;
  for (const p of positionOf) {
    if (coreAt.view[p] !== 1) continue;
    const root = findRootInto(parent, p);
    if (labelOfRoot[root] === -1) labelOfRoot[root] = clusterCount++;
    labelAt[p] = labelOfRoot[root]!;
  }
  return { labelAt, clusterCount };
}

/** Gives each position that is no core the smallest label among the cores within reach; overwrites `labelAt`. */
async function labelBordersInto(
  clustering: Clustering,
  kept: KeptNeighbours,
  labelAt: Int32Array,
): Promise<void> {
  const coreAt = clustering.coreAt.view;
  const queries = kept.queries.view;
  const smallestOf = (query: number): number => {
    const start = kept.starts.view[query]!;
    let smallest = Infinity;
    for (let i = start; i < start + kept.counts.view[query]!; i++) {
      const p = kept.lists.view[i]!;
      if (coreAt[p] === 1 && labelAt[p]! < smallest) smallest = labelAt[p]!;
    }
    return smallest === Infinity ? -1 : smallest;
  };
  // Only labels of cores are read, so that the order in which others are written does not matter.
  const takeKept = (positions: number): Int32Array => {
    const missing: number[] = [];
    for (let query = 0; query < positions; query++) {
      const p = queries[query]!;
      if (coreAt[p] === 1) continue;
      if (kept.starts.view[query]! < 0) missing.push(p);
      else labelAt[p] = smallestOf(query);
    }
    return Int32Array.from(missing);
  };
  const missing = takeKept(queries.length);
  const room = Math.floor(kept.lists.view.length / clustering.space.wanted);
  for (let done = 0; done < missing.length; done += room) {
    const part = missing.subarray(done, done + room);
    await keepNeighbours(clustering, kept, part);
    takeKept(part.length);
  }
}
