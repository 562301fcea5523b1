import { MOST_LEVELS, NO_CENTROID, Rows, Scratch, SMALLEST_ERROR } from './kmeans-records';

// Where nearestOfEight leaves what it found, in bytes from the end of the tile's coordinates: eight f32 each, labels and gaps i32.
export const BEST: usize = 0;
export const SECOND: usize = 32;
export const LABEL: usize = 64;
export const NORM: usize = 96;
export const GAP: usize = 128;

/** Address of what was found about the rows of a tile. */
export function foundOf(scratch: Scratch): usize {
  return scratch.tile + ((<usize>changetype<Rows>(scratch.rows).padded) << 5);
}

/** Copies eight rows of the list into the tile, columns first: 4 x 4 blocks are transposed in registers. */
function gather(scratch: Scratch, list: usize): void {
  const rows = changetype<Rows>(scratch.rows);
  const bytes = (<usize>rows.padded) << 2;
  const norms = foundOf(scratch) + NORM;
  for (let half: usize = 0; half < 32; half += 16) {
    const first = <usize>load<i32>(list + half);
    const second = <usize>load<i32>(list + half, 4);
    const third = <usize>load<i32>(list + half, 8);
    const fourth = <usize>load<i32>(list + half, 12);
    store<f32>(norms + half, load<f32>(rows.norms + (first << 2)));
    store<f32>(norms + half, load<f32>(rows.norms + (second << 2)), 4);
    store<f32>(norms + half, load<f32>(rows.norms + (third << 2)), 8);
    store<f32>(norms + half, load<f32>(rows.norms + (fourth << 2)), 12);
    let p = rows.single + first * bytes;
    let q = rows.single + second * bytes;
    let r = rows.single + third * bytes;
    let s = rows.single + fourth * bytes;
    let target = scratch.tile + half;
    for (const end = p + bytes; p < end; p += 16, q += 16, r += 16, s += 16, target += 128) {
      const a = v128.load(p);
      const b = v128.load(q);
      const c = v128.load(r);
      const d = v128.load(s);
      const ab = v128.shuffle<f32>(a, b, 0, 4, 1, 5);
      const cd = v128.shuffle<f32>(c, d, 0, 4, 1, 5);
      const abHigh = v128.shuffle<f32>(a, b, 2, 6, 3, 7);
      const cdHigh = v128.shuffle<f32>(c, d, 2, 6, 3, 7);
      v128.store(target, v128.shuffle<f64>(ab, cd, 0, 2));
      v128.store(target, v128.shuffle<f64>(ab, cd, 1, 3), 32);
      v128.store(target, v128.shuffle<f64>(abHigh, cdHigh, 0, 2), 64);
      v128.store(target, v128.shuffle<f64>(abHigh, cdHigh, 1, 3), 96);
    }
  }
}

/** Takes four more centroids, j to j + 3, into account for four rows. Labels travel in the last bits of distances. */
function consider(found: usize, bits: v128, j: v128, a: v128, b: v128, c: v128, d: v128): void {
  const one = i32x4.splat(1);
  a = v128.or(v128.andnot(a, bits), j);
  j = i32x4.add(j, one);
  b = v128.or(v128.andnot(b, bits), j);
  j = i32x4.add(j, one);
  c = v128.or(v128.andnot(c, bits), j);
  j = i32x4.add(j, one);
  d = v128.or(v128.andnot(d, bits), j);
  // The smallest two of the four, then of these and the two so far: no long chain of operations that wait for each other.
  const ab = f32x4.pmin(a, b);
  const cd = f32x4.pmin(c, d);
  const nearest = f32x4.pmin(ab, cd);
  const next = f32x4.pmin(f32x4.pmax(ab, cd), f32x4.pmin(f32x4.pmax(a, b), f32x4.pmax(c, d)));
  const best = v128.load(found, BEST);
  const second = f32x4.pmin(v128.load(found, SECOND), f32x4.pmax(best, nearest));
  v128.store(found, f32x4.pmin(best, nearest), BEST);
  v128.store(found, f32x4.pmin(second, next), SECOND);
}

