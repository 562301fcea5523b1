import type { Matrix } from '../../../pipeline/core/matrix.ts';
import { silhouetteOf, type Atoms } from '../silhouettes.ts';
import type { Block } from './kernel-memory.ts';
import type { KernelPool } from './kernel-pool.ts';

/** Rows measured in one call: their sums take memory. */
const ROWS_PER_CALL = 4096;
/** Pairs of rows below which waking threads takes longer than the work. */
const FEWEST_PAIRS_FOR_THREADS = 1_000_000;

/** Per atom: its clusters, counted over all labelings. */
export type AtomClusters = readonly (readonly number[])[];

interface ChosenRows {
  readonly matrix: Matrix;
  readonly atoms: Atoms;
  readonly clusters: AtomClusters;
  /** Rows to measure. */
  readonly rows: readonly number[];
  /** Clusters 0 .. k - 1 of each labeling; -1 for rows that take no part. */
  readonly labels: readonly Int32Array[];
  readonly sizes: readonly Int32Array[];
  /** Number of clusters of the labelings before, and of all at the end. */
  readonly bases: readonly number[];
}

/**
 * Computes silhouettes of chosen rows in double precision.
 *
 * @param pool - Its memory has been reset.
 * @param values - One array per labeling; overwritten at the chosen rows where they take part.
 * @remarks O(m n d) time for m chosen rows; O(n d) memory.
 */
export async function fillExactly(
  pool: KernelPool,
  chosen: ChosenRows,
  values: readonly Float64Array[],
): Promise<void> {
  const { matrix, atoms, clusters, rows, labels, sizes, bases } = chosen;
  const { columns, data } = matrix;
  const { memory } = pool;
  const points = memory.takeFloat64(matrix.rows * columns);
  atoms.order.forEach((row, p) => {
    points.view.set(data.subarray(row * columns, (row + 1) * columns), p * columns);
  });
  const lists = clusters.flatMap((list) => [list.length, ...padded(list, labels.length)]);
  const clusterCount = bases.at(-1)!;
  const batch = Math.min(ROWS_PER_CALL, Math.ceil(rows.length / 4) * 4);
  const tiles = memory.takeFloat64(batch * columns);
  const sums = memory.takeFloat64(batch * clusterCount);
  const words = [
    ...[points.address, columns, pool.context([...atoms.starts]), clusters.length, pool.context(lists)],
    ...[labels.length, tiles.address, sums.address, clusterCount, memory.take(64 * pool.threads), 64],
  ];
  const context = pool.context(words);
  for (let from = 0; from < rows.length; from += batch) {
    const part = rows.slice(from, from + batch);
    placeRows(part, matrix, tiles);
    const call = { kernel: 'sumRowDistances', context, jobs: Math.ceil(part.length / 4) };
    if (part.length * matrix.rows < FEWEST_PAIRS_FOR_THREADS) pool.runHere(call);
    else await pool.run(call);
    part.forEach((row, i) => {
      const first = (i - (i % 4)) * clusterCount + (i % 4);
      labels.forEach((one, l) => {
        if (one[row]! < 0) return;
        const sumTo = (cluster: number): number => sums.view[first + 4 * (bases[l]! + cluster)]!;
        values[l]![row] = silhouetteOf(one[row]!, sizes[l]!, sumTo);
      });
    });
  }
}

function padded(list: readonly number[], length: number): number[] {
  return [...list, ...new Array<number>(length - list.length).fill(0)];
}

/** Writes rows as [four rows][column][4]; the last four may be fewer. */
function placeRows(rows: readonly number[], { columns, data }: Matrix, { view }: Block<Float64Array>): void {
  rows.forEach((row, i) => {
    for (let c = 0; c < columns; c++) {
      view[(i - (i % 4)) * columns + 4 * c + (i % 4)] = data[row * columns + c]!;
    }
  });
}
