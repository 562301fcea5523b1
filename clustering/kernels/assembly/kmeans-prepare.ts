import { Rows } from './kmeans-records';

/** Rows per call of the functions that do the work. */
const CHUNK: i32 = 1024;

/**
 * Prepares rows for the other kernels of K-means: mean, variance (both as the plain kernel adds them up), scale and
 * single-precision copies. A job is one set of rows.
 *
 * Context: address of an array of {@link Rows}.
 */
export function kMeansPrepare(context: usize, job: i32, _thread: i32): void {
  const rows = changetype<Rows>(<usize>load<i32>(context) + ((<usize>job) << 6));
  meanInto(rows);
  measure(rows);
  // 2^-exponent of the extent; a number so small that this overflows is refused by the wrapper.
  const exponent = <i64>((reinterpret<u64>(rows.extent) >> 52) & 0x7ff);
  rows.scale = rows.extent == 0 ? 1 : reinterpret<f64>((<u64>(2046 - exponent)) << 52);
  for (let row = 0; row < rows.count; row += CHUNK) roundRows(rows, row, min(row + CHUNK, rows.count));
}

function meanInto(rows: Rows): void {
  const columns = <usize>rows.columns;
  const mean = rows.mean;
  memory.fill(mean, 0, columns << 3);
  for (let row = 0; row < rows.count; row += CHUNK) sumRows(rows, row, min(row + CHUNK, rows.count));
  for (let c: usize = 0; c < columns; c++) {
    const target = mean + (c << 3);
    store<f64>(target, load<f64>(target) / <f64>rows.count);
  }
}

/** Adds rows [from, to) to what is in the place of the mean. Exported as roundRows is. */
export function sumRows(rows: Rows, from: i32, to: i32): void {
  const columns = <usize>rows.columns;
  const mean = rows.mean;
  let at = rows.exact + ((<usize>from * columns) << 3);
  for (let row = from; row < to; row++) {
    for (let c: usize = 0; c < columns; c++, at += 8) {
      const target = mean + (c << 3);
      store<f64>(target, load<f64>(target) + load<f64>(at));
    }
  }
}

function measure(rows: Rows): void {
  rows.extent = 0;
  let sum: f64 = 0;
  for (let row = 0; row < rows.count; row += CHUNK) {
    sum = addDeviations(rows, row, min(row + CHUNK, rows.count), sum);
  }
  rows.variance = sum / (<f64>rows.count * <f64>rows.columns);
}

/** Squared distances of rows [from, to) from the mean, added to `sum`; raises the extent. Exported as roundRows is. */
export function addDeviations(rows: Rows, from: i32, to: i32, sum: f64): f64 {
  const columns = <usize>rows.columns;
  const mean = rows.mean;
  let at = rows.exact + ((<usize>from * columns) << 3);
  let extent = rows.extent;
  for (let row = from; row < to; row++) {
    for (let c: usize = 0; c < columns; c++, at += 8) {
      const difference = load<f64>(at) - load<f64>(mean + (c << 3));
      sum += difference * difference;
      extent = max(extent, abs(difference));
    }
  }
  rows.extent = extent;
  return sum;
}

/**
 * Rounds rows [from, to) to single precision. Exported so that the compiler keeps it apart: V8 replaces slow code by fast
 * between calls only.
 */
export function roundRows(rows: Rows, from: i32, to: i32): void {
  const columns = <usize>rows.columns;
  const padded = <usize>rows.padded;
  const mean = rows.mean;
  const scale = rows.scale;
  let at = rows.exact + ((<usize>from * columns) << 3);
  let target = rows.single + ((<usize>from * padded) << 2);
  for (let row = from; row < to; row++) {
    let norm: f64 = 0;
    for (let c: usize = 0; c < columns; c++, at += 8) {
      const value = <f32>((load<f64>(at) - load<f64>(mean + (c << 3))) * scale);
      norm += <f64>value * <f64>value;
      store<f32>(target + (c << 2), value);
    }
    for (let c = columns; c < padded; c++) store<f32>(target + (c << 2), 0);
    store<f32>(rows.norms + ((<usize>row) << 2), <f32>norm);
    target += padded << 2;
  }
}
