// Distances between a query and tiles of 32 points, and gaps between queries and boxes: what all neighbour searches share.

/** Points of a tile; queries of a batch. */
export const LANES: i32 = 32;

/** Squares below this are not told apart in single precision (they may underflow): all of them are decided again. */
const SMALLEST_SQUARE: f64 = 1e-30;
const SMALLEST_RADIUS: f64 = 1e-15;

/**
 * Parameters of a call, as the wrapper lays them out (neighbour-memory.ts, `SPACE_FIELDS`): 4 bytes each.
 * Positions count points in tree order; leaf l owns the positions 32 l .. 32 l + 31, node i of level m the nodes
 * 4 i .. 4 i + 3 of level m - 1, level 0 being the leaves.
 */
@unmanaged
export class Space {
  rows: i32;
  columns: i32;
  levels: i32;
  /** f32 [leaf][column][32]: rotated, centred, scaled to norms of at most 1; places beyond the last point are infinite. */
  tiles: usize;
  /** f64 [position][column]: as they came, for decisions. */
  points: usize;
  /** f32 [position]: norms of the tiles' points, rounded up. */
  norms: usize;
  /** usize [level]: f32 groups of 4 nodes: [column][4 minima, 4 maxima], then 4 largest norms. */
  boxes: usize;
  /** i32 [level]: nodes. */
  nodeCounts: usize;
  /** f64: scale, limit, radius, unit, growth, shrinkage (see `Batch`). */
  constants: usize;
  scratch: usize;
  scratchBytes: i32;
  /** Queries of a batch at most. */
  batchSize: i32;
  /** Levels a walk goes up from the leaf it starts at. */
  reach: i32;
  /** minSamples, or k. */
  wanted: i32;
  /** i32 [query]: positions to be asked about, or 0: all. */
  queries: usize;
  queryCount: i32;
  /** u8 [position]: 1 for cores. */
  coreAt: usize;
  /** i32 [leaf]: bit per lane. */
  coreLanes: usize;
  /** i32 [position]: union-find forest. */
  parent: usize;
  /** usize [level]: i32 [node], a core of the one component of the node, -1 if it has many, -2 if it has no core. */
  nodeCores: usize;
  /** i32 [query]: where its neighbours begin in `lists`, -1 if they did not fit. */
  listStarts: usize;
  /** i32 [query]. */
  listCounts: usize;
  /** i32 [capacity]. */
  lists: usize;
  capacity: i32;
  /** i32: places of `lists` in use. */
  cursor: usize;
  /** f64 [position]: squared distance to the k-th neighbour. */
  squares: usize;
}

/** Address of a box group. */
export function boxGroup(space: Space, level: i32, group: i32): usize {
  const base = <usize>load<u32>(space.boxes + ((<usize>level) << 2));
  return base + <usize>group * ((((<usize>space.columns) << 1) + 1) << 4);
}

export function nodeCount(space: Space, level: i32): i32 {
  return load<i32>(space.nodeCounts + ((<usize>level) << 2));
}

/**
 * Lanes of a tile that lie within reach of a query, by single precision: bits 0-31 those whose square is <= upper, bits 32-63
 * those whose square is <= lower as well.
 *
 * Leaves after every fourth column if no lane is left: columns come with the widest first. One column a trip: V8 hoists the loads
 * of unrolled trips and spills.
 */
export function lanesWithin(query: usize, tile: usize, columns: i32, upper: f32, lower: f32): u64 {
  let a = f32x4.splat(0),
    b = a,
    c = a,
    d = a,
    e = a,
    f = a,
    g = a,
    h = a;
  const most = f32x4.splat(upper);
  const end = query + ((<usize>columns) << 2);
  while (query < end) {
    const stop = min(query + 16, end);
    do {
      const x = v128.load_splat<f32>(query);
      let t = f32x4.sub(x, v128.load(tile));
      a = f32x4.add(a, f32x4.mul(t, t));
      t = f32x4.sub(x, v128.load(tile, 16));
      b = f32x4.add(b, f32x4.mul(t, t));
      t = f32x4.sub(x, v128.load(tile, 32));
      c = f32x4.add(c, f32x4.mul(t, t));
      t = f32x4.sub(x, v128.load(tile, 48));
      d = f32x4.add(d, f32x4.mul(t, t));
      t = f32x4.sub(x, v128.load(tile, 64));
      e = f32x4.add(e, f32x4.mul(t, t));
      t = f32x4.sub(x, v128.load(tile, 80));
      f = f32x4.add(f, f32x4.mul(t, t));
      t = f32x4.sub(x, v128.load(tile, 96));
      g = f32x4.add(g, f32x4.mul(t, t));
      t = f32x4.sub(x, v128.load(tile, 112));
      h = f32x4.add(h, f32x4.mul(t, t));
      tile += 128;
      query += 4;
    } while (query < stop);
    const least = f32x4.pmin(
      f32x4.pmin(f32x4.pmin(a, b), f32x4.pmin(c, d)),
      f32x4.pmin(f32x4.pmin(e, f), f32x4.pmin(g, h)),
    );
    if (!v128.any_true(f32x4.le(least, most))) return 0;
  }
  const within = (<u64>lanesBelow(a, b, c, d, most)) | ((<u64>lanesBelow(e, f, g, h, most)) << 16);
  const least = f32x4.splat(lower);
  return within | ((<u64>lanesBelow(a, b, c, d, least)) << 32) | ((<u64>lanesBelow(e, f, g, h, least)) << 48);
}

