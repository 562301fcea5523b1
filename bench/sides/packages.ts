import densityClustering from 'density-clustering';
import { kmeans } from 'ml-kmeans';
import { MAX_ITERATIONS, meanVariance, RELATIVE_TOLERANCE } from '../../clustering/kernels/kmeans.ts';
import type { Matrix } from '../../pipeline/core/matrix.ts';
import type { Answer, Work } from './request.ts';
import { serve } from './serve.ts';

/** What is used of a result of ml-kmeans. */
type Fit = Pick<ReturnType<typeof kmeans>, 'clusters' | 'centroids'>;

await serve(({ work }, { matrix }) => {
  const { rows, columns, data } = matrix;
  const points = Array.from({ length: rows }, (_, i) => [...data.subarray(i * columns, (i + 1) * columns)]);
  return async () => compute(work, matrix, points);
});

function compute(work: Work, matrix: Matrix, points: number[][]): Answer {
  if (work.task === 'dbscan') return dbscan(work, points);
  if (work.task === 'k-scan') return kScan(work, matrix, points);
  throw new Error(`the packages cannot do ${work.task}`);
}

/** density-clustering, with its own Euclidean distance. */
function dbscan({ eps, minSamples }: { eps: number; minSamples: number }, points: number[][]): Answer {
  const clusters = new densityClustering.DBSCAN().run(points, eps, minSamples);
  const labels = new Int32Array(points.length).fill(-1);
  clusters.forEach((members, cluster) => members.forEach((row) => (labels[row] = cluster)));
  return { labels, values: new Float64Array(0) };
}

/** ml-kmeans as often as there are restarts, with the tolerance and the limit of passes of ours; the best run of each K. */
function kScan(
  { ks, restarts, seed }: { ks: readonly number[]; restarts: number; seed: number },
  matrix: Matrix,
  points: number[][],
): Answer {
  const labels = new Int32Array(ks.length * points.length);
  const values = new Float64Array(ks.length).fill(Infinity);
  const total = RELATIVE_TOLERANCE * meanVariance(matrix);
  ks.forEach((k, i) => {
    for (let run = 0; run < restarts; run++) {
      // Its tolerance is compared per centroid, ours with the sum of all.
      const fit = kmeans(points, k, {
        seed: seed + run,
        tolerance: total / k,
        maxIterations: MAX_ITERATIONS,
      });
      const inertia = inertiaOf(points, fit);
      if (inertia >= values[i]!) continue;
      values[i] = inertia;
      labels.set(fit.clusters, i * points.length);
    }
  });
  return { labels, values };
}

/** Sum of squared distances of the points to their centroids; its own figure is a mean per cluster. */
function inertiaOf(points: readonly number[][], { clusters, centroids }: Fit): number {
  let sum = 0;
  for (let i = 0; i < points.length; i++) {
    const point = points[i]!;
    const centroid = centroids[clusters[i]!]!;
    for (let c = 0; c < point.length; c++) sum += (point[c]! - centroid[c]!) ** 2;
  }
  return sum;
}
