import { afterAll, describe, expect, it } from 'vitest';
import { dbscan } from '../../../clustering/kernels/dbscan.ts';
import { kDistances } from '../../../clustering/kernels/k-distances.ts';
import { compileKernels } from '../../../clustering/kernels/simd/kernel-module.ts';
import { KernelPool } from '../../../clustering/kernels/simd/kernel-pool.ts';
import {
  createNeighbourSearch,
  simdDbscan,
  simdKDistances,
} from '../../../clustering/kernels/simd/neighbour-search.ts';
import type { DbscanResult } from '../../../clustering/engine.ts';
import { InvalidInputError } from '../../../pipeline/core/errors.ts';
import { createMatrix, matrixFromRows, type Matrix } from '../../../pipeline/core/matrix.ts';
import { createRandom } from '../../../pipeline/core/random.ts';
import {
  canonical,
  createNormal,
  makeClouds,
  makeUniform,
  readReference,
  scaleBy,
  shuffleRows,
  type DataReference,
} from '../support.ts';

const module = compileKernels();
if (typeof module === 'string') throw new Error(module);
const pools = [1, 2, 4].map((threads) => new KernelPool(module, threads));
const [alone, pair] = pools as [KernelPool, KernelPool, KernelPool];
afterAll(() => Promise.all(pools.map((pool) => pool.close())));

/** Expects the same bytes: typed arrays of this length are slow to compare by value. */
function expectSame(found: Float64Array | DbscanResult, expected: Float64Array | DbscanResult): void {
  const bytes = ({ buffer, byteOffset, byteLength }: ArrayBufferView): Buffer =>
    Buffer.from(buffer as ArrayBuffer, byteOffset, byteLength);
  const same = (a: ArrayBufferView, b: ArrayBufferView): boolean => bytes(a).equals(bytes(b));
  if (found instanceof Float64Array || expected instanceof Float64Array) {
    expect(same(found as Float64Array, expected as Float64Array)).toBe(true);
    return;
  }
  expect(found).toMatchObject({ clusterCount: expected.clusterCount, noiseCount: expected.noiseCount });
  expect(same(found.isCore, expected.isCore)).toBe(true);
  expect(same(found.labels, expected.labels)).toBe(true);
}

/** Expects the plain kernels' answers at radii around the k-distances of the data, from every number of threads. */
async function expectPlainAnswers(matrix: Matrix, ks: readonly number[], using = pools): Promise<void> {
  for (const k of ks) {
    const distances = kDistances(matrix, k);
    for (const pool of using) expectSame(await simdKDistances(pool, matrix, k), distances);
    const sorted = distances.slice().sort();
    for (const share of [0.3, 0.8]) {
      const options = { eps: sorted[Math.floor(share * sorted.length)]!, minSamples: k };
      const expected = dbscan(matrix, options);
      for (const pool of using) expectSame(await simdDbscan(pool, matrix, options), expected);
    }
  }
}

/** Rows along few directions, skewed and rounded: like customers. */
function makeCustomers(rows: number, columns: number, seed: number): Matrix {
  const normal = createNormal(createRandom(seed));
  const weights = Array.from({ length: 3 * columns }, normal);
  return matrixFromRows(
    Array.from({ length: rows }, () => {
      const factors = [normal(), normal(), normal()];
      return Array.from({ length: columns }, (_, c) => {
        const value = factors.reduce((sum, factor, f) => sum + factor * weights[f * columns + c]!, 0);
        return Math.round(10 * Math.exp(value / 2)) / 10;
      });
    }),
  );
}

/** Values moved by a constant. */
function moveBy(matrix: Matrix, offset: number): Matrix {
  return createMatrix(
    matrix.rows,
    matrix.names,
    matrix.data.map((value) => value + offset),
  );
}

