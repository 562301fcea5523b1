import { setImmediate } from 'node:timers/promises';
import { createMatrix, type Matrix } from '../../../pipeline/core/matrix.ts';
import { checkKMeansInput } from '../../check-input.ts';
import type { KMeansResult, KMeansTask } from '../../engine.ts';
import { kMeansRuns, MAX_ITERATIONS, RELATIVE_TOLERANCE } from '../kmeans.ts';
import type { KernelCall, KernelPool } from './kernel-pool.ts';
import {
  layOutJobs,
  layOutRows,
  layOutScratch,
  readBest,
  readMeasures,
  writeTolerance,
  type RowSet,
} from './kmeans-layout.ts';

/** Labels are bytes while the kernels run. */
const MOST_CLUSTERS = 256;

/** Squares of data beyond overflow doubles, of data below vanish in them: such data is left to the plain kernel. */
const LARGEST_EXTENT = 1e140;
const SMALLEST_EXTENT = 1e-140;

/** Values copied for tasks that are computed together, at most (about 12 bytes each); a larger task is computed alone. */
const MOST_VALUES = 2 ** 25;

/** Runs that a thread has under way together, at most: they share what they read of the rows. More help less and less. */
const MOST_RUNS = 32;

/** Rows, counted once for each run under way on any thread, that are kept track of at most (3 bytes each): 384 MiB. */
const MOST_ROWS_UNDER_WAY = 2 ** 27;

/** Products of rows, clusters and restarts below which threads take longer to wake than to help. */
const SMALL_WORK = 200_000;

/** A task, its place among those asked for and its number of rows. */
interface PlacedTask extends KMeansTask {
  readonly index: number;
  readonly count: number;
}

/** A task and its rows in the kernels' memory. */
interface LoadedTask extends PlacedTask {
  readonly set: RowSet;
}

/**
 * K-means on the kernels' threads: the results of the plain kernel, bit for bit, whatever the number of threads.
 *
 * @param matrix - Shape (n, d), finite, n >= 1. Not modified.
 * @param tasks - See the engine. The units of work are restarts (their seeds) and runs (restart and k), each on one thread.
 * @returns `result[task][i]` belongs to `ks[i]`.
 * @throws {InvalidInputError} As the plain kernel; and if the kernels cannot address the data (4 GiB).
 * @remarks Memory: about 12 bytes per value of the matrix and of the subsets computed together, 13 per row and thread, 3
 *   per row and run under way (at most 32 a thread, and 384 MiB unless one a thread takes more), 1 per row, task and k.
 *   Tasks of more than 256 clusters, and data that extends beyond 1e140 or less than 1e-140 from its mean, are left to the
 *   plain kernel.
 */
export async function simdKMeans(
  pool: KernelPool,
  matrix: Matrix,
  tasks: readonly KMeansTask[],
): Promise<KMeansResult[][]> {
  checkKMeansInput(matrix, tasks);
  const results: KMeansResult[][] = tasks.map(() => []);
  const placed = tasks.map((task, index) => ({ ...task, index, count: task.rows?.length ?? matrix.rows }));
  const suits = ({ ks }: KMeansTask) => matrix.columns > 0 && ks.at(-1)! <= MOST_CLUSTERS;
  const rest: PlacedTask[] = placed.filter((task) => !suits(task));
  for (const group of groupsOf(placed.filter(suits), matrix.columns)) {
    const { loaded, refused } = await load(pool, matrix, group);
    rest.push(...refused);
    const computed = await compute(pool, matrix, loaded);
    loaded.forEach(({ index }, i) => (results[index] = computed[i]!));
  }
  for (const task of rest) results[task.index] = await computePlainly(matrix, task);
  return results;
}

/** Tasks that are computed together: all those on the whole matrix; others as long as their copies are small. */
function groupsOf(tasks: readonly PlacedTask[], columns: number): PlacedTask[][] {
  const whole = tasks.filter(({ rows }) => rows === null);
  const groups = whole.length > 0 ? [whole] : [];
  let values = Infinity;
  for (const task of tasks) {
    if (task.rows === null) continue;
    values += task.count * columns;
    if (values > MOST_VALUES) {
      groups.push([]);
      values = task.count * columns;
    }
    groups.at(-1)!.push(task);
  }
  return groups;
}

