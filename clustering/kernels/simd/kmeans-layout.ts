import type { Matrix } from '../../../pipeline/core/matrix.ts';
import type { KMeansTask } from '../../engine.ts';
import { seedTrials } from '../kmeans-plus-plus.ts';
import type { KernelMemory } from './kernel-memory.ts';

// The records of assembly/kmeans-records.ts: 4-byte fields first, doubles from an offset. Sizes in bytes.
const ROWS_BYTES = 64;
const SEEDING_BYTES = 32;
const RUN_BYTES = 32;
const BEST_BYTES = 48;
const SCRATCH_BYTES = 128;

/** Rows of a matrix that the kernels can work on. */
export interface RowSet {
  readonly address: number;
  readonly count: number;
}

/** The jobs of a group of tasks. */
export interface KMeansJobs {
  readonly seedings: number;
  readonly seedingCount: number;
  readonly runs: number;
  readonly runCount: number;
  /** Address of the best run, per task and k. */
  readonly best: number[][];
}

/** What the best run for one task and k left. */
export interface BestRun {
  /** Length m. */
  readonly labels: Int32Array;
  /** Shape (clusterCount, d). */
  readonly centroids: Float64Array;
  readonly clusterCount: number;
  readonly inertia: number;
  readonly iterations: number;
  readonly converged: boolean;
}

/**
 * Copies rows of a matrix, and takes the blocks that kMeansPrepare fills.
 *
 * @param subsets - Rows of each set; null for all.
 * @returns One set per subset, one after the other in memory.
 */
export function layOutRows(
  memory: KernelMemory,
  matrix: Matrix,
  subsets: readonly (Int32Array | null)[],
): RowSet[] {
  const { columns, data } = matrix;
  const padded = Math.ceil(columns / 4) * 4;
  const table = memory.take(subsets.length * ROWS_BYTES);
  return subsets.map((rows, set) => {
    const count = rows?.length ?? matrix.rows;
    const exact = memory.takeFloat64(count * columns);
    if (rows === null) exact.view.set(data);
    rows?.forEach((row, i) => exact.view.set(data.subarray(row * columns, (row + 1) * columns), i * columns));
    const single = memory.take(count * padded * 4);
    const norms = memory.take(count * 4);
    const mean = memory.take(columns * 8);
    const address = table + set * ROWS_BYTES;
    writeFields(memory, address, [count, columns, padded, exact.address, single, norms, mean]);
    return { address, count };
  });
}

/** What kMeansPrepare measured: mean variance of a column; largest distance of a value from the mean of its column. */
export function readMeasures(
  memory: KernelMemory,
  { address }: RowSet,
): { variance: number; extent: number } {
  const [, variance, extent] = new Float64Array(memory.memory.buffer, address + 32, 3);
  return { variance: variance!, extent: extent! };
}

/** Sets where runs on these rows end: the squared movement of centroids, summed. */
export function writeTolerance(memory: KernelMemory, { address }: RowSet, tolerance: number): void {
  new Float64Array(memory.memory.buffer, address + 56, 1)[0] = tolerance;
}

/**
 * Takes scratch space for `places` runs on each thread, whichever runs of the tasks they are.
 *
 * @returns Address of the records, those of one thread together; only the first of a thread can choose seeds.
 */
export function layOutScratch(
  memory: KernelMemory,
  size: {
    readonly count: number;
    readonly columns: number;
    readonly k: number;
    readonly threads: number;
    readonly places: number;
  },
): number {
  const { count, columns, threads, places } = size;
  const padded = Math.ceil(columns / 4) * 4;
  // Candidates of a seed come in fours, limits in sixteens.
  const k = Math.ceil(Math.max(size.k, 16) / 16) * 16;
  const table = memory.take(threads * places * SCRATCH_BYTES);
  for (let i = 0; i < threads * places; i++) {
    const perSeedRow = i % places === 0 ? [count * 8, count * 4, count] : [0, 0, 0];
    const perRow = [(count + 16) * 2, count + 16];
    const perTile = [(2048 + 64) * 4, (padded + 8) * 32];
    const perCluster = [
      k * columns * 8,
      k * columns * 8,
      k * padded * 4,
      k * 4,
      k * 4,
      k * 8,
      k * 4,
      k * 4,
      32,
      k * 8,
    ];
    const blocks = [...perSeedRow, ...perRow, ...perTile, ...perCluster].map((bytes) => memory.take(bytes));
    writeFields(memory, table + i * SCRATCH_BYTES, blocks);
  }
  return table;
}