/** Bit per lane: whether it is <= the limit. */
function lanesBelow(a: v128, b: v128, c: v128, d: v128, limit: v128): u32 {
  const low = i16x8.narrow_i32x4_s(f32x4.le(a, limit), f32x4.le(b, limit));
  const high = i16x8.narrow_i32x4_s(f32x4.le(c, limit), f32x4.le(d, limit));
  return <u32>i8x16.bitmask(i8x16.narrow_i16x8_s(low, high));
}

/**
 * Children of a box group within reach of a query: a bit for each.
 *
 * The gap in single precision is never above the single-precision distance to a point of the box: every operation is monotone and
 * the columns are added in the same order. So no point is lost that `lanesWithin` would find.
 *
 * @param radius - What is asked for, with the query's own error.
 */
export function childrenWithin(query: usize, group: usize, columns: i32, radius: f32, error: usize): i32 {
  const most = reachOf(group, columns, radius, error);
  const zero = f32x4.splat(0);
  let sum = zero;
  const end = query + ((<usize>columns) << 2);
  while (query < end) {
    const stop = min(query + 16, end);
    do {
      const x = v128.load_splat<f32>(query);
      const below = f32x4.sub(v128.load(group), x);
      const above = f32x4.sub(x, v128.load(group, 16));
      const gap = f32x4.pmax(zero, f32x4.pmax(below, above));
      sum = f32x4.add(sum, f32x4.mul(gap, gap));
      group += 32;
      query += 4;
    } while (query < stop);
    if (!v128.any_true(f32x4.le(sum, most))) return 0;
  }
  return i32x4.bitmask(f32x4.le(sum, most));
}

/** As `childrenWithin` for all that lies in a box: f32 [column][minimum, maximum]. */
export function childrenNearBox(box: usize, group: usize, columns: i32, radius: f32, error: usize): i32 {
  const most = reachOf(group, columns, radius, error);
  const zero = f32x4.splat(0);
  let sum = zero;
  const end = box + ((<usize>columns) << 3);
  while (box < end) {
    const stop = min(box + 32, end);
    do {
      const below = f32x4.sub(v128.load(group), v128.load_splat<f32>(box, 4));
      const above = f32x4.sub(v128.load_splat<f32>(box), v128.load(group, 16));
      const gap = f32x4.pmax(zero, f32x4.pmax(below, above));
      sum = f32x4.add(sum, f32x4.mul(gap, gap));
      group += 32;
      box += 8;
    } while (box < stop);
    if (!v128.any_true(f32x4.le(sum, most))) return 0;
  }
  return i32x4.bitmask(f32x4.le(sum, most));
}

/** Largest single-precision square that a pair within the radius can have, for each of four nodes. */
function reachOf(group: usize, columns: i32, radius: f32, error: usize): v128 {
  const norms = v128.load(group + ((<usize>columns) << 5));
  const unit = f32x4.splat(<f32>load<f64>(error));
  const root = f32x4.add(f32x4.splat(radius), f32x4.mul(unit, norms));
  const square = f32x4.mul(f32x4.mul(root, root), f32x4.splat(<f32>load<f64>(error, 8)));
  return f32x4.pmax(f32x4.splat(<f32>SMALLEST_SQUARE), square);
}

/** Largest single-precision square that a pair within `radius` (errors of both points included) can have. */
export function upperSquare(radius: f64, growth: f64): f32 {
  return <f32>max(radius * radius * growth, SMALLEST_SQUARE);
}

/** A single-precision square that only pairs have that lie within `radius` (errors of both points taken off); -1: none. */
export function lowerSquare(radius: f64, shrinkage: f64): f32 {
  return radius > SMALLEST_RADIUS ? <f32>(radius * radius * shrinkage) : <f32>-1;
}

/** Squared distance as the plain kernel computes it: differences squared and added in column order. */
export function exactSquare(points: usize, columns: i32, p: i32, q: i32): f64 {
  const bytes = (<usize>columns) << 3;
  let x = points + <usize>p * bytes;
  let y = points + <usize>q * bytes;
  const end = x + bytes;
  let sum: f64 = 0;
  while (x < end) {
    const difference = load<f64>(x) - load<f64>(y);
    sum += difference * difference;
    x += 8;
    y += 8;
  }
  return sum;
}
