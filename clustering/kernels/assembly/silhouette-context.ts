// What the kernels of the silhouettes find in memory.

/** Bytes of one column of a tile: 8 points in single precision. */
export const COLUMN: usize = 32;
/** Bytes of one row of scratch space: 64 points in single precision, the columns of a segment. */
export const SCRATCH_ROW: usize = 256;

// The context, in words of 4 bytes.
export const TILES: usize = 0;
export const HALF_NORMS: usize = 4;
export const MASKS: usize = 8;
export const COLUMNS: usize = 12;
export const BLOCKS: usize = 16;
export const SEGMENTS: usize = 20;
export const MIXED_TARGETS: usize = 24;
export const SUMS: usize = 28;
export const CLUSTERS: usize = 32;
export const LABELINGS: usize = 36;
export const PAIRS: usize = 40;
export const SCRATCH: usize = 44;
export const SCRATCH_BYTES: usize = 48;
export const ONLY_DIFFERENCES: usize = 52;

// A block: first segment, segment after the last, first point, points (a multiple of 8), whether its segments are mixed.
export const BLOCK_BYTES: usize = 20;
// A segment: first point, points, address of its clusters (their number, then their indices); if mixed, in place of the
// address how many mixed points stand before it.
export const SEGMENT_BYTES: usize = 12;

// Scratch space of a thread: sums of rows, sums of columns, distances of four rows, 8 vectors; as doubles, totals of rows and
// totals of the columns of a block (2048 at most); sums of columns per cluster.
export const COLUMN_SUMS: usize = SCRATCH_ROW;
export const DISTANCES: usize = 2 * SCRATCH_ROW;
export const EIGHT_VECTORS: usize = 6 * SCRATCH_ROW;
export const ROW_TOTALS: usize = 7 * SCRATCH_ROW;
export const COLUMN_TOTALS: usize = 9 * SCRATCH_ROW;
export const CLUSTER_SUMS: usize = 73 * SCRATCH_ROW;

export function word(address: usize, offset: usize): usize {
  return <usize>load<u32>(address + offset);
}
