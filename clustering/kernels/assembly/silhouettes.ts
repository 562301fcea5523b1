// Sums of distances from every point to every cluster of many labelings: the work behind exact silhouettes.
//
// Points stand in tiles of 8, [tile][column][8] in single precision, centred. Points of one atom (equal in all labels) are cut
// into segments of at most 64; atoms too small for tiles of their own share mixed segments. Segments make up blocks, and a
// job measures one pair of blocks: it alone writes to the sums of these two, so that the jobs of one call, in which every
// block occurs once, neither race nor leave the order of any sum open.
//
// Where only chosen points are to be measured, they stand first, as an atom in no cluster, and once more among the others. Their
// blocks are paired with each of the rest, which have no sums: nothing is ever added for a list without clusters.
//
// Distances d come out as d / sqrt(2), from d^2 / 2 = |x|^2 / 2 + |y|^2 / 2 - x y: silhouettes do not depend on the unit.

import {
  BLOCKS,
  BLOCK_BYTES,
  CLUSTERS,
  CLUSTER_SUMS,
  COLUMN_SUMS,
  COLUMN_TOTALS,
  DISTANCES,
  LABELINGS,
  MIXED_TARGETS,
  PAIRS,
  ROW_TOTALS,
  SCRATCH,
  SCRATCH_BYTES,
  SCRATCH_ROW,
  SEGMENTS,
  SEGMENT_BYTES,
  SUMS,
  word,
} from './silhouette-context';
import { measureFour } from './silhouette-distances';

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
