import { afterAll, describe, expect, it } from 'vitest';
import type { ClusteringEngine, KMeansTask } from '../../clustering/engine.ts';
import { openFastEngine } from '../../clustering/fast-engine.ts';
import { runHybrid } from '../../clustering/hybrid.ts';
import { DEFAULT_HYBRID_OPTIONS } from '../../clustering/hybrid-options.ts';
import { plainEngine } from '../../clustering/plain-engine.ts';
import { dbscan } from '../../clustering/kernels/dbscan.ts';
import { kDistances } from '../../clustering/kernels/k-distances.ts';
import { kMeans } from '../../clustering/kernels/kmeans.ts';
import { silhouettes } from '../../clustering/kernels/silhouettes.ts';
import { libraryEngine } from '../../clustering/library-engine.ts';
import { InvalidInputError } from '../../pipeline/core/errors.ts';
import { matrixFromRows, takeRows, type Matrix } from '../../pipeline/core/matrix.ts';
import { createRandom } from '../../pipeline/core/random.ts';
import { makeUniform } from './support.ts';

const opened = [1, 2, 4].map(openFastEngine);
afterAll(() => Promise.all(opened.map(({ close }) => close())));

const matrix = makeUniform(120, 3, { seed: 8 });
const random = createRandom(2);
const tasks: KMeansTask[] = [
  { rows: null, ks: [2, 4, 7], nInit: 3, random: random.fork('a') },
  { rows: Int32Array.from({ length: 40 }, (_, i) => 3 * i), ks: [3], nInit: 2, random: random.fork('b') },
  { rows: Int32Array.from({ length: 60 }, (_, i) => i + 20), ks: [1, 5], nInit: 1, random: random.fork('a') },
];

describe.each([opened[1]!.engine, plainEngine, libraryEngine])(
  'the $name engine',
  (engine: ClusteringEngine) => {
    it('gives each task one result per k, of the length of its rows', async () => {
      const results = await engine.kMeans(matrix, tasks);
      expect(results.map((fits) => fits.map((fit) => fit.centroids.rows))).toEqual([[2, 4, 7], [3], [1, 5]]);
      expect(results.map((fits) => fits.map((fit) => fit.labels.length))).toEqual([[120, 120, 120], [40], [60, 60]]); // prettier-ignore
      expect(await engine.kMeans(matrix, [])).toEqual([]);
    });

    it('clusters tasks independently of each other and of their order', async () => {
      const together = await engine.kMeans(matrix, tasks);
      for (const [index, task] of tasks.entries()) {
        expect(await engine.kMeans(matrix, [task])).toEqual([together[index]]);
      }
      expect(await engine.kMeans(matrix, [...tasks].reverse())).toEqual([...together].reverse());
    });

    it('clusters rows of a task as a matrix of these rows', async () => {
      const [, expected] = await engine.kMeans(matrix, tasks);
      const rows = takeRows(matrix, tasks[1]!.rows!);
      expect(await engine.kMeans(rows, [{ ...tasks[1]!, rows: null }])).toEqual([expected]);
    });

    it('measures silhouettes of chosen rows against all rows', async () => {
      const labels = Int32Array.from({ length: 120 }, (_, i) => i % 4);
      const [whole] = await engine.silhouettes(matrix, [labels]);
      const [some] = await engine.silhouettes(matrix, [labels], Int32Array.of(3, 50, 119));
      expect([...some!.keys()].filter((row) => !Number.isNaN(some![row]!))).toEqual([3, 50, 119]);
      for (const row of [3, 50, 119]) expect(some![row]).toBeCloseTo(whole![row]!, 6);
    });

    it('leaves matrix, rows and generators as they are', async () => {
      const before = structuredClone({ data: matrix.data, rows: tasks[1]!.rows });
      await engine.kMeans(matrix, tasks);
      expect({ data: matrix.data, rows: tasks[1]!.rows }).toEqual(before);
      const shared = createRandom('shared');
      await engine.kMeans(matrix, [{ rows: null, ks: [3], nInit: 2, random: shared }]);
      expect(shared.next()).toBe(createRandom('shared').next());
    });

    it('rejects what it cannot compute, and never throws before it returns', async () => {
      const few = matrixFromRows([[1], [2]]);
      const task = (changes: Partial<KMeansTask>): KMeansTask => ({
        rows: null,
        ks: [1],
        nInit: 1,
        random,
        ...changes,
      });
      const refuse = async (call: (engine: ClusteringEngine) => Promise<unknown>, message: string) => {
        const promise = call(engine);
        await expect(promise).rejects.toThrow(InvalidInputError);
        await expect(promise).rejects.toThrow(message);
      };
      const bad = (broken: Matrix) => [
        () => engine.dbscan(broken, { eps: 1, minSamples: 1 }),
        () => engine.kDistances(broken, 1),
        () => engine.kMeans(broken, [task({})]),
        () => engine.silhouettes(broken, [new Int32Array(2)]),
      ];
      for (const call of bad(matrixFromRows([[1], [NaN]]))) await refuse(call, 'got NaN in row 1, column x0');
      await refuse(() => engine.dbscan(few, { eps: -1, minSamples: 1 }), 'eps must be a number >= 0, got -1');
      await refuse(() => engine.kDistances(few, 3), 'kDistances: k must be an integer in [1, 2], got 3');
      await refuse(() => engine.silhouettes(few, [new Int32Array(1)]), 'expected 2 labels');
      await refuse(() => engine.kMeans(few, [task({}), task({ ks: [1, 3] })]), 'k must be an integer in [1, 2], got 3'); // prettier-ignore
      await refuse(() => engine.kMeans(few, [task({ nInit: 0 })]), 'kMeans: nInit must be an integer >= 1, got 0'); // prettier-ignore
      await refuse(() => engine.kMeans(few, [task({ rows: Int32Array.of(1, 0) })]), 'rows must be ascending');
      await refuse(() => engine.kMeans(matrixFromRows([], ['x']), [task({})]), 'got 0 rows for k = 1');
    });
  },
);