describe('simdDbscan(pool, matrix, options)', () => {
  it('labels a line of points by hand: two cores with two border rows each, one row of noise', async () => {
    const line = matrixFromRows([[11], [0], [10], [1], [2], [12], [5]]);
    const result = await simdDbscan(pair, line, { eps: 1, minSamples: 3 });
    expect([...result.labels]).toEqual([0, 1, 0, 1, 1, 0, -1]);
    expect([...result.isCore]).toEqual([1, 0, 0, 1, 0, 0, 0]);
    expect(result).toMatchObject({ clusterCount: 2, noiseCount: 1 });
  });

  it('gives a border row to the cluster that comes first, not to the core row that comes first', async () => {
    const line = matrixFromRows([[0], [3], [1], [2], [0], [0], [4], [4], [4]]);
    const result = await simdDbscan(pair, line, { eps: 1, minSamples: 4 });
    expect([...result.labels]).toEqual([0, 1, 0, 0, 0, 0, 1, 1, 1]);
  });

  it('counts a neighbour whose distance rounds to eps even if its square exceeds the square of eps', async () => {
    const rows = matrixFromRows([[0, 0], [0.1, 0.7]]); // prettier-ignore
    const eps = Math.sqrt(0.1 ** 2 + 0.7 ** 2);
    expect([...(await simdDbscan(pair, rows, { eps, minSamples: 2 })).labels]).toEqual([0, 0]);
    const less = { eps: eps * (1 - 2 ** -52), minSamples: 2 };
    expect([...(await simdDbscan(pair, rows, less)).labels]).toEqual([-1, -1]);
  });

  it('answers for no, one and two rows, and for no columns', async () => {
    for (const rows of [[], [[7]], [[1], [2]], [[3], [3]]]) {
      const matrix = matrixFromRows(rows, ['x']);
      for (const eps of [0, 1, Infinity]) {
        for (const minSamples of [1, 2, 3, 1e9]) {
          const options = { eps, minSamples };
          expect(await simdDbscan(pair, matrix, options)).toEqual(dbscan(matrix, options));
        }
      }
    }
    const empty = createMatrix(3, [], new Float64Array(0));
    expect([...(await simdDbscan(pair, empty, { eps: 0, minSamples: 3 })).labels]).toEqual([0, 0, 0]);
  });

  it('keeps fewer neighbours than there are and finds the others again', async () => {
    const matrix = makeUniform(2_500, 2, { seed: 4 });
    const sorted = kDistances(matrix, 600).sort();
    for (const share of [0.02, 0.5]) {
      const options = { eps: sorted[Math.floor(share * 2_500)]!, minSamples: 600 };
      const expected = dbscan(matrix, options);
      // Far more than the 16 per row that are kept, and border rows among them.
      expect(expected.isCore.reduce((a, b) => a + b, 0)).toBeGreaterThan(40);
      expect(expected.noiseCount).toBeLessThan(2_500);
      for (const pool of pools) expectSame(await simdDbscan(pool, matrix, options), expected);
    }
  });

  it('needs no time that grows with the square for 100,000 rows that all reach one another', async () => {
    const equal = createMatrix(100_000, ['a', 'b', 'c'], new Float64Array(300_000).fill(0.1));
    const blob = makeUniform(100_000, 3, { seed: 9 });
    for (const [matrix, eps] of [
      [equal, 0],
      [equal, 1],
      [blob, 2],
      [blob, 0.5],
    ] as const) {
      // prettier-ignore
      const started = performance.now();
      const result = await simdDbscan(pair, matrix, { eps, minSamples: 10 });
      expect(result).toMatchObject({ clusterCount: 1, noiseCount: 0 });
      expect(performance.now() - started).toBeLessThan(8_000);
    }
    expectSame(await simdKDistances(pair, equal, 50), new Float64Array(100_000));
  });

  it('finds the same core rows, noise and clusters of cores in any order of rows', async () => {
    const matrix = makeUniform(3_000, 3, { seed: 8 });
    const options = { eps: 0.07, minSamples: 5 };
    const expected = await simdDbscan(pair, matrix, options);
    expect(expected.clusterCount).toBeGreaterThan(2);
    const { matrix: shuffled, order } = shuffleRows(matrix, 1);
    const found = await simdDbscan(pair, shuffled, options);
    expect([...found.isCore]).toEqual(order.map((row) => expected.isCore[row]));
    const cores = [...order.keys()].filter((i) => found.isCore[i] === 1);
    expect(canonical(cores.map((i) => found.labels[i]!))).toEqual(
      canonical(cores.map((i) => expected.labels[order[i]!]!)),
    );
    expect(found.noiseCount).toBe(expected.noiseCount);
  });

  it('gives the labels of scikit-learn, numbers included', async () => {
    const { cases } = readReference<{ cases: DataReference[] }>('random');
    const named = ['blobs-dbscan', 'iris', 'moons'].map((name) => readReference(name));
    for (const { points, dbscan: references } of [...cases, ...named]) {
      for (const reference of references) {
        const { labels } = await simdDbscan(alone, matrixFromRows(points), reference);
        expect([...labels]).toEqual(reference.labels);
      }
    }
  });

  it.each([
    [{ eps: -1, minSamples: 2 }, 'dbscan: eps must be a number >= 0, got -1'],
    [{ eps: NaN, minSamples: 2 }, 'dbscan: eps must be a number >= 0, got NaN'],
    [{ eps: 1, minSamples: 0 }, 'dbscan: minSamples must be an integer >= 1, got 0'],
  ])('refuses %o', async (options, message) => {
    await expect(simdDbscan(pair, matrixFromRows([[1]]), options)).rejects.toThrow(
      new InvalidInputError(message),
    );
  });

  it.each([NaN, Infinity, -Infinity])('refuses %f, naming row and column', async (value) => {
    const matrix = matrixFromRows([[1, 2], [3, value]], ['age', 'orders']); // prettier-ignore
    const where = new RegExp(`values must be finite, got ${value} in row 1, column orders`);
    await expect(simdDbscan(pair, matrix, { eps: 1, minSamples: 1 })).rejects.toThrow(where);
    await expect(simdKDistances(pair, matrix, 1)).rejects.toThrow(where);
  });
});

