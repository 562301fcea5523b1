// The jobs of the neighbour searches: DBSCAN and distances to the k-th neighbour (clustering/kernels/simd/neighbour-search.ts).
import { Space } from './neighbour-lanes';
import { heapOf } from './k-distances-nearest';
import {
  activeAt,
  addQuery,
  Batch,
  CONNECT,
  COUNT,
  countOf,
  NEAREST,
  openBatch,
  positionOf,
  walk,
} from './neighbour-walk';

/** Fills a batch with the queries of a job: a stretch of the list of queries, or of all positions. */
function fill(space: Space, batch: Batch, job: i32): void {
  const start = job * space.batchSize;
  const end = min(start + space.batchSize, space.queryCount);
  const queries = space.queries;
  for (let i = start; i < end; i++) {
    addQuery(space, batch, queries === 0 ? i : load<i32>(queries + ((<usize>i) << 2)));
  }
  batch.home = load<i32>(positionOf(batch, (end - start) >> 1)) >> 5;
}

/**
 * Marks cores: queries with at least `wanted` neighbours within the levels that are walked. Keeps the neighbours of the others, if
 * there is room for them.
 */
export function countNeighbours(context: usize, job: i32, thread: i32): void {
  const space = changetype<Space>(context);
  const batch = openBatch(space, thread, COUNT);
  fill(space, batch, job);
  for (let i = 0; i < batch.size; i++) store<u8>(space.coreAt + <usize>load<i32>(positionOf(batch, i)), 1);
  walk(space, batch);
  const first = job * space.batchSize;
  for (let place = 0; place < batch.active; place++) {
    const i = load<i32>(activeAt(batch, place));
    store<u8>(space.coreAt + <usize>load<i32>(positionOf(batch, i)), 0);
    if (space.lists === 0) continue;
    keepList(
      space,
      first + i,
      batch.kept + ((<usize>i * <usize>(space.wanted - 1)) << 2),
      load<i32>(countOf(batch, i)),
    );
  }
}

/** Copies the neighbours of a query into the lists that all threads fill. */
function keepList(space: Space, query: i32, from: usize, count: i32): void {
  let start = -1;
  // Looked at first, so that the cursor cannot run over its range.
  if (atomic.load<i32>(space.cursor) <= space.capacity - count) {
    start = atomic.add<i32>(space.cursor, count);
    if (start > space.capacity - count) start = -1;
  }
  store<i32>(space.listStarts + ((<usize>query) << 2), start);
  store<i32>(space.listCounts + ((<usize>query) << 2), count);
  if (start >= 0) memory.copy(space.lists + ((<usize>start) << 2), from, (<usize>count) << 2);
}

/** Unites the cores of leaf `job` with those of later leaves within the levels that are walked. */
export function connectCores(context: usize, job: i32, thread: i32): void {
  const space = changetype<Space>(context);
  let lanes = load<u32>(space.coreLanes + ((<usize>job) << 2));
  if (lanes === 0) return;
  const batch = openBatch(space, thread, CONNECT);
  for (; lanes !== 0; lanes &= lanes - 1) addQuery(space, batch, (job << 5) + <i32>ctz<u32>(lanes));
  batch.home = job;
  walk(space, batch);
}

/** Writes the squared distances of queries to their k-th neighbours. */
export function kthSquares(context: usize, job: i32, thread: i32): void {
  const space = changetype<Space>(context);
  const batch = openBatch(space, thread, NEAREST);
  fill(space, batch, job);
  const heap = batch.kept;
  for (let i = 0; i < batch.size * space.wanted; i++) store<f64>(heap + ((<usize>i) << 3), Infinity);
  walk(space, batch);
  for (let i = 0; i < batch.size; i++) {
    const position = load<i32>(positionOf(batch, i));
    store<f64>(space.squares + ((<usize>position) << 3), load<f64>(heapOf(space, batch, i)));
  }
}