describe('openFastEngine(threads)', () => {
  it('runs in WebAssembly here', () => {
    for (const { engine, fallback } of opened)
      expect({ name: engine.name, fallback }).toEqual({ name: 'fast', fallback: null });
  });

  it('clusters as the plain engine does, label by label, on any number of threads', async () => {
    const customers = makeUniform(4000, 5, { seed: 3 });
    const options = { ...DEFAULT_HYBRID_OPTIONS, kMax: 6, nInit: 3, stabilityRuns: 3, jaccardRuns: 5 };
    const cluster = (engine: ClusteringEngine) =>
      runHybrid(customers, options, { engine, random: createRandom('same') });
    const expected = await cluster(plainEngine);
    const results = await Promise.all(opened.map(({ engine }) => cluster(engine)));
    for (const result of results) {
      expect(result.clusterLabel).toEqual(expected.clusterLabel);
      expect(result.centroids).toEqual(expected.centroids);
      expect(result.outliers).toEqual(expected.outliers);
      expect(result.distanceToCentroid).toEqual(expected.distanceToCentroid);
      expect(result.scan.map((row) => [row.k, row.inertia, row.stability])).toEqual(
        expected.scan.map((row) => [row.k, row.inertia, row.stability]),
      );
      expect(result.quality.silhouette).toBeCloseTo(expected.quality.silhouette, 7);
      expect(result.silhouette).toEqual(results[0]!.silhouette);
    }
  });
});

describe('the plain engine', () => {
  it('gives what its kernels give', async () => {
    const labels = Int32Array.from({ length: 120 }, (_, i) => i % 4);
    expect(await plainEngine.kMeans(matrix, tasks)).toEqual(tasks.map((task) => kMeans(matrix, task)));
    const options = { eps: 0.2, minSamples: 4 };
    expect(await plainEngine.dbscan(matrix, options)).toEqual(dbscan(matrix, options));
    expect(await plainEngine.kDistances(matrix, 4)).toEqual(kDistances(matrix, 4));
    expect(await plainEngine.silhouettes(matrix, [labels])).toEqual(silhouettes(matrix, [labels]));
  });

  it('lets timers and signals have their turn during K-means', async () => {
    let turns = 0;
    const timer = setInterval(() => turns++, 0);
    await plainEngine.kMeans(makeUniform(3000, 4, { seed: 1 }), [
      { rows: null, ks: [12], nInit: 30, random },
    ]);
    clearInterval(timer);
    expect(turns).toBeGreaterThan(3);
  });
});
