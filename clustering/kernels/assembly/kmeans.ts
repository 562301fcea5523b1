import { reassign } from './kmeans-assign';
import {
  addRows,
  clearSums,
  compact,
  forgetGaps,
  hasEmpty,
  moveCentroids,
  refillEmpty,
} from './kmeans-centroids';
import { roundCentroids } from './kmeans-nearest';
import { publish } from './kmeans-publish';
import { LEVELS_PER_RADIUS, Rows, Run, Scratch, errorFactor } from './kmeans-records';

/** Rows that all runs under way look at before any looks further: they stay in the cache of the processor meanwhile. */
const CHUNK: i32 = 2048;

// What a pass over the rows is for.
const IDLE: i32 = 0;
/** Lloyd's iteration. */
const ITERATE: i32 = 1;
/** Adding up the rows of each cluster anew. */
const SUM: i32 = 2;
/** Labels for the centroids that are the means of these sums. */
const LABEL: i32 = 3;

/** Parameters of the call. */
@unmanaged
class Context {
  /** Array of {@link Run}. */
  runs: usize;
  runCount: i32;
  /** The next run to take, counted by all threads: those before are where a job starts. */
  next: i32;
  jobs: i32;
  /** Array of {@link Scratch}: `places` for each thread. */
  scratch: usize;
  places: i32;
  /** Iterations of a run, at most. */
  most: i32;
}

/**
 * Runs of K-means, from seeds to labels that are the nearest of their centroids: kmeans.ts and lloyd.ts with the same
 * decisions and, where results depend on it, the same arithmetic. A job takes runs until none is left and has several
 * under way, which pass over the rows together. It keeps the best result for each k: smallest inertia, then earliest
 * restart, whatever the order of runs.
 *
 * Context: {@link Context}.
 *
 * Bounds: one small integer per row and run, as Hamerly's (2010) two bounds always occur as a difference. It holds the gap
 * between the distances to the nearest and the second nearest centroid, plus the drift of its cluster up to then, and is
 * compared with the drift now: nothing is written as long as a row keeps its cluster.
 */
export function kMeansRuns(address: usize, job: i32, thread: i32): void {
  const context = changetype<Context>(address);
  const first = context.scratch + ((<usize>(thread * context.places)) << 7);
  const end = first + ((<usize>context.places) << 7);
  // Jobs start with as many large runs as small ones, whichever thread is early.
  let start = job;
  for (let place = first; place < end; place += 128, start += context.jobs) {
    begin(context, changetype<Scratch>(place), start);
  }
  for (let rows = longest(first, end); rows > 0; rows = longest(first, end)) {
    for (let from = 0; from < rows; from += CHUNK) {
      for (let place = first; place < end; place += 128) advance(changetype<Scratch>(place), from);
    }
    for (let place = first; place < end; place += 128) {
      const scratch = changetype<Scratch>(place);
      if (scratch.phase == IDLE || !finishPass(scratch, context.most)) continue;
      begin(context, scratch, atomic.add<i32>(address + offsetof<Context>('next'), 1));
    }
  }
}

/** Most rows of a run under way, 0 if there is none. */
function longest(first: usize, end: usize): i32 {
  let most = 0;
  for (let place = first; place < end; place += 128) {
    const scratch = changetype<Scratch>(place);
    if (scratch.phase != IDLE) most = max(most, changetype<Rows>(scratch.rows).count);
  }
  return most;
}

/** Begins a run, if there are so many. */
function begin(context: Context, scratch: Scratch, number: i32): void {
  scratch.phase = IDLE;
  if (number >= context.runCount) return;
  scratch.run = context.runs + ((<usize>number) << 5);
  const run = changetype<Run>(scratch.run);
  const rows = changetype<Rows>(run.rows);
  const bytes = (<usize>rows.columns) << 3;
  const seeds = run.seeds;
  scratch.rows = run.rows;
  scratch.error = errorFactor(rows.columns);
  scratch.k = min(run.k, load<i32>(seeds));
  // As many bits as the largest label has, also of what is added to make fours.
  scratch.labelBits = <i32>((<u32>0xffffffff) >> (<u32>clz(((scratch.k + 3) & ~3) - 1)));
  // They change |c|^2 - 2xc, which is at most twice the sum of the norms, by their part of the mantissa.
  scratch.labelledError = scratch.error + <f32>(scratch.labelBits + 1) * 2 * 1.1920928955078125e-7;
  for (let j: usize = 0; j < <usize>scratch.k; j++) {
    const row = <usize>load<i32>(seeds + (j << 2), 4);
    memory.copy(scratch.centroids + j * bytes, rows.exact + row * bytes, bytes);
  }
  memory.fill(scratch.labels, 0, <usize>rows.count + 16);
  const radius = sqrt(rows.variance * <f64>rows.columns) * rows.scale;
  scratch.levels = radius > 0 ? <f32>(LEVELS_PER_RADIUS / radius) : 1;
  forgetGaps(scratch);
  clearSums(scratch);
  memory.fill(scratch.counts, 0, (<usize>scratch.k) << 2);
  roundCentroids(scratch);
  scratch.fresh = 1;
  scratch.iterations = 0;
  scratch.converged = 0;
  startPass(scratch, ITERATE);
}

function startPass(scratch: Scratch, phase: i32): void {
  scratch.phase = phase;
  scratch.changed = 0;
}

/** The part of a run's pass that concerns the chunk of rows at `from`. */
function advance(scratch: Scratch, from: i32): void {
  if (scratch.phase == IDLE) return;
  const to = min(from + CHUNK, changetype<Rows>(scratch.rows).count);
  if (from >= to) return;
  if (scratch.phase == SUM) addRows(scratch, from, to);
  else scratch.changed += reassign(scratch, from, to);
}

/** What follows when all rows were looked at; returns whether the run has ended. */
function finishPass(scratch: Scratch, most: i32): bool {
  if (scratch.phase == ITERATE) {
    iterate(scratch, most);
    return false;
  }
  if (scratch.phase == SUM) {
    moveCentroids(scratch);
    startPass(scratch, LABEL);
    return false;
  }
  if (hasEmpty(scratch)) {
    startSettling(scratch);
    return false;
  }
  publish(scratch);
  return true;
}

/** The end of one of Lloyd's iterations. */
function iterate(scratch: Scratch, most: i32): void {
  scratch.iterations++;
  scratch.fresh = 0;
  refillEmpty(scratch);
  const shift = moveCentroids(scratch);
  if (shift <= changetype<Rows>(scratch.rows).tolerance || scratch.changed == 0) scratch.converged = 1;
  if (scratch.converged == 0 && scratch.iterations < most) startPass(scratch, ITERATE);
  else startSettling(scratch);
}

/** Begins to make centroids the means of their rows, labels the nearest of these, until none is without rows; see kmeans.ts. */
function startSettling(scratch: Scratch): void {
  compact(scratch);
  clearSums(scratch);
  startPass(scratch, SUM);
}
