import type { Matrix } from '../../../pipeline/core/matrix.ts';
import type { Block } from './kernel-memory.ts';
import type { KernelPool } from './kernel-pool.ts';
import { LANES, type TileTree } from './tile-tree.ts';

/** Queries that are answered together at most: as many as the kernels have bits for. */
const BATCH = 32;
/** Bytes of what a batch keeps; where more is wanted of each query, fewer go together. */
const KEPT_BYTES = 65_536;
/** What a batch needs besides coordinates: see `Batch` in assembly/neighbour-walk.ts. */
const BATCH_BYTES = 768;
/** Below so many rows, waking threads costs more than they save. */
const ROWS_FOR_THREADS = 2_000;

/** Radii in units of the tree are cut here: all points lie within 2 of each other. */
const LARGEST_RADIUS = 8;
/** Unit roundoff of single precision with a margin for that of the norms. */
const SINGLE = 2 ** -24 * 1.05;

/** The fields of `Space` (assembly/neighbour-lanes.ts), in order. */
const SPACE_FIELDS = [
  ...(['rows', 'columns', 'levels', 'tiles', 'points', 'norms', 'boxes', 'nodeCounts', 'constants'] as const),
  ...(['scratch', 'scratchBytes', 'batchSize', 'reach', 'wanted', 'queries', 'queryCount'] as const),
  ...(['coreAt', 'coreLanes', 'parent', 'nodeCores', 'listStarts', 'listCounts', 'lists'] as const),
  ...(['capacity', 'cursor', 'squares'] as const),
] as const;

/** Parameters of a kernel; those not given are 0. */
export type SpaceFields = Partial<Record<(typeof SPACE_FIELDS)[number], number>>;

/** A tree in the shared memory, ready for calls. */
export interface NeighbourSpace {
  /** Parameters that all calls share. */
  readonly fields: SpaceFields;
  readonly batchSize: number;
  /** minSamples, or k. */
  readonly wanted: number;
  /** Runs jobs with these parameters in addition. */
  readonly run: (kernel: string, jobs: number, fields: SpaceFields) => Promise<void>;
}

/** What is asked for. */
export interface NeighbourQuestion {
  /** Squares up to this are within reach; Infinity if the radius is to be found. */
  readonly limit: number;
  /** Its root, in units of the matrix. */
  readonly radius: number;
  /** Neighbours wanted of each query: minSamples, or k. */
  readonly wanted: number;
  /** Bytes kept for each of them. */
  readonly keptBytes: number;
}

/** Copies a tree and the rows it orders into the memory of a pool, which is reset. */
export function openSpace(
  pool: KernelPool,
  { matrix, tree }: { matrix: Matrix; tree: TileTree },
  question: NeighbourQuestion,
): NeighbourSpace {
  const { memory } = pool;
  const { rows, columns } = tree;
  memory.reset();
  const tiles = memory.takeFloat32(tree.tiles.length);
  tiles.view.set(tree.tiles);
  const norms = memory.takeFloat32(rows);
  norms.view.set(tree.norms);
  const points = pointsByPosition(pool, matrix, tree.rowOf);
  const boxes = tree.levels.map((level) => {
    const block = memory.takeFloat32(level.boxes.length);
    block.view.set(level.boxes);
    return block.address;
  });
  const constants = memory.takeFloat64(6);
  // Rounding of a sum of squares in single precision, of the thresholds, and of the sum in double precision that decides.
  const rounding = (columns + 16) * SINGLE + 4 * tree.skew;
  constants.view.set([
    tree.scale,
    question.limit,
    Math.min(question.radius * tree.scale, LARGEST_RADIUS),
    SINGLE + columns ** 1.5 * 2 ** -50,
    1 + rounding,
    1 - rounding,
  ]);
  const keptPerQuery = Math.max(1, question.wanted * question.keptBytes);
  const batchSize = Math.max(1, Math.min(BATCH, Math.floor(KEPT_BYTES / keptPerQuery)));
  const scratchBytes = align(BATCH_BYTES + columns * (4 * BATCH + 8) + 64 + batchSize * keptPerQuery);
  const fields: SpaceFields = {
    ...{ rows, columns, levels: tree.levels.length, batchSize, scratchBytes, wanted: question.wanted },
    ...{ tiles: tiles.address, points: points.address, norms: norms.address, constants: constants.address },
    boxes: pool.context(boxes),
    nodeCounts: pool.context(tree.levels.map((level) => level.nodes)),
    scratch: memory.take(scratchBytes * pool.threads),
  };
  const run: NeighbourSpace['run'] = async (kernel, jobs, more) => {
    const all = { ...fields, ...more };
    const context = pool.context(SPACE_FIELDS.map((field) => all[field] ?? 0));
    if (rows < ROWS_FOR_THREADS) pool.runHere({ kernel, context, jobs });
    else await pool.run({ kernel, context, jobs });
  };
  return { fields, batchSize, wanted: question.wanted, run };
}

/** The rows in tree order, in double precision. */
function pointsByPosition(
  pool: KernelPool,
  { columns, data }: Matrix,
  rowOf: Int32Array,
): Block<Float64Array> {
  const points = pool.memory.takeFloat64(rowOf.length * columns);
  const { view } = points;
  for (let p = 0, to = 0; p < rowOf.length; p++) {
    const from = rowOf[p]! * columns;
    for (let c = 0; c < columns; c++) view[to++] = data[from + c]!;
  }
  return points;
}

/** The next whole cache line, so that threads do not share one. */
function align(bytes: number): number {
  return Math.ceil(bytes / 64) * 64;
}

/** Leaves of a tree. */
export function leafCount(rows: number): number {
  return Math.ceil(rows / LANES);
}
