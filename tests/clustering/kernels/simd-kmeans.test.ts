import { afterAll, describe, expect, it } from 'vitest';
import { kMeans } from '../../../clustering/kernels/kmeans.ts';
import { compileKernels } from '../../../clustering/kernels/simd/kernel-module.ts';
import { KernelPool } from '../../../clustering/kernels/simd/kernel-pool.ts';
import { runsPerThread, simdKMeans } from '../../../clustering/kernels/simd/kmeans.ts';
import type { KMeansTask } from '../../../clustering/engine.ts';
import { InvalidInputError } from '../../../pipeline/core/errors.ts';
import { createMatrix, matrixFromRows, takeRows, type Matrix } from '../../../pipeline/core/matrix.ts';
import { createRandom } from '../../../pipeline/core/random.ts';
import { canonical, makeClouds, makeUniform, readReference, scaleBy, shuffleRows } from '../support.ts';

const [module, portable] = [compileKernels(), compileKernels(['portable'])];
if (typeof module === 'string') throw new Error(module);
if (typeof portable === 'string') throw new Error(portable);
const pools = [1, 2, 4].map((threads) => new KernelPool(module, threads));
const pool = pools[1]!;
const portablePool = new KernelPool(portable, 2);
afterAll(() => Promise.all([...pools, portablePool].map((each) => each.close())));

const CORNERS = [[0, 0, 0], [9, 1, 0], [4, 4, 4], [0, 8, 8]]; // prettier-ignore
const task: KMeansTask = { rows: null, ks: [1, 2, 3, 5, 8], nInit: 3, random: createRandom(7) };

/** The same rows, moved. */
const shift = (matrix: Matrix, by: number): Matrix =>
  createMatrix(matrix.rows, matrix.names, matrix.data.map((value) => value + by)); // prettier-ignore

/** The same rows, one column stretched: what is near in single precision says little. */
const stretch = (matrix: Matrix, factor: number): Matrix =>
  createMatrix(
    matrix.rows,
    matrix.names,
    matrix.data.map((value, at) => (at % matrix.columns === 0 ? value * factor : value)),
  );

/** The same rows but the first, which is so far away that the others nearly coincide beside it. */
const withFarRow = (matrix: Matrix): Matrix =>
  createMatrix(
    matrix.rows,
    matrix.names,
    matrix.data.map((value, at) => (at < matrix.columns ? 1e6 + value : value)),
  );

