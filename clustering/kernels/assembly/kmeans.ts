import { addRow, join, leave, reassign } from './kmeans-assign';
import { roundCentroids } from './kmeans-nearest';
import { Best, Rows, Run, Scratch, errorFactor, squareOf } from './kmeans-records';

/** Rows per call of the functions that do the work. */
const CHUNK: i32 = 1024;

/**
 * One run of K-means, from seeds to labels that are the nearest of their centroids: kmeans.ts and lloyd.ts with the same
 * decisions and, where results depend on it, the same arithmetic. Keeps the result if it is the best so far: smallest
 * inertia, then earliest restart, whatever the order of jobs. A job is one {@link Run}.
 *
 * Context: addresses of an array of {@link Run} and of an array of {@link Scratch}; the most iterations.
 *
 * Bounds: one single per row and run, as Hamerly's (2010) two bounds always occur as a difference. It holds the gap between
 * the distances to the nearest and the second nearest centroid, plus the drift of its cluster up to then, and is compared
 * with the drift now: nothing is written as long as a row keeps its cluster.
 */
export function kMeansRun(context: usize, job: i32, thread: i32): void {
  const run = changetype<Run>(<usize>load<i32>(context) + ((<usize>job) << 5));
  const scratch = changetype<Scratch>(<usize>load<i32>(context, 4) + ((<usize>thread) << 7));
  const most = load<i32>(context, 8);
  begin(scratch, run);
  const tolerance = changetype<Rows>(run.rows).tolerance;
  let iterations = 0;
  let converged = 0;
  while (converged == 0 && iterations < most) {
    iterations++;
    const changed = reassign(scratch);
    scratch.fresh = 0;
    refillEmpty(scratch);
    if (moveCentroids(scratch) <= tolerance || changed == 0) converged = 1;
  }
  settle(scratch);
  publish(scratch, run, iterations, converged);
}

function begin(scratch: Scratch, run: Run): void {
  const rows = changetype<Rows>(run.rows);
  const bytes = (<usize>rows.columns) << 3;
  const seeds = run.seeds;
  scratch.rows = run.rows;
  scratch.error = errorFactor(rows.columns);
  scratch.k = min(run.k, load<i32>(seeds));
  // As many bits as the largest label has, also of what is added to make fours.
  scratch.labelBits = <i32>((<u32>0xffffffff) >> (<u32>clz(((scratch.k + 3) & ~3) - 1)));
  // They change |c|^2 - 2xc, which is at most twice the sum of the norms, by their part of the mantissa.
  scratch.labelledError = scratch.error + <f32>(scratch.labelBits + 1) * 2 * 1.1920928955078125e-7;
  scratch.fresh = 1;
  for (let j: usize = 0; j < <usize>scratch.k; j++) {
    const row = <usize>load<i32>(seeds + (j << 2), 4);
    memory.copy(scratch.centroids + j * bytes, rows.exact + row * bytes, bytes);
  }
  memory.fill(scratch.labels, 0, <usize>rows.count + 16);
  forgetGaps(scratch);
  clearSums(scratch);
  memory.fill(scratch.counts, 0, (<usize>scratch.k) << 2);
  roundCentroids(scratch);
}

function clearSums(scratch: Scratch): void {
  memory.fill(scratch.sums, 0, (<usize>(scratch.k * changetype<Rows>(scratch.rows).columns)) << 3);
}

/** Makes every row be looked at. */
function forgetGaps(scratch: Scratch): void {
  const count = changetype<Rows>(scratch.rows).count;
  for (let row = 0; row < count; row++) store<f32>(scratch.gaps + ((<usize>row) << 2), -Infinity);
  memory.fill(scratch.drift, 0, (<usize>scratch.k) << 3);
  roundLimits(scratch);
}

/** Limits are drifts, rounded up; planes are the bytes of the first sixteen. */
function roundLimits(scratch: Scratch): void {
  for (let j: usize = 0; j < <usize>scratch.k; j++) {
    const limit = <f32>(load<f64>(scratch.drift + (j << 3)) * 1.0000003);
    store<f32>(scratch.limits + (j << 2), limit);
    if (j >= 16) continue;
    const bits = reinterpret<u32>(limit);
    for (let b: usize = 0; b < 4; b++)
      store<u8>(scratch.planes + (b << 4) + j, <u8>(bits >> ((<u32>b) << 3)));
  }
}

/** Gives each cluster without rows the row farthest from its own centroid, see refillEmptyInto. */
function refillEmpty(scratch: Scratch): void {
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
    store<f32>(scratch.gaps + ((<usize>farthest) << 2), -Infinity);
  }
}

/**
 * Moves centroids to the means of their rows (as the sums are) and lets gaps drift by that much.
 *
 * @returns Sum over centroids of their squared movement.
 */
