import { multiplyAdd } from './kmeans-nearest';
import { NO_CENTROID, Rows, Scratch, Seeding, SMALLEST_ERROR, errorFactor, squareOf } from './kmeans-records';

/** Rows per call of the functions that do the work. */
const CHUNK: i32 = 1024;

/**
 * Chooses the seeds of one restart by greedy k-means++, see kmeans-plus-plus.ts: the same rows, bit for bit, because weights
 * are the same doubles and are added in row order. Single precision only sorts out the candidates that are too far away
 * to lower a weight. A job is one {@link Seeding}.
 *
 * Context: addresses of an array of {@link Seeding} and of an array of {@link Scratch}; how many of these a thread has.
 */
export function kMeansSeed(context: usize, job: i32, thread: i32): void {
  const seeding = changetype<Seeding>(<usize>load<i32>(context) + ((<usize>job) << 5));
  const scratch = changetype<Scratch>(
    <usize>load<i32>(context, 4) + ((<usize>(thread * load<i32>(context, 8))) << 7),
  );
  const rows = changetype<Rows>(seeding.rows);
  scratch.rows = seeding.rows;
  scratch.error = errorFactor(rows.columns);
  const list = scratch.list;
  const potentials = scratch.moved;
  store<i32>(seeding.seeds, seeding.first, 4);
  let potential: f64 = 0;
  for (let row = 0; row < rows.count; row += CHUNK) {
    potential = startRows(scratch, row, min(row + CHUNK, rows.count), seeding.first, potential);
  }
  let chosen = 1;
  let draws = seeding.draws;
  for (; chosen < seeding.k && potential > 0; chosen++) {
    for (let t = 0; t < seeding.trials; t++, draws += 8) {
      store<i32>(list + ((<usize>t) << 2), drawRow(scratch, load<f64>(draws) * potential));
    }
    for (let t = 0; t < seeding.trials; t += 4) evaluate(scratch, t, seeding.trials);
    let best = 0;
    for (let t = 1; t < seeding.trials; t++) {
      if (load<f64>(potentials + ((<usize>t) << 3)) < load<f64>(potentials + ((<usize>best) << 3))) best = t;
    }
    potential = load<f64>(potentials + ((<usize>best) << 3));
    const row = load<i32>(list + ((<usize>best) << 2));
    store<i32>(seeding.seeds + ((<usize>chosen) << 2), row, 4);
    for (let from = 0; from < rows.count; from += CHUNK) {
      lowerRows(scratch, from, min(from + CHUNK, rows.count), row, 1 << best);
    }
  }
  store<i32>(seeding.seeds, chosen);
}

/** A double rounded to a single that is not below it. */
function roundedUp(value: f64): f32 {
  return <f32>(value * 1.0000002384185791);
}

/** Weights of rows [from, to) by the first seed; returns their sum added to `sum`. Exported as roundRows is. */
export function startRows(scratch: Scratch, from: i32, to: i32, seed: i32, sum: f64): f64 {
  const rows = changetype<Rows>(scratch.rows);
  const columns = rows.columns;
  const stride = (<usize>columns) << 3;
  const centroid = rows.exact + <usize>seed * stride;
  const squared = rows.scale * rows.scale;
  let at = rows.exact + <usize>from * stride;
  for (let row = <usize>from; row < <usize>to; row++, at += stride) {
    const square = squareOf(at, centroid, columns);
    store<f64>(scratch.nearest + (row << 3), square);
    store<f32>(scratch.nearestSingle + (row << 2), roundedUp(square * squared));
    sum += square;
  }
  return sum;
}

/** Lowers the weights of the rows in [from, to) that are marked with `bit`. Exported as roundRows is. */
export function lowerRows(scratch: Scratch, from: i32, to: i32, seed: i32, bit: i32): void {
  const rows = changetype<Rows>(scratch.rows);
  const columns = rows.columns;
  const stride = (<usize>columns) << 3;
  const centroid = rows.exact + <usize>seed * stride;
  const squared = rows.scale * rows.scale;
  for (let row = <usize>from; row < <usize>to; row++) {
    if (((<i32>load<u8>(scratch.marks + row)) & bit) == 0) continue;
    const square = squareOf(rows.exact + row * stride, centroid, columns);
    store<f64>(scratch.nearest + (row << 3), square);
    store<f32>(scratch.nearestSingle + (row << 2), roundedUp(square * squared));
  }
}

/** First row at which the running sum of weights exceeds `target`; never a row of weight 0. Exported as roundRows is. */
export function drawRow(scratch: Scratch, target: f64): i32 {
  const count = changetype<Rows>(scratch.rows).count;
  const weights = scratch.nearest;
  let sum: f64 = 0;
  for (let row = 0; row < count; row++) {
    sum += load<f64>(weights + ((<usize>row) << 3));
    // A row of weight 0 leaves the sum as it was, and that was not above the target.
    if (sum > target) return row;
  }
  let last = count - 1;
  while (last > 0 && load<f64>(weights + ((<usize>last) << 3)) == 0) last--;
  return last;
}