/** Takes two more centroids, j and j + 1, into account for four rows. */
function considerTwo(found: usize, bits: v128, j: v128, a: v128, b: v128): void {
  let best = v128.load(found, BEST);
  let second = v128.load(found, SECOND);
  a = v128.or(v128.andnot(a, bits), j);
  second = f32x4.pmin(second, f32x4.pmax(a, best));
  best = f32x4.pmin(best, a);
  b = v128.or(v128.andnot(b, bits), i32x4.add(j, i32x4.splat(1)));
  second = f32x4.pmin(second, f32x4.pmax(b, best));
  best = f32x4.pmin(best, b);
  v128.store(found, best, BEST);
  v128.store(found, second, SECOND);
}

/** |c|^2 - 2xc of the eight rows of the tile and each centroid: the smallest two. */
function scanCentroids(scratch: Scratch, found: usize): void {
  const columns = <usize>changetype<Rows>(scratch.rows).columns;
  const most = f32x4.splat(3e38);
  for (let half: usize = 0; half < 32; half += 16) {
    v128.store(found + half, most, BEST);
    v128.store(found + half, most, SECOND);
  }
  const k = scratch.k;
  let centroid = scratch.singles;
  let j = 0;
  for (; j + 2 < k; j += 4, centroid += columns << 4) scanFour(scratch, found, j, centroid);
  if (j < k) scanTwo(scratch, found, j, centroid);
}

/**
 * a * b + c, rounded once in the fused build, twice in the portable one: the bound on the error allows for both, and what it
 * leaves open is decided in double precision, so that no result depends on it.
 */
export function multiplyAdd(a: v128, b: v128, c: v128): v128 {
  if (ASC_FEATURE_RELAXED_SIMD) return f32x4.relaxed_madd(a, b, c);
  return f32x4.add(f32x4.mul(a, b), c);
}

/** Takes the block of centroids j to j + 3 into account. */
function scanFour(scratch: Scratch, found: usize, j: i32, centroid: usize): void {
  const norms = scratch.norms + ((<usize>j) << 2);
  let a = v128.load32_splat(norms);
  let b = v128.load32_splat(norms, 4);
  let c = v128.load32_splat(norms, 8);
  let d = v128.load32_splat(norms, 12);
  let e = a;
  let f = b;
  let g = c;
  let h = d;
  const end = scratch.tile + ((<usize>changetype<Rows>(scratch.rows).columns) << 5);
  // One column per trip: unrolled further, V8 keeps more values than there are registers.
  for (let x = scratch.tile; x < end; x += 32, centroid += 16) {
    const low = v128.load(x);
    const high = v128.load(x, 16);
    let value = v128.load32_splat(centroid);
    a = multiplyAdd(low, value, a);
    e = multiplyAdd(high, value, e);
    value = v128.load32_splat(centroid, 4);
    b = multiplyAdd(low, value, b);
    f = multiplyAdd(high, value, f);
    value = v128.load32_splat(centroid, 8);
    c = multiplyAdd(low, value, c);
    g = multiplyAdd(high, value, g);
    value = v128.load32_splat(centroid, 12);
    d = multiplyAdd(low, value, d);
    h = multiplyAdd(high, value, h);
  }
  const bits = i32x4.splat(scratch.labelBits);
  const label = i32x4.splat(j);
  consider(found, bits, label, a, b, c, d);
  consider(found + 16, bits, label, e, f, g, h);
}

