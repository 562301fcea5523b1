import densityClustering from 'density-clustering';
import { kmeans } from 'ml-kmeans';
import { takeRows, type Matrix } from '../pipeline/core/matrix.ts';
import {
  checkDbscanInput,
  checkKDistancesInput,
  checkKMeansInput,
  checkSilhouettesInput,
} from './check-input.ts';
import type { ClusteringEngine, DbscanOptions, DbscanResult, KMeansResult, KMeansTask } from './engine.ts';
import { MAX_ITERATIONS, meanVariance, RELATIVE_TOLERANCE, settle } from './kernels/kmeans.ts';
import { silhouetteOf } from './kernels/silhouettes.ts';
import { clusterSizes } from './labels.ts';

/**
 * The engine built on published packages and on definitions written out: slow (DBSCAN about n^2 per cluster, all else
 * n^2), for small data and to check the default engine against.
 *
 * @remarks density-clustering and ml-kmeans are wrapped so that they keep the contract; each repair says what for.
 */
export const libraryEngine: ClusteringEngine = {
  name: 'library',
  dbscan: async (matrix, options) => dbscan(matrix, options),
  kDistances: async (matrix, k) => kDistances(matrix, k),
  kMeans: async (matrix, tasks) => kMeans(matrix, tasks),
  silhouettes: async (matrix, labelings, rows = null) => silhouettes(matrix, labelings, rows),
};

/** Rows as the packages want them. */
function rowsOf({ rows, columns, data }: Matrix): number[][] {
  return Array.from({ length: rows }, (_, i) => [...data.subarray(i * columns, (i + 1) * columns)]);
}

function distanceBetween(p: readonly number[], q: readonly number[]): number {
  return Math.sqrt(p.reduce((sum, value, c) => sum + (value - q[c]!) ** 2, 0));
}

function dbscan(matrix: Matrix, options: DbscanOptions): DbscanResult {
  checkDbscanInput(matrix, options);
  const { eps, minSamples } = options;
  const rows = rowsOf(matrix);
  const isWithin = (p: readonly number[], q: readonly number[]): boolean => distanceBetween(p, q) <= eps;
  // The package compares with < and takes eps 0 for "not given": it is shown 0 for neighbours and 2 for others, at radius 1.
  const clusters = new densityClustering.DBSCAN().run(rows, 1, minSamples, (p, q) =>
    isWithin(p, q) ? 0 : 2,
  );
  // Its list of noise contains border rows too: noise is what stands in no cluster. Its clusters begin at their
  // smallest core row and come in that order, and a border row goes to the first that reaches it, as the contract asks.
  const labels = new Int32Array(matrix.rows).fill(-1);
  clusters.forEach((members, cluster) => members.forEach((row) => (labels[row] = cluster)));
  const isCore = Uint8Array.from(rows, (p) =>
    rows.filter((q) => isWithin(p, q)).length >= minSamples ? 1 : 0,
  );
  const noiseCount = labels.filter((label) => label < 0).length;
  return { labels, isCore, clusterCount: clusters.length, noiseCount };
}

function kDistances(matrix: Matrix, k: number): Float64Array {
  checkKDistancesInput(matrix, k);
  const rows = rowsOf(matrix);
  return Float64Array.from(rows, (p) => Float64Array.from(rows, (q) => distanceBetween(p, q)).sort()[k - 1]!);
}

function kMeans(matrix: Matrix, tasks: readonly KMeansTask[]): KMeansResult[][] {
  checkKMeansInput(matrix, tasks);
  return tasks.map(({ rows, ks, ...options }) => {
    const members = rows === null ? matrix : takeRows(matrix, rows);
    return ks.map((k) => kMeansOf(members, { k, ...options }));
  });
}

function kMeansOf(
  matrix: Matrix,
  options: Pick<KMeansTask, 'nInit' | 'random'> & { readonly k: number },
): KMeansResult {
  const rows = rowsOf(matrix);
  // Its k-means++ divides by zero once every row coincides with a centroid.
  const k = Math.min(options.k, new Set(rows.map(String)).size);
  // Its own default is absolute, so that data in small units would stop at once; and an explicit undefined breaks it.
  const tolerance = (RELATIVE_TOLERANCE * meanVariance(matrix)) / k;
  let best: KMeansResult | undefined;
  for (let run = 0; run < options.nInit; run++) {
    const seed = options.random.fork(`run ${run}`).integer(2 ** 31);
    const fit = kmeans(rows, k, { seed, tolerance, maxIterations: MAX_ITERATIONS });
    // Its labels belong to the centroids before last and empty clusters keep a centroid: settle() puts both right.
    const settled = settle(matrix, Int32Array.from(fit.clusters));
    if (best !== undefined && best.inertia <= settled.inertia) continue;
    best = { ...settled, iterations: fit.iterations, converged: fit.converged };
  }
  return best!;
}

function silhouettes(
  matrix: Matrix,
  labelings: readonly Int32Array[],
  wanted: Int32Array | null,
): Float64Array[] {
  checkSilhouettesInput(matrix, labelings, wanted);
  const rows = rowsOf(matrix);
  return labelings.map((labels) => {
    const values = new Float64Array(rows.length).fill(NaN);
    const sizes = clusterSizes(labels);
    if (sizes.filter((size) => size > 0).length < 2) return values;
    for (const i of wanted ?? rows.keys()) {
      if (labels[i]! < 0) continue;
      const sums = new Float64Array(sizes.length);
      rows.forEach((other, j) => {
        if (labels[j]! >= 0) sums[labels[j]!]! += distanceBetween(rows[i]!, other);
      });
      values[i] = silhouetteOf(labels[i]!, sizes, (cluster) => sums[cluster]!);
    }
    return values;
  });
}
