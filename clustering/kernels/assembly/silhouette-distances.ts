import {
  COLUMN,
  COLUMNS,
  COLUMN_SUMS,
  DISTANCES,
  EIGHT_VECTORS,
  HALF_NORMS,
  MASKS,
  ONLY_DIFFERENCES,
  SCRATCH_ROW,
  TILES,
  word,
} from './silhouette-context';

/**
 * Where d^2 is a smaller part of |x|^2 + |y|^2, the subtraction would cost more than 6 of the 24 bits: such pairs are measured
 * by their differences.
 */
const CANCELLATION: f32 = 1.0 / 64.0;

/**
 * Measures four points against a segment: their sums of distances go to scratch space at `first`; the sums of the columns are
 * added to those there or, if the rows are mixed, written there, together with the distances themselves.
 */
export function measureFour(
  context: usize,
  rows: usize,
  first: usize,
  columns: usize,
  scratch: usize,
  mixed: bool,
): void {
  const tileBytes = word(context, COLUMNS) * COLUMN;
  const norms = word(context, HALF_NORMS);
  const point = word(rows, 0) + first;
  const row = word(context, TILES) + (point >> 3) * tileBytes + ((point & 7) << 2);
  const rowNorm = norms + (point << 2);
  const rowsMissing = first + 4 > word(rows, 4);
  const other = word(columns, 0);
  let tile = word(context, TILES) + (other >> 3) * tileBytes;
  let norm = norms + (other << 2);
  const lastNorm = norm + ((word(columns, 4) - 1) << 2);
  const onlyDifferences = word(context, ONLY_DIFFERENCES) != 0;
  let sums = scratch + COLUMN_SUMS;
  const squares = scratch + EIGHT_VECTORS;
  let sum0 = f32x4.splat(0);
  let sum1 = f32x4.splat(0);
  let sum2 = f32x4.splat(0);
  let sum3 = f32x4.splat(0);
  for (; norm <= lastNorm; norm += 32, sums += 32) {
    const end = tile + tileBytes;
    if (onlyDifferences || halfSquaresByProductsInto(squares, row, tile, end, rowNorm, norm)) {
      halfSquaresByDifferencesInto(squares, row, tile, end);
    }
    let a0 = f32x4.sqrt(v128.load(squares));
    let a1 = f32x4.sqrt(v128.load(squares, 16));
    let b0 = f32x4.sqrt(v128.load(squares, 32));
    let b1 = f32x4.sqrt(v128.load(squares, 48));
    let c0 = f32x4.sqrt(v128.load(squares, 64));
    let c1 = f32x4.sqrt(v128.load(squares, 80));
    let d0 = f32x4.sqrt(v128.load(squares, 96));
    let d1 = f32x4.sqrt(v128.load(squares, 112));
    if (rowsMissing || lastNorm - norm < 28) {
      const masks = word(context, MASKS) - norms;
      const m0 = v128.load(masks + norm);
      const m1 = v128.load(masks + norm, 16);
      let own = v128.load_splat<u32>(masks + rowNorm);
      a0 = v128.and(a0, v128.and(own, m0));
      a1 = v128.and(a1, v128.and(own, m1));
      own = v128.load_splat<u32>(masks + rowNorm, 4);
      b0 = v128.and(b0, v128.and(own, m0));
      b1 = v128.and(b1, v128.and(own, m1));
      own = v128.load_splat<u32>(masks + rowNorm, 8);
      c0 = v128.and(c0, v128.and(own, m0));
      c1 = v128.and(c1, v128.and(own, m1));
      own = v128.load_splat<u32>(masks + rowNorm, 12);
      d0 = v128.and(d0, v128.and(own, m0));
      d1 = v128.and(d1, v128.and(own, m1));
    }
    let all0 = f32x4.add(f32x4.add(a0, b0), f32x4.add(c0, d0));
    let all1 = f32x4.add(f32x4.add(a1, b1), f32x4.add(c1, d1));
    if (mixed) {
      const distances = sums + (DISTANCES - COLUMN_SUMS);
      v128.store(distances, a0);
      v128.store(distances, a1, 16);
      v128.store(distances, b0, SCRATCH_ROW);
      v128.store(distances, b1, SCRATCH_ROW + 16);
      v128.store(distances, c0, 2 * SCRATCH_ROW);
      v128.store(distances, c1, 2 * SCRATCH_ROW + 16);
      v128.store(distances, d0, 3 * SCRATCH_ROW);
      v128.store(distances, d1, 3 * SCRATCH_ROW + 16);
    } else {
      all0 = f32x4.add(all0, v128.load(sums));
      all1 = f32x4.add(all1, v128.load(sums, 16));
    }
    v128.store(sums, all0);
    v128.store(sums, all1, 16);
    sum0 = f32x4.add(sum0, f32x4.add(a0, a1));
    sum1 = f32x4.add(sum1, f32x4.add(b0, b1));
    sum2 = f32x4.add(sum2, f32x4.add(c0, c1));
    sum3 = f32x4.add(sum3, f32x4.add(d0, d1));
    tile = end;
  }
  storeTotals(scratch + (first << 2), sum0, sum1, sum2, sum3);
}