/** Copies the rows of tasks to the kernels and prepares them; refuses tasks whose data is too large or too small. */
async function load(
  pool: KernelPool,
  matrix: Matrix,
  tasks: readonly PlacedTask[],
): Promise<{ loaded: LoadedTask[]; refused: PlacedTask[] }> {
  const { memory } = pool;
  memory.reset();
  const subsets = [...new Set(tasks.map(({ rows }) => rows))];
  const sets = layOutRows(memory, matrix, subsets);
  const context = pool.context([sets[0]!.address]);
  await call(pool, tasks, { kernel: 'kMeansPrepare', context, jobs: sets.length });
  const loaded: LoadedTask[] = [];
  const refused: PlacedTask[] = [];
  for (const task of tasks) {
    const set = sets[subsets.indexOf(task.rows)]!;
    const { variance, extent } = readMeasures(memory, set);
    writeTolerance(memory, set, RELATIVE_TOLERANCE * variance);
    if (extent === 0 || (extent > SMALLEST_EXTENT && extent < LARGEST_EXTENT)) loaded.push({ ...task, set });
    else refused.push(task);
  }
  return { loaded, refused };
}

/** Runs every restart of loaded tasks and reads the best ones back. */
async function compute(
  pool: KernelPool,
  matrix: Matrix,
  tasks: readonly LoadedTask[],
): Promise<KMeansResult[][]> {
  if (tasks.length === 0) return [];
  const { memory } = pool;
  const { columns, names } = matrix;
  const jobs = layOutJobs(memory, tasks, columns);
  const count = Math.max(...tasks.map((task) => task.count));
  const places = runsPerThread(jobs.runCount, { threads: pool.threads, count });
  const scratch = layOutScratch(memory, {
    count,
    columns,
    k: Math.max(...tasks.map(({ ks }) => ks.at(-1)!)),
    threads: pool.threads,
    places,
  });
  const seeding = pool.context([jobs.seedings, scratch, places]);
  const running = pool.context([
    ...[jobs.runs, jobs.runCount, pool.threads * places, pool.threads],
    ...[scratch, places, MAX_ITERATIONS],
  ]);
  await call(pool, tasks, { kernel: 'kMeansSeed', context: seeding, jobs: jobs.seedingCount });
  await call(pool, tasks, { kernel: 'kMeansRuns', context: running, jobs: pool.threads });
  return tasks.map(({ count }, task) =>
    jobs.best[task]!.map((address) => {
      const { clusterCount, centroids, ...best } = readBest(memory, address, { count, columns });
      return { ...best, centroids: createMatrix(clusterCount, names, centroids) };
    }),
  );
}

/** Runs that each thread has under way together: fewer of many rows, whose scratch space would fill the memory. */
export function runsPerThread(
  runCount: number,
  { threads, count }: { readonly threads: number; readonly count: number },
): number {
  const affordable = Math.max(1, Math.floor(MOST_ROWS_UNDER_WAY / (threads * count)));
  return Math.min(MOST_RUNS, Math.ceil(runCount / threads), affordable);
}

/** Runs a call on threads if the tasks are worth it. */
async function call(pool: KernelPool, tasks: readonly PlacedTask[], kernelCall: KernelCall): Promise<void> {
  let work = 0;
  for (const { ks, nInit, count } of tasks) work += nInit * count * ks.reduce((sum, k) => sum + k, 0);
  if (work < SMALL_WORK) pool.runHere(kernelCall);
  else await pool.run(kernelCall);
}

async function computePlainly(matrix: Matrix, task: KMeansTask): Promise<KMeansResult[]> {
  const runs = kMeansRuns(matrix, task);
  for (;;) {
    const step = runs.next();
    if (step.done === true) return step.value;
    await setImmediate();
  }
}