describe('simdKDistances(pool, matrix, k)', () => {
  it('counts the row itself as the first neighbour', async () => {
    const line = matrixFromRows([[0], [1], [3], [7]]);
    expect([...(await simdKDistances(pair, line, 1))]).toEqual([0, 0, 0, 0]);
    expect([...(await simdKDistances(pair, line, 2))]).toEqual([1, 1, 2, 4]);
    expect([...(await simdKDistances(pair, line, 4))]).toEqual([7, 6, 4, 7]);
  });

  it('returns an empty array for no rows and refuses k out of range', async () => {
    expect(await simdKDistances(pair, matrixFromRows([], ['x']), 3)).toHaveLength(0);
    for (const k of [0, 3, 1.5]) {
      await expect(simdKDistances(pair, matrixFromRows([[1], [2]]), k)).rejects.toThrow(
        new InvalidInputError(`kDistances: k must be an integer in [1, 2], got ${k}`),
      );
    }
  });

  it('takes k up to the number of rows', async () => {
    const matrix = makeUniform(2_100, 3, { seed: 6 });
    for (const k of [1_000, 2_100]) expectSame(await simdKDistances(pair, matrix, k), kDistances(matrix, k));
  });
});

describe('both, bit for bit as the plain kernels', () => {
  it.each([
    [1, 37],
    [2, 2_001],
    [3, 640],
    [4, 2_304],
    [5, 2_007],
    [8, 257],
    [9, 513],
    [21, 700],
  ])('on uniform rows and lattices in %i dimensions', async (columns, rows) => {
    await expectPlainAnswers(makeUniform(rows, columns, { seed: columns }), [2, 9]);
    // 0.1 is no double: tied distances differ in the last bit.
    for (const step of [1, 0.1])
      await expectPlainAnswers(makeUniform(rows, columns, { seed: rows, step }), [1, 2, 9]);
  });

  it('on clusters, customers with many duplicates, and a constant column', async () => {
    const centres = [[0, 0, 0, 0], [4, 4, 0, 0], [0, 9, 9, 1], [3, 0, 7, 5]]; // prettier-ignore
    await expectPlainAnswers(makeClouds(centres, { size: 700, spread: 1 }), [5, 40]);
    await expectPlainAnswers(makeCustomers(4_000, 6, 3), [4, 12]);
    const flat = makeCustomers(2_300, 4, 5);
    for (let i = 0; i < flat.rows; i++) flat.data[4 * i + 2] = 1e6;
    await expectPlainAnswers(flat, [3, 10]);
  });

  it.each([1e-300, 1e-150, 1e-9, 1e9, 1e140, 1e150])('at scale %f', async (scale) => {
    await expectPlainAnswers(scaleBy(makeCustomers(2_100, 5, 7), scale), [6], [pair]);
  });

  it.each([1e3, 1e6, 1e12])('with an offset of %f', async (offset) => {
    await expectPlainAnswers(moveBy(makeCustomers(2_100, 5, 7), offset), [6], [pair]);
  });

  it('with columns of different units, far outliers and distant groups', async () => {
    const units = makeClouds([[0, 0, 0], [5, 5, 5]], { size: 1_100, spread: 1 }); // prettier-ignore
    const wide = createMatrix(units.rows, units.names, units.data.slice());
    for (let i = 0; i < wide.rows; i++) wide.data[3 * i]! *= 1e4;
    await expectPlainAnswers(wide, [6], [pair]);
    const outlying = createMatrix(units.rows, units.names, units.data.slice());
    outlying.data.set([1e9, -1e12, 3], 300);
    await expectPlainAnswers(outlying, [6], [pair]);
    // Single precision cannot tell the rows of the second group apart.
    const distant = createMatrix(units.rows, units.names, units.data.slice());
    distant.data.subarray(3_300).forEach((value, i, data) => (data[i] = value + 1e9));
    await expectPlainAnswers(distant, [6], [pair]);
  });

  it('in 200 dimensions', async () => {
    await expectPlainAnswers(makeUniform(300, 200, { seed: 1 }), [3]);
    await expectPlainAnswers(makeCustomers(600, 200, 1), [10], [pair]);
  });

  it('at radii that are 0, between rounding steps, or larger than everything', async () => {
    const matrix = makeCustomers(2_500, 3, 9);
    for (const eps of [0, 5e-324, 1e-200, 1e-9, 0.1, 0.30000000000000004, 1e3, 1e308, Infinity]) {
      const options = { eps, minSamples: 5 };
      expect(await simdDbscan(pair, matrix, options), `eps ${eps}`).toEqual(dbscan(matrix, options));
    }
  });
});

describe('createNeighbourSearch(pool, matrix)', () => {
  it('answers one question after another, whatever others did to the memory in between', async () => {
    const matrix = makeCustomers(2_400, 5, 11);
    const search = createNeighbourSearch(pair, matrix);
    const distances = kDistances(matrix, 8);
    expect(await search.kDistances(8)).toEqual(distances);
    for (const eps of distances.slice(0, 4)) {
      pair.memory.reset();
      pair.memory.takeFloat64(200_000).view.fill(NaN);
      expect(await search.dbscan({ eps, minSamples: 8 })).toEqual(dbscan(matrix, { eps, minSamples: 8 }));
    }
    expect(await search.kDistances(3)).toEqual(kDistances(matrix, 3));
  });
});
