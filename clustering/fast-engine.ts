import type { ClusteringEngine } from './engine.ts';
import { simdDbscan, simdKDistances } from './kernels/simd/neighbour-search.ts';
import { compileKernels } from './kernels/simd/kernel-module.ts';
import { KernelPool } from './kernels/simd/kernel-pool.ts';
import { simdKMeans } from './kernels/simd/kmeans.ts';
import { simdSilhouettes } from './kernels/simd/silhouettes.ts';
import { plainEngine } from './plain-engine.ts';

/** An engine with threads of its own. */
export interface OpenEngine {
  readonly engine: ClusteringEngine;
  /** Why the engine is the plain one, if it is. */
  readonly fallback: string | null;
  /** Ends the threads. */
  close(): Promise<void>;
}

/**
 * The default engine: exact algorithms in WebAssembly with SIMD, on several threads; where that is missing, the plain one.
 *
 * @param threads - Threads of the kernels, at least 1. Results do not depend on it.
 * @returns Labels, centroids and distances are those of the plain engine bit for bit, silhouettes to 1e-5.
 */
export function openFastEngine(threads: number): OpenEngine {
  const module = compileKernels();
  if (typeof module === 'string')
    return { engine: plainEngine, fallback: module, close: async () => undefined };
  const pool = new KernelPool(module, threads);
  const engine: ClusteringEngine = {
    name: 'fast',
    dbscan: (matrix, options) => simdDbscan(pool, matrix, options),
    kDistances: (matrix, k) => simdKDistances(pool, matrix, k),
    kMeans: (matrix, tasks) => simdKMeans(pool, matrix, tasks),
    silhouettes: (matrix, labelings, rows = null) => simdSilhouettes(pool, matrix, { labelings, rows }),
  };
  return { engine, fallback: null, close: () => pool.close() };
}