/** Writes the sums of four vectors: transposed while they are added. */
function storeTotals(target: usize, sum0: v128, sum1: v128, sum2: v128, sum3: v128): void {
  const even = f32x4.add(
    v128.shuffle<f32>(sum0, sum1, 0, 4, 1, 5),
    v128.shuffle<f32>(sum0, sum1, 2, 6, 3, 7),
  );
  const odd = f32x4.add(v128.shuffle<f32>(sum2, sum3, 0, 4, 1, 5), v128.shuffle<f32>(sum2, sum3, 2, 6, 3, 7));
  v128.store(
    target,
    f32x4.add(v128.shuffle<f32>(even, odd, 0, 1, 4, 5), v128.shuffle<f32>(even, odd, 2, 3, 6, 7)),
  );
}

/**
 * Half the squared distances of four points and the eight of a tile, from products of coordinates. Returns whether any is so
 * small that it has lost digits.
 *
 * One column of the tiles per trip: unrolled, V8 would load everything first and run out of registers.
 */
function halfSquaresByProductsInto(
  target: usize,
  row: usize,
  tile: usize,
  end: usize,
  rowNorm: usize,
  norm: usize,
): bool {
  let a0 = f32x4.splat(0);
  let a1 = f32x4.splat(0);
  let b0 = f32x4.splat(0);
  let b1 = f32x4.splat(0);
  let c0 = f32x4.splat(0);
  let c1 = f32x4.splat(0);
  let d0 = f32x4.splat(0);
  let d1 = f32x4.splat(0);
  for (; tile < end; row += COLUMN, tile += COLUMN) {
    const y0 = v128.load(tile);
    const y1 = v128.load(tile, 16);
    let value = v128.load_splat<f32>(row);
    a0 = f32x4.add(a0, f32x4.mul(value, y0));
    a1 = f32x4.add(a1, f32x4.mul(value, y1));
    value = v128.load_splat<f32>(row, 4);
    b0 = f32x4.add(b0, f32x4.mul(value, y0));
    b1 = f32x4.add(b1, f32x4.mul(value, y1));
    value = v128.load_splat<f32>(row, 8);
    c0 = f32x4.add(c0, f32x4.mul(value, y0));
    c1 = f32x4.add(c1, f32x4.mul(value, y1));
    value = v128.load_splat<f32>(row, 12);
    d0 = f32x4.add(d0, f32x4.mul(value, y0));
    d1 = f32x4.add(d1, f32x4.mul(value, y1));
  }
  const n0 = v128.load(norm);
  const n1 = v128.load(norm, 16);
  let own = v128.load_splat<f32>(rowNorm);
  a0 = f32x4.sub(f32x4.add(own, n0), a0);
  a1 = f32x4.sub(f32x4.add(own, n1), a1);
  own = v128.load_splat<f32>(rowNorm, 4);
  b0 = f32x4.sub(f32x4.add(own, n0), b0);
  b1 = f32x4.sub(f32x4.add(own, n1), b1);
  own = v128.load_splat<f32>(rowNorm, 8);
  c0 = f32x4.sub(f32x4.add(own, n0), c0);
  c1 = f32x4.sub(f32x4.add(own, n1), c1);
  own = v128.load_splat<f32>(rowNorm, 12);
  d0 = f32x4.sub(f32x4.add(own, n0), d0);
  d1 = f32x4.sub(f32x4.add(own, n1), d1);
  let largest = f32x4.pmax(v128.load_splat<f32>(rowNorm), v128.load_splat<f32>(rowNorm, 4));
  largest = f32x4.pmax(largest, v128.load_splat<f32>(rowNorm, 8));
  largest = f32x4.pmax(largest, v128.load_splat<f32>(rowNorm, 12));
  const limit = f32x4.splat(CANCELLATION);
  const low0 = f32x4.pmin(f32x4.pmin(a0, b0), f32x4.pmin(c0, d0));
  const low1 = f32x4.pmin(f32x4.pmin(a1, b1), f32x4.pmin(c1, d1));
  const close0 = f32x4.lt(low0, f32x4.mul(limit, f32x4.add(largest, n0)));
  const close1 = f32x4.lt(low1, f32x4.mul(limit, f32x4.add(largest, n1)));
  v128.store(target, a0);
  v128.store(target, a1, 16);
  v128.store(target, b0, 32);
  v128.store(target, b1, 48);
  v128.store(target, c0, 64);
  v128.store(target, c1, 80);
  v128.store(target, d0, 96);
  v128.store(target, d1, 112);
  return v128.any_true(v128.or(close0, close1));
}

