// What the wrapper (simd/kmeans.ts) lays out for the K-means kernels: records of 4-byte addresses and counts, doubles last.

/** Rows to cluster, 64 bytes. Single-precision copies are centred and scaled: (value - mean) * scale, largest in [1, 2). */
@unmanaged
export class Rows {
  count: i32;
  columns: i32;
  /** Columns rounded up to 4: length of a single-precision row, filled with zeros. */
  padded: i32;
  /** f64, shape (count, columns). */
  exact: usize;
  /** f32, shape (count, padded). */
  single: usize;
  /** f32, length count: squared norms of the single-precision rows. */
  norms: usize;
  /** f64, length columns. */
  mean: usize;
  unused: i32;
  /** A power of two. */
  scale: f64;
  /** Mean over columns of the variance. */
  variance: f64;
  /** Largest |value - mean|. */
  extent: f64;
  /** A run ends when its centroids move, squared and summed, by at most this. */
  tolerance: f64;
}

/** The seeds of one restart, 32 bytes. */
@unmanaged
export class Seeding {
  rows: usize;
  /** Seeds to choose. */
  k: i32;
  /** Candidates per seed, 1 to 8. */
  trials: i32;
  /** The first seed. */
  first: i32;
  /** f64 in [0, 1), one per candidate. */
  draws: usize;
  /** i32: how many were chosen, then their rows. */
  seeds: usize;
  unused: i64;
}

/** One run: a restart for one k, 32 bytes. */
@unmanaged
export class Run {
  rows: usize;
  k: i32;
  restart: i32;
  seeds: usize;
  best: usize;
  unused: i32;
  unusedToo: i64;
}

/** The best run for one task and k so far, 48 bytes. Written under its lock. */
@unmanaged
export class Best {
  lock: i32;
  /** -1: none yet. */
  restart: i32;
  clusterCount: i32;
  iterations: i32;
  converged: i32;
  /** u8, length count. */
  labels: usize;
  /** f64, shape (k, columns). */
  centroids: usize;
  unused: i32;
  inertia: f64;
  unusedToo: i64;
}

/**
 * What one run under way, or the choice of its seeds, works on, 128 bytes: the wrapper fills in the blocks, the kernels
 * the rest.
 */
@unmanaged
export class Scratch {
  /** f64, length count: squared distance to the nearest seed. */
  nearest: usize;
  /** f32, length count: the same, scaled and rounded up. */
  nearestSingle: usize;
  /** u8, length count: bit t set if candidate t is nearer than the nearest seed. */
  marks: usize;
  /** u16, length count + 16: the drift, in levels, up to which a row keeps its cluster for sure. */
  gaps: usize;
  /** u8, length count + 16. */
  labels: usize;
  /** i32, length 2,048 + 64: rows to look at. */
  list: usize;
  /** f32, shape (padded + 16, 8): eight rows, columns first, and what was found about them. */
  tile: usize;
  /** f64, shape (k, columns). */
  centroids: usize;
  /** f64, shape (k, columns): sums of the rows of each cluster. */
  sums: usize;
  /** f32, k rounded up to 4 (at least 8), padded: centroids as the filter reads them. */
  singles: usize;
  /** f32, k rounded up to 4 (at least 8): their squared norms. */
  norms: usize;
  /** i32, length k: rows of each cluster. */
  counts: usize;
  /** f64, length k: how far each cluster's gaps have closed since the start of the run. */
  drift: usize;
  /** i32, length k rounded up to 16: the same in levels, rounded up. */
  limits: usize;
  /** i32, length k: the same in levels, rounded down. */
  floors: usize;
  /** u8, shape (2, 16): the bytes of the first 16 limits. */
  planes: usize;
  /** f64, length k: movements; and numbers of clusters. */
  moved: usize;
  rows: usize;
  k: i32;
  /** 1 before the first assignment: rows have no cluster yet. */
  fresh: i32;
  /** Largest of the norms. */
  largestNorm: f32;
  /** Error bound of a squared distance per (squared norm of the row + largest norm). */
  error: f32;
  /** The same for distances that carry a label in their last bits. */
  labelledError: f32;
  /** These bits. */
  labelBits: i32;
  /** Levels per unit of scaled distance: what gaps and limits are counted in. */
  levels: f32;
  /** The {@link Run} under way. */
  run: usize;
  /** What the pass is for, see kmeans.ts. */
  phase: i32;
  iterations: i32;
  converged: i32;
  /** Rows that changed cluster in this pass. */
  changed: i32;
}

/** Levels that gaps and limits may have. */
export const MOST_LEVELS: i32 = 65535;

/**
 * Levels per root mean square distance of the rows from their mean. Gaps of more than 16 such distances, drifts included,
 * are cut off; what is lost by rounding is far below the drift of an iteration that is worth it.
 */
export const LEVELS_PER_RADIUS: f64 = 4096;

/** Squared distance of two points, added up in column order: the arithmetic that decides. */
export function squareOf(a: usize, b: usize, columns: i32): f64 {
  let square: f64 = 0;
  const end = a + ((<usize>columns) << 3);
  for (; a < end; a += 8, b += 8) {
    const difference = load<f64>(a) - load<f64>(b);
    square += difference * difference;
  }
  return square;
}

/**
 * Bound on the error of |x|^2 + |c|^2 - 2xc in single precision, per |x|^2 + |c|^2, for coordinates rounded to single
 * precision: (columns + 6) * 2^-24 * (|x| + |c|)^2, the square at most twice the sum; and some to spare for the double
 * precision that it is compared with.
 */
export function errorFactor(columns: i32): f32 {
  return <f32>(<f64>(columns + 10) * 1.01 * 1.1920928955078125e-7);
}

/** Absolute error where products vanish; data is scaled to about 1. */
export const SMALLEST_ERROR: f32 = 1e-30;
/** Norm of what is no centroid. */
export const NO_CENTROID: f32 = 1e30;
