import { setImmediate } from 'node:timers/promises';
import type { Matrix } from '../pipeline/core/matrix.ts';
import type { ClusteringEngine, KMeansResult, KMeansTask } from './engine.ts';
import { dbscan } from './kernels/dbscan.ts';
import { kDistances } from './kernels/k-distances.ts';
import { kMeansRuns } from './kernels/kmeans.ts';
import { silhouettes } from './kernels/silhouettes.ts';

/**
 * The engine in plain TypeScript: exact algorithms, double precision, O(n) memory. The reference of the fast engine, and what
 * stands in for it where WebAssembly lacks SIMD or threads.
 *
 * @remarks Computes in the calling thread. K-means lets timers and signals have their turn before each restart.
 */
export const plainEngine: ClusteringEngine = {
  name: 'plain',
  dbscan: async (matrix, options) => dbscan(matrix, options),
  kDistances: async (matrix, k) => kDistances(matrix, k),
  kMeans,
  silhouettes: async (matrix, labelings, rows) => silhouettes(matrix, labelings, rows),
};

async function kMeans(matrix: Matrix, tasks: readonly KMeansTask[]): Promise<KMeansResult[][]> {
  const results: KMeansResult[][] = [];
  for (const task of tasks) results.push(await kMeansOf(matrix, task));
  return results;
}

async function kMeansOf(matrix: Matrix, task: KMeansTask): Promise<KMeansResult[]> {
  const runs = kMeansRuns(matrix, task);
  for (;;) {
    const step = runs.next();
    if (step.done === true) return step.value;
    await setImmediate();
  }
}