/** Half the squared distances of four points and the eight of a tile, from the differences: nothing cancels. */
function halfSquaresByDifferencesInto(target: usize, row: usize, tile: usize, end: usize): void {
  let a0 = f32x4.splat(0);
  let a1 = f32x4.splat(0);
  let b0 = f32x4.splat(0);
  let b1 = f32x4.splat(0);
  let c0 = f32x4.splat(0);
  let c1 = f32x4.splat(0);
  let d0 = f32x4.splat(0);
  let d1 = f32x4.splat(0);
  for (; tile < end; row += COLUMN, tile += COLUMN) {
    const y0 = v128.load(tile);
    const y1 = v128.load(tile, 16);
    let value = v128.load_splat<f32>(row);
    let difference = f32x4.sub(value, y0);
    a0 = f32x4.add(a0, f32x4.mul(difference, difference));
    difference = f32x4.sub(value, y1);
    a1 = f32x4.add(a1, f32x4.mul(difference, difference));
    value = v128.load_splat<f32>(row, 4);
    difference = f32x4.sub(value, y0);
    b0 = f32x4.add(b0, f32x4.mul(difference, difference));
    difference = f32x4.sub(value, y1);
    b1 = f32x4.add(b1, f32x4.mul(difference, difference));
    value = v128.load_splat<f32>(row, 8);
    difference = f32x4.sub(value, y0);
    c0 = f32x4.add(c0, f32x4.mul(difference, difference));
    difference = f32x4.sub(value, y1);
    c1 = f32x4.add(c1, f32x4.mul(difference, difference));
    value = v128.load_splat<f32>(row, 12);
    difference = f32x4.sub(value, y0);
    d0 = f32x4.add(d0, f32x4.mul(difference, difference));
    difference = f32x4.sub(value, y1);
    d1 = f32x4.add(d1, f32x4.mul(difference, difference));
  }
  const half = f32x4.splat(0.5);
  v128.store(target, f32x4.mul(half, a0));
  v128.store(target, f32x4.mul(half, a1), 16);
  v128.store(target, f32x4.mul(half, b0), 32);
  v128.store(target, f32x4.mul(half, b1), 48);
  v128.store(target, f32x4.mul(half, c0), 64);
  v128.store(target, f32x4.mul(half, c1), 80);
  v128.store(target, f32x4.mul(half, d0), 96);
  v128.store(target, f32x4.mul(half, d1), 112);
}