function moveCentroids(scratch: Scratch): f64 {
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
  for (let j = 0; j < k; j++) {
    const drift = scratch.drift + ((<usize>j) << 3);
    const others = j == mover ? secondMost : most;
    const moved = load<f64>(scratch.moved + ((<usize>j) << 3));
    store<f64>(drift, load<f64>(drift) + (moved + others) * scale);
  }
  roundLimits(scratch);
  roundCentroids(scratch);
  return shift;
}

/** Makes centroids the means of their rows, labels the nearest of these, until none is without rows; see kmeans.ts. */
function settle(scratch: Scratch): void {
  const rows = changetype<Rows>(scratch.rows);
  do {
    compact(scratch);
    clearSums(scratch);
    for (let row = 0; row < rows.count; row += CHUNK) addRows(scratch, row, min(row + CHUNK, rows.count));
    moveCentroids(scratch);
    reassign(scratch);
  } while (hasEmpty(scratch));
}

/** Adds rows [from, to) to the sums of their clusters. Exported as roundRows is. */
export function addRows(scratch: Scratch, from: i32, to: i32): void {
  const bytes = (<usize>changetype<Rows>(scratch.rows).columns) << 3;
  for (let row = <usize>from; row < <usize>to; row++) {
    addRow(scratch, row, scratch.sums + <usize>load<u8>(scratch.labels + row) * bytes);
  }
}

function hasEmpty(scratch: Scratch): bool {
  for (let j = 0; j < scratch.k; j++) {
    if (load<i32>(scratch.counts + ((<usize>j) << 2)) == 0) return true;
  }
  return false;
}

/** Drops clusters without rows, keeping the order of the others. */
function compact(scratch: Scratch): void {
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

/** Squared distances of rows [from, to) to their centroids, added to `sum` in row order. Exported as roundRows is. */
export function addSquares(scratch: Scratch, from: i32, to: i32, sum: f64): f64 {
  const rows = changetype<Rows>(scratch.rows);
  const bytes = (<usize>rows.columns) << 3;
  let at = rows.exact + <usize>from * bytes;
  for (let row = <usize>from; row < <usize>to; row++, at += bytes) {
    const label = <usize>load<u8>(scratch.labels + row);
    sum += squareOf(at, scratch.centroids + label * bytes, rows.columns);
  }
  return sum;
}

/**
 * Inertia from the sums, for the centroids that labels are the nearest of: |x|^2 of all rows, -2xc and |c|^2 of clusters,
 * measured from the mean. Cheap, and off by rounding, see estimateError.
 */
function estimateInertia(scratch: Scratch): f64 {
  const rows = changetype<Rows>(scratch.rows);
  let estimate = rows.variance * <f64>rows.count * <f64>rows.columns;
  for (let j = 0; j < scratch.k; j++) {
    const count = <f64>load<i32>(scratch.counts + ((<usize>j) << 2));
    for (let c = 0; c < rows.columns; c++) {
      const at = (<usize>(j * rows.columns + c)) << 3;
      const mean = load<f64>(rows.mean + ((<usize>c) << 3));
      const centroid = load<f64>(scratch.centroids + at) - mean;
      estimate += centroid * (count * centroid - 2 * (load<f64>(scratch.sums + at) - count * mean));
    }
  }
  return estimate;
}

/**
 * Bound on what rounding makes of estimated and of added up inertia: relative errors of 2^-53 in each of n d additions, none
 * of more than n d of the largest products.
 */
function estimateError(rows: Rows): f64 {
  let products: f64 = 0;
  for (let c = 0; c < rows.columns; c++) {
    products += rows.extent * (rows.extent + abs(load<f64>(rows.mean + ((<usize>c) << 3))));
  }
  return 8.881784197001252e-16 * <f64>rows.count * <f64>rows.count * <f64>rows.columns * products;
}

/** Held for one copy of labels at most. */
function lock(best: usize): void {
  while (atomic.cmpxchg<i32>(best, 0, 1) != 0) {}
}

/** Keeps the result if it is the best. */
function publish(scratch: Scratch, run: Run, iterations: i32, converged: i32): void {
  const rows = changetype<Rows>(scratch.rows);
  const best = changetype<Best>(run.best);
  lock(run.best);
  const hasRival = best.restart >= 0;
  const rival = best.inertia;
  atomic.store<i32>(run.best, 0);
  // What cannot win need not be added up.
  if (hasRival && estimateInertia(scratch) > rival + estimateError(rows)) return;
  let inertia: f64 = 0;
  for (let row = 0; row < rows.count; row += CHUNK) {
    inertia = addSquares(scratch, row, min(row + CHUNK, rows.count), inertia);
  }
  lock(run.best);
  if (best.restart < 0 || inertia < best.inertia || (inertia == best.inertia && run.restart < best.restart)) {
    best.restart = run.restart;
    best.clusterCount = scratch.k;
    best.iterations = iterations;
    best.converged = converged;
    best.inertia = inertia;
    memory.copy(best.labels, scratch.labels, rows.count);
    memory.copy(best.centroids, scratch.centroids, (<usize>(scratch.k * rows.columns)) << 3);
  }
  atomic.store<i32>(run.best, 0);
}
