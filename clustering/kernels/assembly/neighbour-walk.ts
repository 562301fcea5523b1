// A walk through the tree for a batch of queries at a time: near parts first, so that searches that end early do.
import { childrenNearBox, boxGroup, LANES, nodeCount, Space } from './neighbour-lanes';
import { connectGroup, isJoined } from './dbscan-connect';
import { countGroup } from './dbscan-count';
import { nearestGroup } from './k-distances-nearest';

/** What is done with the four leaves of a group that a walk reaches. */
export const COUNT: i32 = 0;
export const CONNECT: i32 = 1;
export const NEAREST: i32 = 2;

/**
 * Queries on the way, in the scratch space of a thread. After these fields, 64 bytes apart in kind: positions, indices of those
 * still active, counts (i32 each), radii (f64); then coordinates f32 [query][column], the box around them, and what is kept.
 */
@unmanaged
export class Batch {
  visit: i32;
  size: i32;
  active: i32;
  /** Leaf the walk starts at. */
  home: i32;
  /** Largest radius among the active queries, their errors included. */
  widest: f64;
  /** Parameters: the radius asked for, the error of a coordinate relative to its point's norm, and what rounding adds to and takes
   * from a square. */
  radius: f64;
  unit: f64;
  growth: f64;
  shrinkage: f64;
  limit: f64;
  scale: f64;
  columns: i32;
  /** Bytes from one query's coordinates to the next. */
  stride: i32;
  coordinates: usize;
  box: usize;
  kept: usize;
}

const HEADER: usize = 128;

export function positionOf(batch: Batch, i: i32): usize {
  return changetype<usize>(batch) + HEADER + ((<usize>i) << 2);
}
export function activeAt(batch: Batch, i: i32): usize {
  return changetype<usize>(batch) + HEADER + 128 + ((<usize>i) << 2);
}
export function countOf(batch: Batch, i: i32): usize {
  return changetype<usize>(batch) + HEADER + 256 + ((<usize>i) << 2);
}
export function radiusOf(batch: Batch, i: i32): usize {
  return changetype<usize>(batch) + HEADER + 384 + ((<usize>i) << 3);
}
export function coordinatesOf(batch: Batch, i: i32): usize {
  return batch.coordinates + <usize>i * <usize>batch.stride;
}

/** An empty batch in the scratch space of a thread. */
export function openBatch(space: Space, thread: i32, visit: i32): Batch {
  const batch = changetype<Batch>(space.scratch + <usize>thread * <usize>space.scratchBytes);
  const constants = space.constants;
  batch.visit = visit;
  batch.size = 0;
  batch.active = 0;
  batch.home = 0;
  batch.widest = 0;
  batch.scale = load<f64>(constants);
  batch.limit = load<f64>(constants, 8);
  batch.radius = load<f64>(constants, 16);
  batch.unit = load<f64>(constants, 24);
  batch.growth = load<f64>(constants, 32);
  batch.shrinkage = load<f64>(constants, 40);
  batch.columns = space.columns;
  batch.stride = space.columns << 2;
  batch.coordinates = changetype<usize>(batch) + HEADER + 640;
  batch.box = batch.coordinates + <usize>LANES * <usize>batch.stride;
  batch.kept = (batch.box + ((<usize>space.columns) << 3) + 63) & ~(<usize>63);
  return batch;
}

/** Adds a query. */
export function addQuery(space: Space, batch: Batch, position: i32): void {
  const i = batch.size++;
  const columns = batch.columns;
  store<i32>(positionOf(batch, i), position);
  store<i32>(activeAt(batch, batch.active++), i);
  store<i32>(countOf(batch, i), 0);
  const norm = <f64>load<f32>(space.norms + ((<usize>position) << 2));
  const radius = batch.radius + batch.unit * norm;
  store<f64>(radiusOf(batch, i), radius);
  if (radius > batch.widest) batch.widest = radius;
  let from = space.tiles + <usize>(position >> 5) * ((<usize>columns) << 7) + ((<usize>(position & 31)) << 2);
  let to = coordinatesOf(batch, i);
  let box = batch.box;
  for (let c = 0; c < columns; c++) {
    const x = load<f32>(from);
    store<f32>(to, x);
    if (i === 0 || x < load<f32>(box)) store<f32>(box, x);
    if (i === 0 || x > load<f32>(box, 4)) store<f32>(box, x, 4);
    from += 128;
    to += 4;
    box += 8;
  }
}

/** Takes the query at `place` among the active ones out. */
export function retire(batch: Batch, place: i32): void {
  batch.active--;
  store<i32>(activeAt(batch, place), load<i32>(activeAt(batch, batch.active)));
}

/** Visits the leaves around the batch, up to `reach` levels above its home, while queries are active. */
export function walk(space: Space, batch: Batch): void {
  const last = min(space.reach, space.levels - 1);
  let node = batch.home;
  for (let level = 0; level <= last; level++) {
    const group = node >> 2;
    if (level === 0) visitGroup(space, batch, group);
    else descend(space, batch, level, group, node & 3);
    node = group;
  }
}

/** Visits what lies below the four nodes of a group, but for one of them (-1: none). */
function descend(space: Space, batch: Batch, level: i32, group: i32, but: i32): void {
  if (level === 0) {
    visitGroup(space, batch, group);
    return;
  }
  const error = space.constants + 24;
  const boxes = boxGroup(space, level, group);
  let near = childrenNearBox(batch.box, boxes, batch.columns, <f32>batch.widest, error);
  const count = nodeCount(space, level);
  for (let child = 0; child < 4; child++) {
    const node = (group << 2) + child;
    if (batch.active === 0 || node >= count) return;
    if (child === but || (near & (1 << child)) === 0) continue;
    if (batch.visit === CONNECT && isJoined(space, batch, level, node)) continue;
    descend(space, batch, level - 1, node, -1);
  }
}

function visitGroup(space: Space, batch: Batch, group: i32): void {
  if (batch.active === 0) return;
  if (batch.visit === COUNT) countGroup(space, batch, group);
  else if (batch.visit === CONNECT) connectGroup(space, batch, group);
  else nearestGroup(space, batch, group);
}
