import { addRow, join, leave } from './kmeans-assign';
import { roundCentroids } from './kmeans-nearest';
import { MOST_LEVELS, Rows, Scratch, squareOf } from './kmeans-records';

/** Makes clusters have no sums. */
export function clearSums(scratch: Scratch): void {
  memory.fill(scratch.sums, 0, (<usize>(scratch.k * changetype<Rows>(scratch.rows).columns)) << 3);
}

/** Makes every row be looked at. */
export function forgetGaps(scratch: Scratch): void {
  memory.fill(scratch.gaps, 0, (<usize>changetype<Rows>(scratch.rows).count) << 1);
  memory.fill(scratch.drift, 0, (<usize>scratch.k) << 3);
  roundLimits(scratch);
}

/**
 * Limits are drifts in levels, rounded up, floors the same rounded down, a little further than the drifts ask for: gaps are
 * turned into levels in single precision. Planes are the bytes of the first sixteen limits.
 */
function roundLimits(scratch: Scratch): void {
  const most = <f64>MOST_LEVELS;
  for (let j: usize = 0; j < <usize>scratch.k; j++) {
    const levels = load<f64>(scratch.drift + (j << 3)) * <f64>scratch.levels;
    const limit = <i32>ceil(min(levels * 1.000001, most));
    store<i32>(scratch.limits + (j << 2), limit);
    store<i32>(scratch.floors + (j << 2), <i32>min(levels * 0.999999, most));
    if (j >= 16) continue;
    store<u8>(scratch.planes + j, <u8>limit);
    store<u8>(scratch.planes + 16 + j, <u8>(limit >> 8));
  }
}

/** Gives each cluster without rows the row farthest from its own centroid, see refillEmptyInto. */
export function refillEmpty(scratch: Scratch): void {
  const rows = changetype<Rows>(scratch.rows);
  const bytes = (<usize>rows.columns) << 3;
  for (let empty = 0; empty < scratch.k; empty++) {
    if (load<i32>(scratch.counts + ((<usize>empty) << 2)) != 0) continue;
    let farthest: i32 = -1;
    let largest: f64 = 0;
    for (let row: usize = 0; row < <usize>rows.count; row++) {
      const own = <usize>load<u8>(scratch.labels + row);
      if (load<i32>(scratch.counts + (own << 2)) < 2) continue;
      const distance = sqrt(
        squareOf(rows.exact + row * bytes, scratch.centroids + own * bytes, rows.columns),
      );
      if (distance <= largest) continue;
      largest = distance;
      farthest = <i32>row;
    }
    if (farthest < 0) return;
    memory.fill(scratch.sums + <usize>empty * bytes, 0, bytes);
    leave(scratch, farthest, <i32>load<u8>(scratch.labels + <usize>farthest));
    join(scratch, farthest, empty);
    store<u16>(scratch.gaps + ((<usize>farthest) << 1), 0);
  }
}

/**
 * Moves centroids to the means of their rows (as the sums are) and lets gaps drift by that much.
 *
 * @returns Sum over centroids of their squared movement.
 */
export function moveCentroids(scratch: Scratch): f64 {
  const columns = changetype<Rows>(scratch.rows).columns;
  const k = scratch.k;
  let shift: f64 = 0;
  let most: f64 = 0;
  let secondMost: f64 = 0;
  let mover = -1;
  let centroid = scratch.centroids;
  let sum = scratch.sums;
  for (let j = 0; j < k; j++) {
    const count = <f64>load<i32>(scratch.counts + ((<usize>j) << 2));
    let square: f64 = 0;
    for (let c = 0; c < columns; c++, centroid += 8, sum += 8) {
      if (count == 0) continue;
      const mean = load<f64>(sum) / count;
      const difference = mean - load<f64>(centroid);
      square += difference * difference;
      store<f64>(centroid, mean);
    }
    const moved = sqrt(square);
    store<f64>(scratch.moved + ((<usize>j) << 3), moved);
    shift += square;
    if (moved > most) {
      secondMost = most;
      most = moved;
      mover = j;
    } else if (moved > secondMost) secondMost = moved;
  }
  const scale = changetype<Rows>(scratch.rows).scale;
  let farthest: f64 = 0;
  for (let j = 0; j < k; j++) {
    const drift = scratch.drift + ((<usize>j) << 3);
    const others = j == mover ? secondMost : most;
    const moved = load<f64>(scratch.moved + ((<usize>j) << 3));
    const drifted = load<f64>(drift) + (moved + others) * scale;
    store<f64>(drift, drifted);
    farthest = max(farthest, drifted);
  }
  // Beyond half of what gaps can tell, looking at every row once costs less than looking at many each time.
  if (farthest * <f64>scratch.levels > <f64>(MOST_LEVELS >> 1)) forgetGaps(scratch);
  else roundLimits(scratch);
  roundCentroids(scratch);
  return shift;
}

/** Adds rows [from, to) to the sums of their clusters. Exported as roundRows is. */
export function addRows(scratch: Scratch, from: i32, to: i32): void {
  const bytes = (<usize>changetype<Rows>(scratch.rows).columns) << 3;
  for (let row = <usize>from; row < <usize>to; row++) {
    addRow(scratch, row, scratch.sums + <usize>load<u8>(scratch.labels + row) * bytes);
  }
}

/** Whether a cluster has no rows. */
export function hasEmpty(scratch: Scratch): bool {
  for (let j = 0; j < scratch.k; j++) {
    if (load<i32>(scratch.counts + ((<usize>j) << 2)) == 0) return true;
  }
  return false;
}

/** Drops clusters without rows, keeping the order of the others. */
export function compact(scratch: Scratch): void {
  if (!hasEmpty(scratch)) return;
  const rows = changetype<Rows>(scratch.rows);
  const bytes = (<usize>rows.columns) << 3;
  const numbers = scratch.moved;
  let kept = 0;
  for (let j = 0; j < scratch.k; j++) {
    const count = load<i32>(scratch.counts + ((<usize>j) << 2));
    store<i32>(numbers + ((<usize>j) << 2), kept);
    if (count == 0) continue;
    store<i32>(scratch.counts + ((<usize>kept) << 2), count);
    memory.copy(scratch.centroids + <usize>kept * bytes, scratch.centroids + <usize>j * bytes, bytes);
    kept++;
  }
  scratch.k = kept;
  for (let row = 0; row < rows.count; row++) {
    const label = scratch.labels + <usize>row;
    store<u8>(label, load<i32>(numbers + ((<usize>load<u8>(label)) << 2)));
  }
  forgetGaps(scratch);
}
