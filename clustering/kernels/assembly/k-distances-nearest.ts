import { boxGroup, childrenWithin, exactSquare, lanesWithin, Space, upperSquare } from './neighbour-lanes';
import { activeAt, Batch, coordinatesOf, positionOf, radiusOf, retire } from './neighbour-walk';

/** The k smallest squares of a query so far, a max-heap of f64. */
export function heapOf(space: Space, batch: Batch, i: i32): usize {
  return batch.kept + ((<usize>i * <usize>space.wanted) << 3);
}

/** Looks for nearer neighbours of each active query in four leaves; takes out queries that have k at distance 0. */
export function nearestGroup(space: Space, batch: Batch, group: i32): void {
  const boxes = boxGroup(space, 0, group);
  const error = space.constants + 24;
  const columns = batch.columns;
  const tileBytes = (<usize>columns) << 7;
  let widest: f64 = 0;
  for (let place = batch.active - 1; place >= 0; place--) {
    const i = load<i32>(activeAt(batch, place));
    const query = coordinatesOf(batch, i);
    let radius = load<f64>(radiusOf(batch, i));
    let near = childrenWithin(query, boxes, columns, <f32>radius, error);
    while (near !== 0) {
      const child = ctz(near);
      near &= near - 1;
      const leaf = (group << 2) + child;
      const margin = batch.unit * <f64>load<f32>(boxes + ((<usize>columns) << 5) + ((<usize>child) << 2));
      const upper = upperSquare(radius + margin, batch.growth);
      const lanes = <u32>lanesWithin(query, space.tiles + <usize>leaf * tileBytes, columns, upper, -1);
      if (lanes !== 0) radius = takeNearer(space, batch, i, leaf, lanes);
    }
    if (load<f64>(heapOf(space, batch, i)) === 0) retire(batch, place);
    else if (radius > widest) widest = radius;
  }
  batch.widest = widest;
}

/** Puts lanes of a leaf that are nearer than the k-th neighbour so far into the heap; the radius to go on with. */
function takeNearer(space: Space, batch: Batch, i: i32, leaf: i32, lanes: u32): f64 {
  const position = load<i32>(positionOf(batch, i));
  const heap = heapOf(space, batch, i);
  const first = load<f64>(heap);
  while (lanes !== 0) {
    const other = (leaf << 5) + <i32>ctz<u32>(lanes);
    lanes &= lanes - 1;
    const square = exactSquare(space.points, batch.columns, position, other);
    if (square < load<f64>(heap)) replaceLargest(heap, space.wanted, square);
  }
  const largest = load<f64>(heap);
  if (largest < first) {
    const norm = <f64>load<f32>(space.norms + ((<usize>position) << 2));
    const radius = min(batch.radius, sqrt(largest) * batch.scale) + batch.unit * norm;
    store<f64>(radiusOf(batch, i), radius);
  }
  return load<f64>(radiusOf(batch, i));
}

/** Replaces the root of a max-heap by a smaller value and restores the heap. */
function replaceLargest(heap: usize, length: i32, value: f64): void {
  let hole = 0;
  for (;;) {
    let child = 2 * hole + 1;
    if (child >= length) break;
    let largest = load<f64>(heap + ((<usize>child) << 3));
    if (child + 1 < length) {
      const right = load<f64>(heap + ((<usize>child) << 3), 8);
      if (right > largest) {
        child++;
        largest = right;
      }
    }
    if (largest <= value) break;
    store<f64>(heap + ((<usize>hole) << 3), largest);
    hole = child;
  }
  store<f64>(heap + ((<usize>hole) << 3), value);
}
