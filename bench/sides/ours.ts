import { drawSilhouetteRows } from '../../clustering/silhouette-sample.ts';
import type { Matrix } from '../../pipeline/core/matrix.ts';
import { createRandom } from '../../pipeline/core/random.ts';
import { ourEngine } from '../our-engine.ts';
import type { Answer, Work } from './request.ts';
import { serve } from './serve.ts';

const NO_LABELS = new Int32Array(0);
const NO_VALUES = new Float64Array(0);

await serve(
  ({ work }, { matrix, labelings }) =>
    () =>
      compute(work, matrix, labelings),
);

async function compute(work: Work, matrix: Matrix, labelings: readonly Int32Array[]): Promise<Answer> {
  switch (work.task) {
    case 'dbscan':
      return { labels: (await ourEngine.dbscan(matrix, work)).labels, values: NO_VALUES };
    case 'k-distances':
      return { labels: NO_LABELS, values: await ourEngine.kDistances(matrix, work.k) };
    case 'k-scan': {
      const task = { rows: null, ks: work.ks, nInit: work.restarts, random: createRandom(work.seed) };
      const [fits] = await ourEngine.kMeans(matrix, [task]);
      const labels = new Int32Array(work.ks.length * matrix.rows);
      fits!.forEach((fit, i) => labels.set(fit.labels, i * matrix.rows));
      return { labels, values: Float64Array.from(fits!, (fit) => fit.inertia) };
    }
    case 'silhouettes': {
      const size = work.sampleRows ?? matrix.rows;
      const limits = { silhouetteMaxRows: size, silhouetteSampleRows: size };
      const rows = drawSilhouetteRows(matrix.rows, limits, createRandom('sample'));
      const parts = await ourEngine.silhouettes(matrix, labelings, rows);
      const values = new Float64Array(parts.length * matrix.rows);
      parts.forEach((part, l) => values.set(part, l * matrix.rows));
      return { labels: NO_LABELS, values };
    }
    case 'workbook':
      throw new Error('the kernels write no workbook');
  }
}
