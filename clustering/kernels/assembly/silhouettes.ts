// Sums of distances from every point to every cluster of many labelings: the work behind exact silhouettes.
//
// Points stand in tiles of 8, [tile][column][8] in single precision, centred. Points of one atom (equal in all labels) are cut
// into segments of at most 64; atoms too small for tiles of their own share mixed segments. Segments make up blocks, and a
// job measures one pair of blocks: it alone writes to the sums of these two, so that the jobs of one call, in which every
// block occurs once, neither race nor leave the order of any sum open.
//
// Distances d come out as d / sqrt(2), from d^2 / 2 = |x|^2 / 2 + |y|^2 / 2 - x y: silhouettes do not depend on the unit.

/** Bytes of one column of a tile: 8 points in single precision. */
const COLUMN: usize = 32;
/** Bytes of one row of scratch space: 64 points in single precision, the columns of a segment. */
const SCRATCH_ROW: usize = 256;
/**
 * Where d^2 is a smaller part of |x|^2 + |y|^2, the subtraction would cost more than 6 of the 24 bits: such pairs are measured
 * by their differences.
 */
const CANCELLATION: f32 = 1.0 / 64.0;

// The context, in words of 4 bytes.
const TILES: usize = 0;
const HALF_NORMS: usize = 4;
const MASKS: usize = 8;
const COLUMNS: usize = 12;
const BLOCKS: usize = 16;
const SEGMENTS: usize = 20;
const MIXED_TARGETS: usize = 24;
const SUMS: usize = 28;
const CLUSTERS: usize = 32;
const LABELINGS: usize = 36;
const PAIRS: usize = 40;
const SCRATCH: usize = 44;
const SCRATCH_BYTES: usize = 48;
const ONLY_DIFFERENCES: usize = 52;

// A block: first segment, segment after the last, first point, points (a multiple of 8), whether its segments are mixed.
const BLOCK_BYTES: usize = 20;
// A segment: first point, points, address of its clusters (their number, then their indices); if mixed, in place of the
// address how many mixed points stand before it.
const SEGMENT_BYTES: usize = 12;

// Scratch space of a thread: sums of rows, sums of columns, distances of four rows, 8 vectors; as doubles, totals of rows and
// totals of the columns of a block (2048 at most); sums of columns per cluster.
const COLUMN_SUMS: usize = SCRATCH_ROW;
const DISTANCES: usize = 2 * SCRATCH_ROW;
const EIGHT_VECTORS: usize = 6 * SCRATCH_ROW;
const ROW_TOTALS: usize = 7 * SCRATCH_ROW;
const COLUMN_TOTALS: usize = 9 * SCRATCH_ROW;
const CLUSTER_SUMS: usize = 73 * SCRATCH_ROW;

function word(address: usize, offset: usize): usize {
  return <usize>load<u32>(address + offset);
}

/**
 * Measures one pair of blocks and adds the distances to the sums of both.
 *
 * Context: see the offsets above; PAIRS holds two block numbers per job, of which the first is the mixed one if one is.
 */
export function sumDistances(context: usize, job: i32, thread: i32): void {
  const pair = word(context, PAIRS) + ((<usize>job) << 3);
  const first = word(context, BLOCKS) + word(pair, 0) * BLOCK_BYTES;
  const second = word(context, BLOCKS) + word(pair, 4) * BLOCK_BYTES;
  const scratch = word(context, SCRATCH) + <usize>thread * word(context, SCRATCH_BYTES);
  if (!word(first, 16)) return measurePlain(context, first, second, scratch);
  measureMixed(context, first, second, scratch);
  if (first != second && word(second, 16)) measureMixed(context, second, first, scratch);
}

/**
 * Both blocks consist of whole atoms. Distances are summed per pair of segments, these sums per atom, and only then shared out
 * to the clusters of the atom: there are many more clusters to add to than points in most atoms.
 */
function measurePlain(context: usize, rowBlock: usize, columnBlock: usize, scratch: usize): void {
  const segments = word(context, SEGMENTS);
  const lastRow = segments + word(rowBlock, 4) * SEGMENT_BYTES;
  const firstColumn = segments + word(columnBlock, 0) * SEGMENT_BYTES;
  const lastColumn = segments + word(columnBlock, 4) * SEGMENT_BYTES;
  const columnTotals = scratch + COLUMN_TOTALS;
  const origin = word(columnBlock, 8);
  const width = word(columnBlock, 12);
  let rows = segments + word(rowBlock, 0) * SEGMENT_BYTES;
  while (rows < lastRow) {
    const atom = word(rows, 8);
    memory.fill(columnTotals, 0, width << 3);
    for (; rows < lastRow && word(rows, 8) == atom; rows += SEGMENT_BYTES) {
      // Inside a block every pair of segments once.
      let columns = rowBlock == columnBlock ? rows : firstColumn;
      while (columns < lastColumn)
        columns = measureAtom(context, rowBlock, rows, columns, lastColumn, origin, scratch);
    }
    for (let columns = firstColumn; columns < lastColumn; columns += SEGMENT_BYTES) {
      shareOut(context, columnBlock, columns, atom, columnTotals + ((word(columns, 0) - origin) << 3));
    }
  }
}

