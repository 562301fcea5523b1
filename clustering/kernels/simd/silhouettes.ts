import type { Matrix } from '../../../pipeline/core/matrix.ts';
import { checkSilhouettesInput } from '../../check-input.ts';
import { clusterSizes, compactLabels } from '../../labels.ts';
import { findAtoms, type Atoms } from '../silhouettes.ts';
import type { KernelPool } from './kernel-pool.ts';
import {
  divideLabelings,
  layOutAtoms,
  pairBlocks,
  pairWithSummed,
  type SilhouetteLayout,
} from './silhouette-layout.ts';
import { fillExactly, type AtomClusters } from './silhouette-rows.ts';

/** Below, waking threads takes longer than the work. */
const FEWEST_ROWS_FOR_THREADS = 2000;
/** So many sums of distances are kept at most (1 GiB); labelings that need more are taken in turns. */
const MOST_SUMS = 2 ** 27;
/** With so few columns differences cost no more than products with their correction. */
const MOST_COLUMNS_FOR_DIFFERENCES = 4;
/**
 * A row further than this many times max(a, b) from the centre is measured again in double precision: its coordinates, rounded
 * to 24 bits, may move its distances by 2^-24 of its norm, and its half squared norm, likewise, by 2^-25 (norm / distance)^2.
 */
const LARGEST_NORM = 8;
/** Rows of scratch space a thread needs beside one per cluster, and their bytes (see assembly/silhouettes.ts). */
const SCRATCH_ROWS = 73;
const SCRATCH_ROW_BYTES = 256;

/** What is known of the labelings that have silhouettes: those of at least two clusters. */
interface Labelings {
  /** Clusters 0 .. k - 1, all of which occur; -1 for rows that take no part. */
  readonly labels: readonly Int32Array[];
  readonly sizes: readonly Int32Array[];
  /** Number of clusters of the labelings before, and of all at the end. */
  readonly bases: readonly number[];
}

/** Silhouettes that are wanted. */
export interface SilhouetteTask {
  /** Each of length n, clusters >= 0; rows labelled -1 take no part in that labeling. */
  readonly labelings: readonly Int32Array[];
  /** The m rows to measure, ascending, distinct; null: all. */
  readonly rows: Int32Array | null;
}

/**
 * Exact silhouettes in many labelings, from one pass over the pairs of rows, in WebAssembly.
 *
 * @param pool - Threads and memory. Whatever its memory holds is given up.
 * @param matrix - Shape (n, d), finite. Not modified.
 * @returns One array of length n per labeling. 0 for singletons; NaN for rows that take no part or are not to be measured
 *   and for labelings of fewer than two clusters. The same bits whatever the number of threads.
 * @throws {InvalidInputError} If a value is not finite, a labeling has another length or rows are not rows of the matrix.
 * @remarks As the plain kernel, but distances are measured in single precision around the centre of the data, by products of
 *   coordinates, or by differences where these would cancel; sums are single over at most 64 distances, double from there
 *   on. Rows whose distances are small beside their norm are measured again in double precision (O(n d) each). Values differ
 *   from those in double precision by less than 1e-5; commonly by 1e-8. O(n^2 d / 2) time, for chosen rows O(m n d); O(n k) or
 *   O(m k) memory with k the clusters of all labelings together, at most about 1 GiB, beside single-precision points.
 * @see Rousseeuw (1987), Silhouettes: a graphical aid to the interpretation and validation of cluster analysis,
 *   J. Comput. Appl. Math. 20, 53-65.
 */
export async function simdSilhouettes(
  pool: KernelPool,
  matrix: Matrix,
  { labelings, rows }: SilhouetteTask,
): Promise<Float64Array[]> {
  checkSilhouettesInput(matrix, labelings, rows);
  const compact = labelings.map(compactLabels);
  const values = labelings.map(() => new Float64Array(matrix.rows).fill(NaN));
  const counts = compact.map(({ clusterCount }) => clusterCount);
  const measuredRows = rows === null ? matrix.rows : rows.length;
  if (measuredRows === 0) return values;
  for (const part of divideLabelings(counts, Math.floor(MOST_SUMS / measuredRows))) {
    const labels = part.map((l) => compact[l]!.labels);
    const sizes = labels.map(clusterSizes);
    const bases = [0];
    for (const { length } of sizes) bases.push(bases.at(-1)! + length);
    await measureInto(
      pool,
      { matrix, labelings: { labels, sizes, bases }, rows },
      part.map((l) => values[l]!),
    );
  }
  return values;
}

