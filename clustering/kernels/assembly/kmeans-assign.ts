import { GAP, LABEL, foundOf, nearestOfEight } from './kmeans-nearest';
import { MOST_LEVELS, Rows, Scratch, squareOf } from './kmeans-records';

/**
 * Assigns to its nearest centroid, ties to the lower index, each row of [from, to) whose gap does not rule a change out;
 * overwrites labels, gaps, sums and counts. Rows change cluster in row order.
 *
 * @returns Number of rows that changed cluster.
 */
export function reassign(scratch: Scratch, from: i32, to: i32): i32 {
  const listed = scratch.k <= 16 ? listBySwizzle(scratch, from, to) : listByLabel(scratch, from, to);
  return assignListed(scratch, listed);
}

/** Lists the rows of [from, to) whose gap is used up, k <= 16; `to` may be followed by anything. */
export function listBySwizzle(scratch: Scratch, from: i32, to: i32): i32 {
  let pending = 0;
  const gaps = scratch.gaps;
  const labels = scratch.labels;
  const list = scratch.list;
  const first = v128.load(scratch.planes);
  const second = v128.load(scratch.planes, 16);
  for (let row = from; row < to; row += 16) {
    const label = v128.load(labels + <usize>row);
    const a = v128.swizzle(first, label);
    const b = v128.swizzle(second, label);
    const low = v128.shuffle<u8>(a, b, 0, 16, 1, 17, 2, 18, 3, 19, 4, 20, 5, 21, 6, 22, 7, 23);
    const high = v128.shuffle<u8>(a, b, 8, 24, 9, 25, 10, 26, 11, 27, 12, 28, 13, 29, 14, 30, 15, 31);
    const at = gaps + ((<usize>row) << 1);
    const p = i16x8.le_u(v128.load(at), low);
    const q = i16x8.le_u(v128.load(at, 16), high);
    let bits = i8x16.bitmask(i8x16.narrow_i16x8_s(p, q));
    for (; bits != 0; bits &= bits - 1, pending++) {
      store<i32>(list + ((<usize>pending) << 2), row + ctz(bits));
    }
  }
  // Rows beyond the end were listed last.
  while (pending > 0 && load<i32>(list + ((<usize>(pending - 1)) << 2)) >= to) pending--;
  return pending;
}

/** Lists the rows of [from, to) whose gap is used up, any k. */
export function listByLabel(scratch: Scratch, from: i32, to: i32): i32 {
  let pending = 0;
  const list = scratch.list;
  for (let row = from; row < to; row++) {
    const limit = load<i32>(scratch.limits + ((<usize>load<u8>(scratch.labels + <usize>row)) << 2));
    if (<i32>load<u16>(scratch.gaps + ((<usize>row) << 1)) > limit) continue;
    store<i32>(list + ((<usize>pending) << 2), row);
    pending++;
  }
  return pending;
}

/** Assigns the first `count` rows of the list, eight at a time; returns how many changed cluster. */
export function assignListed(scratch: Scratch, count: i32): i32 {
  const list = scratch.list;
  const labels = scratch.labels;
  const found = foundOf(scratch);
  let changed = 0;
  // The last eight are filled up with the last row.
  if (count & 7) {
    const last = load<i32>(list + ((<usize>(count - 1)) << 2));
    for (let i = count; i & 7; i++) store<i32>(list + ((<usize>i) << 2), last);
  }
  for (let from = 0; from < count; from += 8) {
    const rows = list + ((<usize>from) << 2);
    const undecided = nearestOfEight(scratch, rows);
    const lanes = <usize>min(8, count - from);
    for (let lane: usize = 0; lane < lanes; lane++) {
      const row = <usize>load<i32>(rows + (lane << 2));
      if (undecided & (1 << (<i32>lane))) decide(scratch, row, found + (lane << 2));
      const label = load<i32>(found + (lane << 2), LABEL);
      const own = <i32>load<u8>(labels + row);
      const gap = load<i32>(found + (lane << 2), GAP) + load<i32>(scratch.floors + ((<usize>label) << 2));
      store<u16>(scratch.gaps + (row << 1), <u16>min(gap, MOST_LEVELS));
      if (scratch.fresh == 0) {
        if (label == own) continue;
        leave(scratch, row, own);
      }
      changed++;
      join(scratch, row, label);
    }
  }
  return changed;
}

/** Finds the nearest centroid in double precision; overwrites the label and the gap that were found. */
export function decide(scratch: Scratch, row: usize, found: usize): void {
  const rows = changetype<Rows>(scratch.rows);
  const columns = rows.columns;
  const at = rows.exact + row * ((<usize>columns) << 3);
  let nearest: f64 = Infinity;
  let second: f64 = Infinity;
  let label = 0;
  let centroid = scratch.centroids;
  for (let j = 0; j < scratch.k; j++, centroid += (<usize>columns) << 3) {
    const square = squareOf(at, centroid, columns);
    if (square < nearest) {
      second = nearest;
      nearest = square;
      label = j;
    } else if (square < second) second = square;
  }
  const gap = (sqrt(second) * 0.999999 - sqrt(nearest) * 1.000001) * rows.scale;
  store<i32>(found, label, LABEL);
  const levels = max(0, min(gap * <f64>scratch.levels, <f64>MOST_LEVELS));
  store<i32>(found, <i32>levels, GAP);
}

/** Adds a row to a cluster. */
export function join(scratch: Scratch, row: usize, label: i32): void {
  const columns = <usize>changetype<Rows>(scratch.rows).columns;
  addRow(scratch, row, scratch.sums + <usize>label * (columns << 3));
  const counter = scratch.counts + ((<usize>label) << 2);
  store<i32>(counter, load<i32>(counter) + 1);
  store<u8>(scratch.labels + row, label);
}

/** Takes a row out of a cluster. */
export function leave(scratch: Scratch, row: usize, label: i32): void {
  const rows = changetype<Rows>(scratch.rows);
  const bytes = (<usize>rows.columns) << 3;
  let at = rows.exact + row * bytes;
  let sum = scratch.sums + <usize>label * bytes;
  const end = at + bytes;
  for (; at + 16 <= end; at += 16, sum += 16) v128.store(sum, f64x2.sub(v128.load(sum), v128.load(at)));
  if (at < end) store<f64>(sum, load<f64>(sum) - load<f64>(at));
  const counter = scratch.counts + ((<usize>label) << 2);
  store<i32>(counter, load<i32>(counter) - 1);
}

/** Adds the values of a row to sums. */
export function addRow(scratch: Scratch, row: usize, sum: usize): void {
  const rows = changetype<Rows>(scratch.rows);
  const bytes = (<usize>rows.columns) << 3;
  let at = rows.exact + row * bytes;
  const end = at + bytes;
  for (; at + 16 <= end; at += 16, sum += 16) v128.store(sum, f64x2.add(v128.load(sum), v128.load(at)));
  if (at < end) store<f64>(sum, load<f64>(sum) + load<f64>(at));
}