/** Measures a segment against the segments of one atom and returns the first of the next; `origin` is their block's first point. */
function measureAtom(
  context: usize,
  rowBlock: usize,
  rows: usize,
  columns: usize,
  lastColumn: usize,
  origin: usize,
  scratch: usize,
): usize {
  const atom = word(columns, 8);
  const count = word(rows, 4);
  const rowTotals = scratch + ROW_TOTALS;
  memory.fill(rowTotals, 0, 2 * SCRATCH_ROW);
  for (; columns < lastColumn && word(columns, 8) == atom; columns += SEGMENT_BYTES) {
    memory.fill(scratch + COLUMN_SUMS, 0, SCRATCH_ROW);
    for (let i: usize = 0; i < count; i += 4) measureFour(context, rows, i, columns, scratch, false);
    addWidened(scratch, rowTotals, count);
    // Inside a segment every pair is measured twice: the sums of its rows are complete.
    if (rows == columns) continue;
    const totals = scratch + COLUMN_TOTALS + ((word(columns, 0) - origin) << 3);
    addWidened(scratch + COLUMN_SUMS, totals, word(columns, 4));
  }
  shareOut(context, rowBlock, rows, atom, rowTotals);
  return columns;
}

/**
 * The rows are mixed: each has clusters of its own, so the distances to it are shared out before they are summed. Mixed
 * columns get the sums for the columns only; the call the other way round yields those for the rows.
 */
function measureMixed(context: usize, rowBlock: usize, columnBlock: usize, scratch: usize): void {
  const segments = word(context, SEGMENTS);
  const last = segments + word(columnBlock, 4) * SEGMENT_BYTES;
  const lastRow = segments + word(rowBlock, 4) * SEGMENT_BYTES;
  const clusters = word(context, CLUSTERS);
  const bothMixed = word(columnBlock, 16) != 0;
  for (
    let columns = segments + word(columnBlock, 0) * SEGMENT_BYTES;
    columns < last;
    columns += SEGMENT_BYTES
  ) {
    memory.fill(scratch + CLUSTER_SUMS, 0, clusters * SCRATCH_ROW);
    for (let rows = segments + word(rowBlock, 0) * SEGMENT_BYTES; rows < lastRow; rows += SEGMENT_BYTES) {
      const count = word(rows, 4);
      for (let i: usize = 0; i < count; i += 4) {
        measureFour(context, rows, i, columns, scratch, true);
        sortIn(context, (word(rows, 8) + i) >> 2, word(columns, 4), scratch);
      }
      if (bothMixed) continue;
      memory.fill(scratch + ROW_TOTALS, 0, 2 * SCRATCH_ROW);
      addWidened(scratch, scratch + ROW_TOTALS, count);
      shareOut(context, rowBlock, rows, word(columns, 8), scratch + ROW_TOTALS);
    }
    let target = sumsOf(context, columnBlock, word(columns, 0));
    const stride = word(columnBlock, 12) << 3;
    let source = scratch + CLUSTER_SUMS;
    for (let c: usize = 0; c < clusters; c++, target += stride, source += SCRATCH_ROW) {
      addWidened(source, target, word(columns, 4));
    }
  }
}

/** Address of the sum for a point and the first cluster. */
function sumsOf(context: usize, block: usize, point: usize): usize {
  const start = word(block, 8);
  return word(context, SUMS) + ((start * word(context, CLUSTERS) + point - start) << 3);
}

/** Adds totals of the points of a segment to their sums for the clusters of an atom. */
function shareOut(context: usize, block: usize, points: usize, atom: usize, totals: usize): void {
  const target = sumsOf(context, block, word(points, 0));
  const stride = word(block, 12) << 3;
  const end = totals + (word(points, 4) << 3);
  let list = atom;
  const last = list + (word(list, 0) << 2);
  while (list < last) {
    list += 4;
    let to = target + word(list, 0) * stride;
    for (let from = totals; from < end; from += 16, to += 16) {
      v128.store(to, f64x2.add(v128.load(to), v128.load(from)));
    }
  }
}

/** Adds single-precision numbers to doubles, rounding their number up to even. */
function addWidened(source: usize, target: usize, count: usize): void {
  const end = source + (count << 2);
  for (; source < end; source += 8, target += 16) {
    const value = f64x2.promote_low_f32x4(v128.load64_zero(source));
    v128.store(target, f64x2.add(v128.load(target), value));
  }
}

/** Adds the distances of four mixed rows, still in scratch space, to the sums per cluster there; together where they agree. */
function sortIn(context: usize, group: usize, count: usize, scratch: usize): void {
  const labelings = word(context, LABELINGS);
  let targets = word(context, MIXED_TARGETS) + ((group * labelings) << 4);
  const sums = scratch + CLUSTER_SUMS;
  const distances = scratch + DISTANCES;
  for (let l: usize = 0; l < labelings; l++, targets += 16) {
    const a = word(targets, 0);
    const b = word(targets, 4);
    const c = word(targets, 8);
    const d = word(targets, 12);
    if (a == b && a == c && a == d) {
      addRow(scratch + COLUMN_SUMS, sums + a, count);
    } else {
      addRow(distances, sums + a, count);
      addRow(distances + SCRATCH_ROW, sums + b, count);
      addRow(distances + 2 * SCRATCH_ROW, sums + c, count);
      addRow(distances + 3 * SCRATCH_ROW, sums + d, count);
    }
  }
}