interface Task {
  readonly matrix: Matrix;
  readonly labelings: Labelings;
  /** Rows to measure; null: all. */
  readonly rows: Int32Array | null;
}

async function measureInto(
  pool: KernelPool,
  { matrix, labelings, rows }: Task,
  values: readonly Float64Array[],
): Promise<void> {
  const atoms = findAtoms(matrix.rows, labelings.labels, labelings.sizes);
  const clusters = clustersOfAtoms(atoms, labelings);
  const layout = layOutAtoms(
    atoms,
    clusters.map((list) => list.length > 0),
    rows,
  );
  pool.memory.reset();
  const points = placePoints(pool, matrix, layout);
  const { start, width } = layout.blocks[layout.summedBlocks - 1]!;
  const sums = pool.memory.takeFloat64((start + width) * labelings.bases.at(-1)!);
  sums.view.fill(0);
  await sumDistances(pool, { layout, clusters, labelings }, [...points.words, sums.address]);
  const uncertain = evaluateInto(values, { layout, labelings, sums: sums.view, halfNorms: points.halfNorms });
  if (uncertain.length === 0) return;
  pool.memory.reset();
  await fillExactly(pool, { matrix, atoms, clusters, rows: uncertain, ...labelings }, values);
}

/** Clusters of each atom, counted over all labelings; those it takes no part in are left out. */
function clustersOfAtoms({ order, starts }: Atoms, { labels, bases }: Labelings): AtomClusters {
  return Array.from(starts.subarray(0, -1), (start) => {
    const row = order[start]!;
    return labels.flatMap((one, l) => (one[row]! < 0 ? [] : [bases[l]! + one[row]!]));
  });
}

/** Writes centred points, half their squared norms and which of them are rows into the memory. */
function placePoints(
  { memory }: KernelPool,
  matrix: Matrix,
  { rowAt }: SilhouetteLayout,
): { halfNorms: Float32Array; words: number[] } {
  const { columns, data } = matrix;
  const tiles = memory.takeFloat32(rowAt.length * columns);
  const halfNorms = memory.takeFloat32(rowAt.length);
  const masks = memory.takeInt32(rowAt.length);
  const { centre, factor } = centreOf(matrix, rowAt);
  rowAt.forEach((row, point) => {
    const at = (point - (point % 8)) * columns + (point % 8);
    let square = 0;
    for (let c = 0; c < columns; c++) {
      const value = row < 0 ? 0 : Math.fround((data[row * columns + c]! - centre[c]!) * factor);
      tiles.view[at + 8 * c] = value;
      square += value * value;
    }
    halfNorms.view[point] = square / 2;
    masks.view[point] = row < 0 ? 0 : -1;
  });
  return { halfNorms: halfNorms.view, words: [tiles.address, halfNorms.address, masks.address, columns] };
}

/** Mean of the rows that have points, and a power of two that brings the largest value near 1: no square may overflow. */
function centreOf({ columns, data }: Matrix, rowAt: Int32Array): { centre: Float64Array; factor: number } {
  const first = rowAt[0]! * columns;
  const centre = new Float64Array(columns);
  let count = 0;
  // Relative to the first row, so that the mean of a constant column is exactly its value.
  for (const row of rowAt) {
    if (row < 0) continue;
    count++;
    for (let c = 0; c < columns; c++) centre[c]! += data[row * columns + c]! - data[first + c]!;
  }
  for (let c = 0; c < columns; c++) centre[c] = data[first + c]! + centre[c]! / count;
  let largest = 0;
  for (const row of rowAt) {
    if (row < 0) continue;
    for (let c = 0; c < columns; c++) {
      largest = Math.max(largest, Math.abs(data[row * columns + c]! - centre[c]!));
    }
  }
  const exponent = Math.round(Math.log2(largest));
  return { centre, factor: Number.isFinite(exponent) ? 2 ** -Math.max(-1000, exponent) : 1 };
}

interface Plan {
  readonly layout: SilhouetteLayout;
  readonly clusters: AtomClusters;
  readonly labelings: Labelings;
}

