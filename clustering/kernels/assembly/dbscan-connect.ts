import {
  boxGroup,
  childrenWithin,
  exactSquare,
  lanesWithin,
  lowerSquare,
  nodeCount,
  Space,
  upperSquare,
} from './neighbour-lanes';
import { activeAt, Batch, coordinatesOf, positionOf, radiusOf } from './neighbour-walk';

// The forest is written by all threads at once. A position that is no root never becomes one again and its parent is always one of
// its ancestors, so that shortening paths needs no lock. A root is linked by compare-and-swap, to a smaller one, so that the root
// of a component is its smallest position in the end, whatever the order.

/** Root of a position; halves the path on the way. */
export function findRoot(parent: usize, position: i32): i32 {
  let next = atomic.load<i32>(parent + ((<usize>position) << 2));
  while (next !== position) {
    const after = atomic.load<i32>(parent + ((<usize>next) << 2));
    if (after !== next) store<i32>(parent + ((<usize>position) << 2), after);
    position = next;
    next = after;
  }
  return position;
}

/** Makes one component of two positions' components. */
function unite(parent: usize, p: i32, q: i32): void {
  let a = findRoot(parent, p);
  let b = findRoot(parent, q);
  while (a !== b) {
    const larger = max(a, b);
    if (atomic.cmpxchg<i32>(parent + ((<usize>larger) << 2), larger, min(a, b)) === larger) return;
    a = findRoot(parent, a);
    b = findRoot(parent, b);
  }
}

/** A core of the only component of a node, -1 if it has many, -2 if it has no core. */
function coreOf(space: Space, level: i32, node: i32): usize {
  return <usize>load<u32>(space.nodeCores + ((<usize>level) << 2)) + ((<usize>node) << 2);
}

/** As `coreOf` for a leaf, looked up anew while it had many: components never part. */
function leafCore(space: Space, leaf: i32): i32 {
  const known = atomic.load<i32>(coreOf(space, 0, leaf));
  if (known !== -1) return known;
  let lanes = load<u32>(space.coreLanes + ((<usize>leaf) << 2));
  const first = (leaf << 5) + <i32>ctz<u32>(lanes);
  const root = findRoot(space.parent, first);
  lanes &= lanes - 1;
  while (lanes !== 0) {
    if (findRoot(space.parent, (leaf << 5) + <i32>ctz<u32>(lanes)) !== root) return -1;
    lanes &= lanes - 1;
  }
  store<i32>(coreOf(space, 0, leaf), first);
  return first;
}

/** Whether a node needs no look: no cores, none later than the home leaf, or all of one component with those of the home leaf. */
export function isJoined(space: Space, batch: Batch, level: i32, node: i32): bool {
  // The last leaf of the node.
  if ((node + 1) << (level << 1) <= batch.home) return true;
  const core = atomic.load<i32>(coreOf(space, level, node));
  if (core < 0) return core === -2;
  const own = leafCore(space, batch.home);
  return own >= 0 && findRoot(space.parent, own) === findRoot(space.parent, core);
}

/** Unites the cores of the home leaf with those within reach in four leaves, as far as these do not come before it. */
export function connectGroup(space: Space, batch: Batch, group: i32): void {
  const home = batch.home;
  const count = nodeCount(space, 0);
  let open = 0;
  for (let child = 0; child < 4; child++) {
    const leaf = (group << 2) + child;
    if (leaf < home || leaf >= count) continue;
    const core = leafCore(space, leaf);
    if (leaf === home ? core === -1 : !isJoined(space, batch, 0, leaf)) open |= 1 << child;
  }
  if (open === 0) return;
  const boxes = boxGroup(space, 0, group);
  const columns = batch.columns;
  const error = space.constants + 24;
  for (let place = 0; place < batch.active; place++) {
    const i = load<i32>(activeAt(batch, place));
    const position = load<i32>(positionOf(batch, i));
    const radius = load<f64>(radiusOf(batch, i));
    let near = open & childrenWithin(coordinatesOf(batch, i), boxes, columns, <f32>radius, error);
    while (near !== 0) {
      const child = ctz(near);
      near &= near - 1;
      const leaf = (group << 2) + child;
      const core = atomic.load<i32>(coreOf(space, 0, leaf));
      const root = findRoot(space.parent, position);
      if (core >= 0 && findRoot(space.parent, core) === root) continue;
      const margin = batch.unit * <f64>load<f32>(boxes + ((<usize>columns) << 5) + ((<usize>child) << 2));
      connectLeaf(space, batch, i, leaf, margin);
    }
  }
}

/** Unites a core with those within reach in a leaf. */
function connectLeaf(space: Space, batch: Batch, i: i32, leaf: i32, margin: f64): void {
  const columns = batch.columns;
  const position = load<i32>(positionOf(batch, i));
  const radius = load<f64>(radiusOf(batch, i));
  const upper = upperSquare(radius + margin, batch.growth);
  const lower = lowerSquare(2 * batch.radius - radius - margin, batch.shrinkage);
  const tile = space.tiles + <usize>leaf * ((<usize>columns) << 7);
  const lanes = lanesWithin(coordinatesOf(batch, i), tile, columns, upper, lower);
  const cores = load<u32>(space.coreLanes + ((<usize>leaf) << 2));
  const sure = (<u32>(lanes >> 32)) & cores;
  const within = (<u32>lanes) & cores;
  // Sure ones first: they may spare the others.
  for (let turn = 0; turn < 2; turn++) {
    let rest = turn === 0 ? sure : within & ~sure;
    while (rest !== 0) {
      const other = (leaf << 5) + <i32>ctz<u32>(rest);
      rest &= rest - 1;
      if (findRoot(space.parent, other) === findRoot(space.parent, position)) continue;
      if (turn === 1 && !(exactSquare(space.points, columns, position, other) <= batch.limit)) continue;
      unite(space.parent, position, other);
    }
  }
}
