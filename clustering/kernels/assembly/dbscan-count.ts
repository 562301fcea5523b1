import {
  boxGroup,
  childrenWithin,
  exactSquare,
  lanesWithin,
  lowerSquare,
  Space,
  upperSquare,
} from './neighbour-lanes';
import { activeAt, Batch, coordinatesOf, countOf, positionOf, radiusOf, retire } from './neighbour-walk';

/**
 * Counts and keeps the neighbours that each active query has in four leaves; takes out queries that have as many as are wanted.
 *
 * Only pairs that single precision cannot decide are computed again in double precision.
 */
export function countGroup(space: Space, batch: Batch, group: i32): void {
  const boxes = boxGroup(space, 0, group);
  const error = space.constants + 24;
  const columns = batch.columns;
  const tileBytes = (<usize>columns) << 7;
  for (let place = batch.active - 1; place >= 0; place--) {
    const i = load<i32>(activeAt(batch, place));
    const query = coordinatesOf(batch, i);
    const radius = load<f64>(radiusOf(batch, i));
    let near = childrenWithin(query, boxes, columns, <f32>radius, error);
    while (near !== 0) {
      const child = ctz(near);
      near &= near - 1;
      const leaf = (group << 2) + child;
      const margin = batch.unit * <f64>load<f32>(boxes + ((<usize>columns) << 5) + ((<usize>child) << 2));
      const upper = upperSquare(radius + margin, batch.growth);
      // The query's own error is in its radius: added there, to be taken off here.
      const lower = lowerSquare(2 * batch.radius - radius - margin, batch.shrinkage);
      const lanes = lanesWithin(query, space.tiles + <usize>leaf * tileBytes, columns, upper, lower);
      if (lanes !== 0 && countLanes(space, batch, i, leaf, lanes)) {
        retire(batch, place);
        break;
      }
    }
  }
}

/** Adds lanes of a leaf to the neighbours of a query; whether it has enough. */
function countLanes(space: Space, batch: Batch, i: i32, leaf: i32, lanes: u64): bool {
  const wanted = space.wanted;
  const position = load<i32>(positionOf(batch, i));
  const list = batch.kept + ((<usize>i * <usize>(wanted - 1)) << 2);
  const sure = <u32>(lanes >> 32);
  let within = <u32>lanes;
  let count = load<i32>(countOf(batch, i));
  if (count + popcnt<i32>(sure) >= wanted) return true;
  while (within !== 0) {
    const lane = ctz<u32>(within);
    within &= within - 1;
    const other = (leaf << 5) + <i32>lane;
    if (((sure >> lane) & 1) === 0) {
      if (!(exactSquare(space.points, batch.columns, position, other) <= batch.limit)) continue;
    }
    if (count + 1 >= wanted) return true;
    store<i32>(list + ((<usize>count) << 2), other);
    count++;
  }
  store<i32>(countOf(batch, i), count);
  return false;
}