/** Runs the kernel over all pairs of points, or over those of a chosen row and any other. */
async function sumDistances(
  pool: KernelPool,
  { layout, clusters, labelings }: Plan,
  [tiles, halfNorms, masks, columns, sums]: number[],
): Promise<void> {
  const { memory } = pool;
  // Distances to the chosen rows as such count for no cluster: they stand among the others too.
  const lists = [...clusters, []].map((list) => pool.context([list.length, ...list]));
  let mixedPoints = 0;
  const segments = layout.segments.flatMap(({ start, length, atom }) => {
    if (atom >= 0) return [start, length, lists[atom]!];
    mixedPoints += length;
    return [start, length, mixedPoints - length];
  });
  const blocks = layout.blocks.flatMap(({ firstSegment, endSegment, start, width, mixed }) => [
    ...[firstSegment, endSegment, start, width, Number(mixed)],
  ]);
  const rounds =
    layout.summedBlocks === layout.blocks.length
      ? pairBlocks(layout.blocks)
      : pairWithSummed(layout.blocks, layout.summedBlocks);
  const clusterCount = labelings.bases.at(-1)!;
  const scratchBytes = (SCRATCH_ROWS + clusterCount + 1) * SCRATCH_ROW_BYTES;
  const shared = [
    ...[tiles!, halfNorms!, masks!, columns!, pool.context(blocks), pool.context(segments)],
    ...[mixedTargets(pool, layout, labelings), sums!, clusterCount, labelings.labels.length],
  ];
  const scratch = memory.take(scratchBytes * pool.threads);
  const onlyDifferences = Number(columns! <= MOST_COLUMNS_FOR_DIFFERENCES);
  const calls = rounds.map((pairs) => ({
    kernel: 'sumDistances',
    context: pool.context([...shared, pool.context(pairs.flat()), scratch, scratchBytes, onlyDifferences]),
    jobs: pairs.length,
  }));
  for (const call of calls) {
    if (layout.rowAt.length < FEWEST_ROWS_FOR_THREADS) pool.runHere(call);
    else await pool.run(call);
  }
}

/**
 * Writes where in scratch space the distances to mixed points are added up: [four points][labeling][4], in bytes.
 * Empty points and labelings without the point have a place of their own, which nobody reads.
 */
function mixedTargets(pool: KernelPool, { rowAt, segments }: SilhouetteLayout, labelings: Labelings): number {
  const { labels, bases } = labelings;
  const first = segments.find(({ atom }) => atom < 0)?.start ?? rowAt.length;
  const targets = pool.memory.takeInt32((rowAt.length - first) * labels.length);
  for (let point = first; point < rowAt.length; point++) {
    const row = rowAt[point]!;
    const group = (point - first) >> 2;
    labels.forEach((one, l) => {
      const label = row < 0 ? -1 : one[row]!;
      const cluster = label < 0 ? bases.at(-1)! : bases[l]! + label;
      targets.view[(group * labels.length + l) * 4 + (point % 4)] = cluster * SCRATCH_ROW_BYTES;
    });
  }
  return targets.address;
}

interface Measured {
  readonly layout: SilhouetteLayout;
  readonly labelings: Labelings;
  /** Distances of the summed blocks to clusters, divided by the square root of 2, as the kernel lays them out. */
  readonly sums: Float64Array;
  readonly halfNorms: Float32Array;
}

/**
 * Computes silhouettes from sums.
 *
 * @param values - Overwritten, per labeling, for the rows that take part.
 * @returns Rows for which single precision was too coarse.
 */
function evaluateInto(values: readonly Float64Array[], measured: Measured): number[] {
  const { layout, labelings, sums, halfNorms } = measured;
  const uncertain = new Set<number>();
  labelings.labels.forEach((labels, l) => {
    const sizes = labelings.sizes[l]!;
    const clusterCount = labelings.bases.at(-1)!;
    for (const { start, width } of layout.blocks.slice(0, layout.summedBlocks)) {
      const first = start * clusterCount + labelings.bases[l]! * width;
      for (let point = start; point < start + width; point++) {
        const row = layout.rowAt[point]!;
        const own = row < 0 ? -1 : labels[row]!;
        if (own < 0) continue;
        let within = 0;
        let nearest = Infinity;
        for (let c = 0, at = first + point - start; c < sizes.length; c++, at += width) {
          if (c === own) within = sums[at]! / (sizes[c]! - 1);
          else nearest = Math.min(nearest, sums[at]! / sizes[c]!);
        }
        const larger = Math.max(within, nearest);
        values[l]![row] = sizes[own] === 1 || larger === 0 ? 0 : (nearest - within) / larger;
        // Written so that NaN counts as too coarse: distances that overflowed.
        const certain = sizes[own] === 1 || Math.sqrt(halfNorms[point]!) <= LARGEST_NORM * larger;
        if (!certain) uncertain.add(row);
      }
    }
  });
  return [...uncertain].sort((a, b) => a - b);
}
