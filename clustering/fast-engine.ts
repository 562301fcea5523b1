import type { ClusteringEngine } from './engine.ts';
import { dbscan } from './kernels/dbscan.ts';
import { kDistances } from './kernels/k-distances.ts';
import { kMeans } from './kernels/kmeans.ts';
import { silhouettes } from './kernels/silhouettes.ts';

/** The default engine: exact algorithms in plain TypeScript, double precision, O(n) memory. */
export const fastEngine: ClusteringEngine = { name: 'fast', dbscan, kDistances, kMeans, silhouettes };