/**
 * Draws the random numbers of every restart and lists the jobs, the largest first.
 *
 * @param tasks - Each with its rows.
 */
export function layOutJobs(
  memory: KernelMemory,
  tasks: readonly (KMeansTask & { readonly set: RowSet })[],
  columns: number,
): KMeansJobs {
  const seedings: { work: number; fields: number[] }[] = [];
  const runs: { work: number; fields: number[] }[] = [];
  const best: number[][] = [];
  for (const { ks, nInit, random, set } of tasks) {
    const bestOfTask = ks.map((k) => layOutBest(memory, set.count, k * columns));
    best.push(bestOfTask);
    const kMost = ks.at(-1)!;
    const trials = seedTrials(kMost);
    for (let restart = 0; restart < nInit; restart++) {
      const own = random.fork(`run ${restart}`);
      const first = own.integer(set.count);
      const draws = memory.takeFloat64((kMost - 1) * trials);
      draws.view.forEach((_, i) => (draws.view[i] = own.next()));
      const seeds = memory.take((kMost + 1) * 4);
      seedings.push({
        work: set.count * kMost * trials,
        fields: [set.address, kMost, trials, first, draws.address, seeds],
      });
      ks.forEach((k, i) =>
        runs.push({ work: set.count * k, fields: [set.address, k, restart, seeds, bestOfTask[i]!] }),
      );
    }
  }
  return {
    seedings: writeRecords(memory, largestFirst(seedings), SEEDING_BYTES),
    seedingCount: seedings.length,
    runs: writeRecords(memory, largestFirst(runs), RUN_BYTES),
    runCount: runs.length,
    best,
  };
}

/** Reads a best run back. */
export function readBest(
  memory: KernelMemory,
  address: number,
  { count, columns }: { readonly count: number; readonly columns: number },
): BestRun {
  const { buffer } = memory.memory;
  const fields = new Uint32Array(buffer, address, BEST_BYTES / 4);
  const [, , clusterCount, iterations, converged, labels, centroids] = fields;
  return {
    labels: Int32Array.from(new Uint8Array(buffer, labels, count)),
    centroids: new Float64Array(buffer, centroids, clusterCount! * columns).slice(),
    clusterCount: clusterCount!,
    inertia: new Float64Array(buffer, address + 32, 1)[0]!,
    iterations: iterations!,
    converged: converged === 1,
  };
}

function layOutBest(memory: KernelMemory, count: number, values: number): number {
  const address = memory.take(BEST_BYTES);
  const labels = memory.take(count);
  const centroids = memory.take(values * 8);
  // Not locked; of no restart.
  writeFields(memory, address, [0, -1, 0, 0, 0, labels, centroids]);
  return address;
}

function largestFirst(jobs: { work: number; fields: number[] }[]): number[][] {
  return jobs.sort((a, b) => b.work - a.work).map(({ fields }) => fields);
}

function writeRecords(memory: KernelMemory, records: readonly number[][], bytes: number): number {
  const table = memory.take(records.length * bytes);
  records.forEach((fields, i) => writeFields(memory, table + i * bytes, fields));
  return table;
}

/** Writes 4-byte fields: addresses above 2^31 wrap, as the kernels read them. */
function writeFields(memory: KernelMemory, address: number, fields: readonly number[]): void {
  new Int32Array(memory.memory.buffer, address, fields.length).set(fields);
}
