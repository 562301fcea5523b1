import { Best, Rows, Run, Scratch, squareOf } from './kmeans-records';

/** Rows per call of the function that adds up distances. */
const CHUNK: i32 = 1024;

/** Squared distances of rows [from, to) to their centroids, added to `sum` in row order. Exported as roundRows is. */
export function addSquares(scratch: Scratch, from: i32, to: i32, sum: f64): f64 {
  const rows = changetype<Rows>(scratch.rows);
  const bytes = (<usize>rows.columns) << 3;
  let at = rows.exact + <usize>from * bytes;
  for (let row = <usize>from; row < <usize>to; row++, at += bytes) {
    const label = <usize>load<u8>(scratch.labels + row);
    sum += squareOf(at, scratch.centroids + label * bytes, rows.columns);
  }
  return sum;
}

/**
 * Inertia from the sums, for the centroids that labels are the nearest of: |x|^2 of all rows, -2xc and |c|^2 of clusters,
 * measured from the mean. Cheap, and off by rounding, see estimateError.
 */
function estimateInertia(scratch: Scratch): f64 {
  const rows = changetype<Rows>(scratch.rows);
  let estimate = rows.variance * <f64>rows.count * <f64>rows.columns;
  for (let j = 0; j < scratch.k; j++) {
    const count = <f64>load<i32>(scratch.counts + ((<usize>j) << 2));
    for (let c = 0; c < rows.columns; c++) {
      const at = (<usize>(j * rows.columns + c)) << 3;
      const mean = load<f64>(rows.mean + ((<usize>c) << 3));
      const centroid = load<f64>(scratch.centroids + at) - mean;
      estimate += centroid * (count * centroid - 2 * (load<f64>(scratch.sums + at) - count * mean));
    }
  }
  return estimate;
}

/**
 * Bound on what rounding makes of estimated and of added up inertia, several times over. A sum of n terms is off by at most
 * n 2^-53 of the sum of their magnitudes; and, by Cauchy and Schwarz, the distances of a column from its mean add up to at
 * most sqrt(n) times the root of the sum of all squares, whichever rows joined or left a cluster.
 */
function estimateError(scratch: Scratch): f64 {
  const rows = changetype<Rows>(scratch.rows);
  const count = <f64>rows.count;
  const values = count * <f64>rows.columns;
  const squares = rows.variance * values;
  const spread = sqrt(count * squares);
  const terms = count + <f64>(scratch.k * rows.columns);
  let error = values * squares;
  for (let j = 0; j < scratch.k; j++) {
    for (let c = 0; c < rows.columns; c++) {
      const mean = load<f64>(rows.mean + ((<usize>c) << 3));
      const offset = abs(load<f64>(scratch.centroids + ((<usize>(j * rows.columns + c)) << 3)) - mean);
      error += offset * terms * (count * (abs(mean) + offset) + spread);
    }
  }
  return 8.881784197001252e-16 * error;
}

/** Held for one copy of labels at most. */
function lock(best: usize): void {
  while (atomic.cmpxchg<i32>(best, 0, 1) != 0) {}
}

/** Keeps the result of a run that has settled if it is the best for its k so far: smallest inertia, then earliest restart. */
export function publish(scratch: Scratch): void {
  const rows = changetype<Rows>(scratch.rows);
  const run = changetype<Run>(scratch.run);
  const best = changetype<Best>(run.best);
  lock(run.best);
  const hasRival = best.restart >= 0;
  const rival = best.inertia;
  atomic.store<i32>(run.best, 0);
  // What cannot win need not be added up.
  if (hasRival && estimateInertia(scratch) > rival + estimateError(scratch)) return;
  let inertia: f64 = 0;
  for (let row = 0; row < rows.count; row += CHUNK) {
    inertia = addSquares(scratch, row, min(row + CHUNK, rows.count), inertia);
  }
  lock(run.best);
  if (best.restart < 0 || inertia < best.inertia || (inertia == best.inertia && run.restart < best.restart)) {
    best.restart = run.restart;
    best.clusterCount = scratch.k;
    best.iterations = scratch.iterations;
    best.converged = scratch.converged;
    best.inertia = inertia;
    memory.copy(best.labels, scratch.labels, rows.count);
    memory.copy(best.centroids, scratch.centroids, (<usize>(scratch.k * rows.columns)) << 3);
  }
  atomic.store<i32>(run.best, 0);
}