describe('simdKMeans(pool, matrix, tasks)', () => {
  it('divides four points worked out by hand', async () => {
    const matrix = matrixFromRows([[0, 0], [0, 2], [8, 0], [8, 2]]); // prettier-ignore
    const [results] = await simdKMeans(pool, matrix, [{ ...task, ks: [2] }]);
    const { labels, centroids, ...rest } = results![0]!;
    expect(rest).toMatchObject({ inertia: 4, converged: true });
    expect(canonical(labels)).toEqual([0, 0, 1, 1]);
    expect([...centroids.data].sort((a, b) => a - b)).toEqual([0, 1, 1, 8]);
  });

  const uniform = makeUniform(2003, 6, { seed: 1 });
  const large = makeUniform(6007, 21, { seed: 8 });
  const shapes: [string, Matrix, readonly number[]][] = [
    ['d = 1', makeUniform(1000, 1, { seed: 3 }), [1, 2, 3, 7]],
    ['d = 5, n not a multiple of 8', makeUniform(3001, 5, { seed: 9 }), [2, 4, 9, 16]],
    ['d = 6', uniform, [1, 2, 3, 5, 8]],
    ['d = 6, more clusters than a vector of bytes has', uniform, [16, 17, 40]],
    ['d = 21, several chunks', large, [3, 6, 15]],
    ['d = 200', makeUniform(300, 200, { seed: 4 }), [2, 5, 11]],
    ['clouds', makeClouds(CORNERS, { size: 900, spread: 1 }), [2, 4, 6, 33]],
    ['a lattice full of ties', makeUniform(4001, 3, { seed: 2, step: 1 }), [2, 3, 8, 20]],
    ['a lattice of few points', makeUniform(900, 1, { seed: 2, step: 1 }), [4, 6, 9]],
    ['a constant column', stretch(uniform, 0), [2, 5]],
    ['one row far away from all others', withFarRow(uniform), [2, 5, 9]],
    ['one column times 1e6', stretch(uniform, 1e6), [3, 8]],
    ['scale 1e-9', scaleBy(uniform, 1e-9), [3, 8]],
    ['scale 1e9', scaleBy(uniform, 1e9), [3, 8]],
    ['scale 1e-200', scaleBy(makeUniform(60, 2, { seed: 6 }), 1e-200), [2, 3]],
    ['scale 1e150', scaleBy(makeUniform(60, 2, { seed: 6 }), 1e150), [2, 3]],
    ['offset 1e6', shift(uniform, 1e6), [3, 8]],
    ['offset 1e12', shift(uniform, 1e12), [3, 8]],
    ['all rows equal', matrixFromRows(Array.from({ length: 50 }, () => [3, -1])), [1, 2, 5]],
    ['one row', matrixFromRows([[4, 2]]), [1]],
    ['two rows', matrixFromRows([[4], [2]]), [1, 2]],
    ['no columns', createMatrix(3, [], new Float64Array(0)), [1, 2]],
    ['more than 256 clusters', makeUniform(600, 2, { seed: 5 }), [3, 300]],
  ];
  it.each(shapes)('gives what the plain kernel gives, bit for bit: %s', async (_name, matrix, ks) => {
    expect(await simdKMeans(pool, matrix, [{ ...task, ks }])).toEqual([kMeans(matrix, { ...task, ks })]);
  });

  it('gives the same in 1, 2 and 4 threads, for many tasks at once', async () => {
    const every = (step: number) =>
      Int32Array.from({ length: Math.floor(large.rows / step) }, (_, i) => i * step);
    const tasks: KMeansTask[] = [
      { ...task, rows: every(2) },
      { ...task, ks: [4, 12], nInit: 5 },
      { ...task, rows: every(3), ks: [7], random: createRandom('other') },
      { ...task, rows: every(2), ks: [2, 20], nInit: 1 },
    ];
    const expected = tasks.map((each) => kMeans(large, each));
    for (const each of pools) expect(await simdKMeans(each, large, tasks)).toEqual(expected);
    expect(await simdKMeans(pool, large, [tasks[2]!, tasks[0]!])).toEqual([expected[2], expected[0]]);
    expect(await simdKMeans(pool, large, [])).toEqual([]);
  });

  it('gives the same when there are more runs than can be under way together', async () => {
    const many: KMeansTask = { ...task, ks: [2, 5, 9], nInit: 50 };
    const expected = [kMeans(uniform, many)];
    for (const each of pools) expect(await simdKMeans(each, uniform, [many])).toEqual(expected);
  });

  it('gives the same in the portable build', async () => {
    const tasks: KMeansTask[] = [
      { ...task, ks: [3, 6, 15] },
      { ...task, ks: [2, 13], random: createRandom(2) },
    ];
    expect(await simdKMeans(portablePool, large, tasks)).toEqual(await simdKMeans(pool, large, tasks));
    const lattice = makeUniform(4001, 3, { seed: 2, step: 1 });
    expect(await simdKMeans(portablePool, lattice, [task])).toEqual(await simdKMeans(pool, lattice, [task]));
  });

  it('clusters a subset as it clusters a matrix of these rows', async () => {
    const rows = Int32Array.from({ length: 700 }, (_, i) => 2 * i + (i % 2));
    const [subset] = await simdKMeans(pool, uniform, [{ ...task, rows }]);
    expect([subset]).toEqual(await simdKMeans(pool, takeRows(uniform, rows), [task]));
  });

  it('finds the same clusters in any order of rows', async () => {
    const matrix = makeClouds(CORNERS, { size: 400, spread: 0.5 });
    const { matrix: shuffled, order } = shuffleRows(matrix, 3);
    const four = { ...task, ks: [4], nInit: 5 };
    const labelsOf = async (rows: Matrix) => (await simdKMeans(pool, rows, [four]))[0]![0]!.labels;
    const expected = await labelsOf(matrix);
    expect(canonical(await labelsOf(shuffled))).toEqual(canonical(order.map((row) => expected[row]!)));
  });

  it.each(['blobs-kmeans', 'iris', 'wine'])('reaches the inertia of scikit-learn on %s', async (name) => {
    const { points, kmeans } = readReference(name);
    const ks = kmeans.map(({ k }) => k);
    const [results] = await simdKMeans(pool, matrixFromRows(points), [{ ...task, ks, nInit: 50 }]);
    kmeans.forEach(({ inertia }, i) => expect(results![i]!.inertia).toBeLessThan(inertia * 1.0001));
  });

  it('refuses what the plain kernel refuses, with its words', async () => {
    const refuse = (matrix: Matrix, changes: Partial<KMeansTask> = {}) =>
      expect(simdKMeans(pool, matrix, [{ ...task, ks: [1], ...changes }])).rejects;
    await refuse(matrixFromRows([[1], [NaN]])).toThrow(
      'kMeans: values must be finite, got NaN in row 1, column x0',
    );
    await refuse(matrixFromRows([[1, -Infinity]])).toThrow('got -Infinity in row 0, column x1');
    await refuse(matrixFromRows([], ['x'])).toThrow('got 0 rows for k = 1');
    await refuse(matrixFromRows([[1], [2]]), { ks: [3] }).toThrow(
      new InvalidInputError('kMeans: k must be an integer in [1, 2], got 3'),
    );
    await refuse(matrixFromRows([[1]]), { nInit: 0 }).toThrow('nInit must be an integer >= 1, got 0');
  });
});

describe('runsPerThread(runCount, size)', () => {
  it.each([
    { runs: 130, threads: 2, count: 146_000, expected: 32 },
    { runs: 130, threads: 64, count: 146_000, expected: 3 },
    { runs: 3, threads: 4, count: 10, expected: 1 },
    { runs: 130, threads: 8, count: 5_000_000, expected: 3 },
    { runs: 130, threads: 64, count: 50_000_000, expected: 1 },
  ])('is $expected of $runs runs on $count rows and $threads threads', ({ runs, expected, ...size }) => {
    expect(runsPerThread(runs, size)).toBe(expected);
  });
});