function addRow(source: usize, target: usize, count: usize): void {
  const end = source + (count << 2);
  for (; source < end; source += 32, target += 32) {
    v128.store(target, f32x4.add(v128.load(target), v128.load(source)));
    v128.store(target, f32x4.add(v128.load(target, 16), v128.load(source, 16)), 16);
  }
}

/**
 * Measures four points against a segment: their sums of distances go to scratch space at `first`; the sums of the columns are
 * added to those there or, if the rows are mixed, written there, together with the distances themselves.
 *
 * One column of the tiles per trip: unrolled, V8 would load everything first and run out of registers.
 */
function measureFour(
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
  let largest = f32x4.pmax(v128.load_splat<f32>(rowNorm), v128.load_splat<f32>(rowNorm, 4));
  largest = f32x4.pmax(largest, v128.load_splat<f32>(rowNorm, 8));
  largest = f32x4.pmax(largest, v128.load_splat<f32>(rowNorm, 12));
  let sum0 = f32x4.splat(0);
  let sum1 = f32x4.splat(0);
  let sum2 = f32x4.splat(0);
  let sum3 = f32x4.splat(0);
  for (; norm <= lastNorm; norm += 32, sums += 32) {
    let a0 = f32x4.splat(0);
    let a1 = f32x4.splat(0);
    let b0 = f32x4.splat(0);
    let b1 = f32x4.splat(0);
    let c0 = f32x4.splat(0);
    let c1 = f32x4.splat(0);
    let d0 = f32x4.splat(0);
    let d1 = f32x4.splat(0);
    const end = tile + tileBytes;
    let close = onlyDifferences;
    if (!onlyDifferences) {
      let x = row;
      for (let y = tile; y < end; x += COLUMN, y += COLUMN) {
        const y0 = v128.load(y);
        const y1 = v128.load(y, 16);
        let value = v128.load_splat<f32>(x);
        a0 = f32x4.add(a0, f32x4.mul(value, y0));
        a1 = f32x4.add(a1, f32x4.mul(value, y1));
        value = v128.load_splat<f32>(x, 4);
        b0 = f32x4.add(b0, f32x4.mul(value, y0));
        b1 = f32x4.add(b1, f32x4.mul(value, y1));
        value = v128.load_splat<f32>(x, 8);
        c0 = f32x4.add(c0, f32x4.mul(value, y0));
        c1 = f32x4.add(c1, f32x4.mul(value, y1));
        value = v128.load_splat<f32>(x, 12);
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
      const limit = f32x4.splat(CANCELLATION);
      const low0 = f32x4.pmin(f32x4.pmin(a0, b0), f32x4.pmin(c0, d0));
      const low1 = f32x4.pmin(f32x4.pmin(a1, b1), f32x4.pmin(c1, d1));
      const close0 = f32x4.lt(low0, f32x4.mul(limit, f32x4.add(largest, n0)));
      const close1 = f32x4.lt(low1, f32x4.mul(limit, f32x4.add(largest, n1)));
      close = v128.any_true(v128.or(close0, close1));
    }
    if (close) {
      const squares = scratch + EIGHT_VECTORS;
      halfSquaresInto(row, tile, end, squares);
      a0 = v128.load(squares);
      a1 = v128.load(squares, 16);
      b0 = v128.load(squares, 32);
      b1 = v128.load(squares, 48);
      c0 = v128.load(squares, 64);
      c1 = v128.load(squares, 80);
      d0 = v128.load(squares, 96);
      d1 = v128.load(squares, 112);
    }
    a0 = f32x4.sqrt(a0);
    a1 = f32x4.sqrt(a1);
    b0 = f32x4.sqrt(b0);
    b1 = f32x4.sqrt(b1);
    c0 = f32x4.sqrt(c0);
    c1 = f32x4.sqrt(c1);
    d0 = f32x4.sqrt(d0);
    d1 = f32x4.sqrt(d1);
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
  // Four sums of four lanes each: transposed while they are added.
  const even = f32x4.add(
    v128.shuffle<f32>(sum0, sum1, 0, 4, 1, 5),
    v128.shuffle<f32>(sum0, sum1, 2, 6, 3, 7),
  );
  const odd = f32x4.add(v128.shuffle<f32>(sum2, sum3, 0, 4, 1, 5), v128.shuffle<f32>(sum2, sum3, 2, 6, 3, 7));
  v128.store(
    scratch + (first << 2),
    f32x4.add(v128.shuffle<f32>(even, odd, 0, 1, 4, 5), v128.shuffle<f32>(even, odd, 2, 3, 6, 7)),
  );
}

/** Half the squared distances of four points and the eight of a tile, from the differences: nothing cancels. */
function halfSquaresInto(row: usize, tile: usize, end: usize, target: usize): void {
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