/** Takes the first two of the last block of centroids, j and j + 1, into account. */
function scanTwo(scratch: Scratch, found: usize, j: i32, centroid: usize): void {
  const norms = scratch.norms + ((<usize>j) << 2);
  let a = v128.load32_splat(norms);
  let b = v128.load32_splat(norms, 4);
  let c = a;
  let d = b;
  const end = scratch.tile + ((<usize>changetype<Rows>(scratch.rows).columns) << 5);
  for (let x = scratch.tile; x < end; x += 32, centroid += 16) {
    const low = v128.load(x);
    const high = v128.load(x, 16);
    let value = v128.load32_splat(centroid);
    a = multiplyAdd(low, value, a);
    c = multiplyAdd(high, value, c);
    value = v128.load32_splat(centroid, 4);
    b = multiplyAdd(low, value, b);
    d = multiplyAdd(high, value, d);
  }
  const bits = i32x4.splat(scratch.labelBits);
  const label = i32x4.splat(j);
  considerTwo(found, bits, label, a, b);
  considerTwo(found + 16, bits, label, c, d);
}

/** Turns four rows' smallest two into a label and a gap, in levels, that is not above (distance to the second - distance to the nearest) * scale. */
function closeGap(scratch: Scratch, found: usize): i32 {
  const norm = v128.load(found, NORM);
  const best = v128.load(found, BEST);
  const second = v128.load(found, SECOND);
  const zero = f32x4.splat(0);
  const error = f32x4.add(
    f32x4.mul(f32x4.splat(scratch.labelledError), f32x4.add(norm, f32x4.splat(scratch.largestNorm))),
    f32x4.splat(SMALLEST_ERROR),
  );
  const upper = f32x4.sqrt(f32x4.add(f32x4.pmax(zero, f32x4.add(best, norm)), error));
  const lower = f32x4.sqrt(f32x4.pmax(zero, f32x4.sub(f32x4.add(second, norm), error)));
  const gap = f32x4.sub(f32x4.mul(lower, f32x4.splat(0.9999994)), f32x4.mul(upper, f32x4.splat(1.0000006)));
  const levels = f32x4.pmin(f32x4.mul(gap, f32x4.splat(scratch.levels)), f32x4.splat(<f32>MOST_LEVELS));
  v128.store(found, i32x4.trunc_sat_f32x4_s(f32x4.pmax(levels, zero)), GAP);
  v128.store(found, v128.and(best, i32x4.splat(scratch.labelBits)), LABEL);
  return i32x4.bitmask(f32x4.le(f32x4.sub(second, best), f32x4.add(error, error)));
}

/**
 * Finds the nearest centroid of the eight rows at `list` in single precision, and the gaps.
 *
 * @returns A bit for each row for which single precision cannot decide.
 */
export function nearestOfEight(scratch: Scratch, list: usize): i32 {
  gather(scratch, list);
  const found = foundOf(scratch);
  scanCentroids(scratch, found);
  return closeGap(scratch, found) | (closeGap(scratch, found + 16) << 4);
}

/** Writes the centroids as the filter reads them: centred, scaled, times -2, in blocks of four, columns first. */
export function roundCentroids(scratch: Scratch): void {
  const rows = changetype<Rows>(scratch.rows);
  const columns = rows.columns;
  let largest: f32 = 0;
  let target = scratch.singles;
  for (let block = 0; block < scratch.k; block += 4, target += (<usize>columns) << 4) {
    for (let j = block; j < block + 4; j++) {
      let norm: f64 = 0;
      const real = j < scratch.k;
      for (let c = 0; c < columns; c++) {
        let value: f32 = 0;
        if (real) {
          const exact = load<f64>(scratch.centroids + ((<usize>(j * columns + c)) << 3));
          value = <f32>((exact - load<f64>(rows.mean + ((<usize>c) << 3))) * rows.scale);
        }
        norm += <f64>value * <f64>value;
        store<f32>(target + ((<usize>c) << 4) + ((<usize>(j - block)) << 2), value * -2);
      }
      store<f32>(scratch.norms + ((<usize>j) << 2), real ? <f32>norm : NO_CENTROID);
      if (real) largest = max(largest, <f32>norm);
    }
  }
  scratch.largestNorm = largest;
}