/** Sums of the weights that four candidates from the list would leave, to `moved`; and marks. */
function evaluate(scratch: Scratch, trial: i32, trials: i32): void {
  const rows = changetype<Rows>(scratch.rows);
  const bytes = (<usize>rows.padded) << 2;
  const potentials = scratch.moved + ((<usize>trial) << 3);
  let largest: f32 = 0;
  for (let t: usize = 0; t < 4; t++) {
    const target = scratch.singles + t * bytes;
    store<f64>(potentials + (t << 3), 0);
    if (trial + <i32>t >= trials) {
      memory.fill(target, 0, bytes);
      store<f32>(scratch.norms + (t << 2), NO_CENTROID);
      continue;
    }
    const row = <usize>load<i32>(scratch.list + ((<usize>trial) << 2) + (t << 2));
    memory.copy(target, rows.single + row * bytes, bytes);
    const norm = load<f32>(rows.norms + (row << 2));
    store<f32>(scratch.norms + (t << 2), norm);
    largest = max(largest, norm);
  }
  scratch.largestNorm = largest;
  for (let from = 0; from < rows.count; from += CHUNK) {
    evaluateRows(scratch, from, min(from + CHUNK, rows.count), trial);
  }
}

/** Adds the weights of rows [from, to) for four candidates. Exported as roundRows is. */
export function evaluateRows(scratch: Scratch, from: i32, to: i32, trial: i32): void {
  const rows = changetype<Rows>(scratch.rows);
  const bytes = (<usize>rows.padded) << 2;
  const potentials = scratch.moved + ((<usize>trial) << 3);
  const candidates = scratch.singles;
  const norms = v128.load(scratch.norms);
  const largest = scratch.largestNorm;
  const error = scratch.error;
  let first = v128.load(potentials);
  let second = v128.load(potentials, 16);
  let at = rows.single + <usize>from * bytes;
  for (let row = <usize>from; row < <usize>to; row++) {
    let a = f32x4.splat(0);
    let b = f32x4.splat(0);
    let c = f32x4.splat(0);
    let d = f32x4.splat(0);
    let from1 = candidates;
    for (const end = at + bytes; at < end; at += 16, from1 += 16) {
      const x = v128.load(at);
      a = multiplyAdd(x, v128.load(from1), a);
      b = multiplyAdd(x, v128.load(from1 + bytes), b);
      c = multiplyAdd(x, v128.load(from1 + (bytes << 1)), c);
      d = multiplyAdd(x, v128.load(from1 + bytes * 3), d);
    }
    const ab = f32x4.add(v128.shuffle<f32>(a, b, 0, 4, 1, 5), v128.shuffle<f32>(a, b, 2, 6, 3, 7));
    const cd = f32x4.add(v128.shuffle<f32>(c, d, 0, 4, 1, 5), v128.shuffle<f32>(c, d, 2, 6, 3, 7));
    const dot = f32x4.add(v128.shuffle<f32>(ab, cd, 0, 1, 4, 5), v128.shuffle<f32>(ab, cd, 2, 3, 6, 7));
    const norm = load<f32>(rows.norms + (row << 2));
    const square = f32x4.sub(f32x4.add(norms, f32x4.splat(norm)), f32x4.add(dot, dot));
    const bound = load<f32>(scratch.nearestSingle + (row << 2)) + error * (norm + largest) + SMALLEST_ERROR;
    const near = i32x4.bitmask(f32x4.le(square, f32x4.splat(bound)));
    const weights = v128.load64_splat(scratch.nearest + (row << 3));
    let low = weights;
    let high = weights;
    let marks = 0;
    if (near != 0) {
      const weight = f64x2.extract_lane(weights, 0);
      if (near & 1) {
        const exact = squareTo(scratch, row, trial);
        if (exact < weight) {
          low = f64x2.replace_lane(low, 0, exact);
          marks |= 1;
        }
      }
      if (near & 2) {
        const exact = squareTo(scratch, row, trial + 1);
        if (exact < weight) {
          low = f64x2.replace_lane(low, 1, exact);
          marks |= 2;
        }
      }
      if (near & 4) {
        const exact = squareTo(scratch, row, trial + 2);
        if (exact < weight) {
          high = f64x2.replace_lane(high, 0, exact);
          marks |= 4;
        }
      }
      if (near & 8) {
        const exact = squareTo(scratch, row, trial + 3);
        if (exact < weight) {
          high = f64x2.replace_lane(high, 1, exact);
          marks |= 8;
        }
      }
    }
    first = f64x2.add(first, low);
    second = f64x2.add(second, high);
    const earlier = trial == 0 ? 0 : <i32>load<u8>(scratch.marks + row);
    store<u8>(scratch.marks + row, earlier | (marks << trial));
  }
  v128.store(potentials, first);
  v128.store(potentials, second, 16);
}

/** Exact squared distance of a row to a candidate of the list. */
function squareTo(scratch: Scratch, row: usize, trial: i32): f64 {
  const rows = changetype<Rows>(scratch.rows);
  const stride = (<usize>rows.columns) << 3;
  const candidate = <usize>load<i32>(scratch.list + ((<usize>trial) << 2));
  return squareOf(rows.exact + row * stride, rows.exact + candidate * stride, rows.columns);
}
