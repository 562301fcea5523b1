import { describe, expect, it } from 'vitest';
import type { ClusteringEngine } from '../../clustering/engine.ts';
import { plainEngine } from '../../clustering/plain-engine.ts';
import { gaussianMixture, type GaussianMixtureOptions } from '../../clustering/gaussian-mixture.ts';
import { settle } from '../../clustering/kernels/kmeans.ts';
import { matrixFromRows, type Matrix } from '../../pipeline/core/matrix.ts';
import { createRandom } from '../../pipeline/core/random.ts';
import {
  canonical,
  kMeansOf,
  makeClouds,
  makeUniform,
  readReference,
  scaleBy,
  shuffleRows,
} from './support.ts';

interface MixtureReference {
  cases: {
    data: string;
    k: number;
    start: number[];
    logLikelihood: number;
    iterations: number;
    labels: number[];
    weights: number[];
    means: number[][];
    covariances: number[][][];
    logLikelihoodOfOwnStarts: number;
    labelsOfOwnStarts: number[];
  }[];
}

function fit(matrix: Matrix, options: Partial<GaussianMixtureOptions> & { k: number }, engine = plainEngine) {
  return gaussianMixture(matrix, { nInit: 5, ...options }, { engine, random: createRandom(1) });
}

/** An engine whose K-means always gives the same partition: what follows is then comparable number by number. */
function startingFrom(labels: Int32Array): ClusteringEngine {
  return {
    ...plainEngine,
    kMeans: async (matrix, tasks) => {
      const fit = { ...settle(matrix, labels), labels, iterations: 1, converged: true };
      return tasks.map(() => [fit]);
    },
  };
}

describe('gaussianMixture(matrix, options, tools)', () => {
  it('gives mean, covariance and likelihood of one component as worked out by hand', async () => {
    const square = matrixFromRows([[0, 0], [2, 0], [0, 2], [2, 2]]); // prettier-ignore
    const { mixture, logLikelihood, labels, converged } = await fit(square, { k: 1 });
    const variance = 1 + 1e-6;
    expect([...mixture.means.data]).toEqual([1, 1]);
    expect([...mixture.weights]).toEqual([1]);
    expect([...mixture.covariances]).toEqual([variance, 0, 0, variance]);
    expect(logLikelihood).toBeCloseTo(-Math.log(2 * Math.PI) - Math.log(variance) - 1 / variance, 12);
    expect([...labels]).toEqual([0, 0, 0, 0]);
    expect(converged).toBe(true);
  });

  it('gives groups of equal rows their shares and the smallest variance allowed', async () => {
    const { mixture, labels } = await fit(matrixFromRows([[0], [0], [0], [8]]), { k: 2 });
    expect(canonical(labels)).toEqual([0, 0, 0, 1]);
    expect([...mixture.weights].sort()).toEqual([expect.closeTo(0.25, 12), expect.closeTo(0.75, 12)]);
    // The variance of 0, 0, 0, 8 is 12.
    for (const variance of mixture.covariances) expect(variance).toBeCloseTo(12e-6, 12);
  });

  it('takes the steps scikit-learn takes from the same start', async () => {
    const { cases } = readReference<MixtureReference>('compare-mixture');
    for (const reference of cases) {
      const matrix = matrixFromRows(readReference(reference.data).points);
      const result = await fit(
        matrix,
        { k: reference.k, nInit: 1 },
        startingFrom(Int32Array.from(reference.start)),
      );
      expect(result.logLikelihood).toBeCloseTo(reference.logLikelihood, 5);
      expect(result.iterations).toBe(reference.iterations);
      expect([...result.labels]).toEqual(reference.labels);
      const close = (values: Float64Array, expected: number[]) =>
        values.forEach((value, i) => expect(value).toBeCloseTo(expected[i]!, 4));
      close(result.mixture.weights, reference.weights);
      close(result.mixture.means.data, reference.means.flat());
      close(result.mixture.covariances, reference.covariances.flat(2));
    }
  });

  it('finds what scikit-learn finds on iris and four blobs from starts of its own', async () => {
    const { cases } = readReference<MixtureReference>('compare-mixture');
    for (const reference of cases.filter(({ data }) => data !== 'wine')) {
      const result = await fit(matrixFromRows(readReference(reference.data).points), { k: reference.k });
      expect(result.logLikelihood).toBeCloseTo(reference.logLikelihoodOfOwnStarts, 3);
      expect(canonical(result.labels)).toEqual(canonical(reference.labelsOfOwnStarts));
    }
  });

  it('is never less likely with more starts', async () => {
    const matrix = matrixFromRows(readReference('wine').points);
    const likelihoods: number[] = [];
    for (const nInit of [1, 2, 4, 8]) {
      likelihoods.push((await fit(matrix, { k: 3, nInit })).logLikelihood);
    }
    expect(likelihoods).toEqual([...likelihoods].sort((a, b) => a - b));
    expect(likelihoods[3]).toBeGreaterThan(likelihoods[0]!);
  });

  it('separates an elongated cloud from a round one inside its range, which K-means cannot', async () => {
    const random = createRandom('long');
    const long = Array.from({ length: 300 }, () => [20 * random.next() - 10, 0.1 * random.next()]);
    const round = Array.from({ length: 300 }, () => [random.next(), 1.5 + random.next()]);
    const matrix = matrixFromRows([...long, ...round]);
    const truth = Array.from({ length: 600 }, (_, row) => (row < 300 ? 0 : 1));
    expect(canonical((await fit(matrix, { k: 2 })).labels)).toEqual(truth);
    const { labels } = kMeansOf(matrix, { k: 2, nInit: 5, random: createRandom(1) });
    expect(canonical(labels)).not.toEqual(truth);
  });

  it('gives fewer components where there are fewer distinct rows', async () => {
    const equal = matrixFromRows(Array.from({ length: 9 }, () => [3, 4]));
    const { mixture, labels, logLikelihood } = await fit(equal, { k: 4 });
    expect([...mixture.weights]).toEqual([1]);
    expect([...mixture.means.data]).toEqual([3, 4]);
    expect(new Set(labels)).toEqual(new Set([0]));
    expect(logLikelihood).toBeGreaterThan(0);
    expect(Number.isFinite(logLikelihood)).toBe(true);
    expect((await fit(matrixFromRows([[1], [1], [2], [2]]), { k: 3 })).mixture.weights).toHaveLength(2);
  });

  it('takes one row, as many components as rows, and a constant column', async () => {
    expect([...(await fit(matrixFromRows([[7]]), { k: 1 })).labels]).toEqual([0]);
    expect(canonical((await fit(matrixFromRows([[0], [5], [9]]), { k: 3 })).labels)).toEqual([0, 1, 2]);
    const clouds = makeClouds([[0], [20]], { size: 50, spread: 1 });
    const wider = matrixFromRows(Array.from(clouds.data, (value) => [value, 6]));
    const { labels, mixture } = await fit(wider, { k: 2 });
    expect(canonical(labels)).toEqual(Array.from({ length: 100 }, (_, row) => (row < 50 ? 0 : 1)));
    expect(mixture.covariances.every((value) => Number.isFinite(value))).toBe(true);
  });

  it('does not depend on the unit, nor on the order of rows from the same start', async () => {
    const matrix = makeClouds([[0, 0, 0], [4, 0, 1], [0, 5, 2]], { size: 80, spread: 1.2 }); // prettier-ignore
    const start = kMeansOf(matrix, { k: 3, nInit: 3, random: createRandom(4) }).labels;
    const expected = await fit(matrix, { k: 3 }, startingFrom(start));
    for (const unit of [1e-9, 1e9]) {
      const { labels, iterations, logLikelihood } = await fit(
        scaleBy(matrix, unit),
        { k: 3 },
        startingFrom(start),
      );
      expect(labels).toEqual(expected.labels);
      expect(iterations).toBe(expected.iterations);
      expect(logLikelihood).toBeCloseTo(expected.logLikelihood - 3 * Math.log(unit), 6);
    }
    const { matrix: shuffled, order } = shuffleRows(matrix, 6);
    const { labels } = await fit(
      shuffled,
      { k: 3 },
      startingFrom(Int32Array.from(order, (row) => start[row]!)),
    );
    expect([...labels]).toEqual(order.map((row) => expected.labels[row]));
  });

  it('takes collinear columns, however small the regularisation', async () => {
    const column = makeUniform(60, 1, { seed: 3 }).data;
    const matrix = matrixFromRows(Array.from(column, (value) => [value, 3 * value, value / 7]));
    for (const regularisation of [1e-6, 1e-30]) {
      const { logLikelihood, mixture } = await fit(matrix, { k: 2, regularisation });
      expect(Number.isFinite(logLikelihood)).toBe(true);
      expect(mixture.weights[0]! + mixture.weights[1]!).toBeCloseTo(1, 12);
    }
  });

  it('says when it was cut off', async () => {
    const matrix = makeUniform(200, 2, { seed: 1 });
    expect(await fit(matrix, { k: 4, maxIterations: 2, tolerance: 0 })).toMatchObject({
      converged: false,
      iterations: 2,
    });
  });

  it('refuses no rows, parameters out of range and values that are not finite', async () => {
    await expect(fit(matrixFromRows([], ['x']), { k: 1 })).rejects.toThrow(
      'k must be an integer in [1, 0], got 1',
    );
    for (const k of [0, 3, 1.5]) {
      await expect(fit(matrixFromRows([[1], [2]]), { k })).rejects.toThrow(
        `gaussianMixture: k must be an integer in [1, 2], got ${k}`,
      );
    }
    await expect(fit(matrixFromRows([[1]]), { k: 1, nInit: 0 })).rejects.toThrow(
      'nInit must be an integer >= 1, got 0',
    );
    await expect(fit(matrixFromRows([[1]]), { k: 1, regularisation: 0 })).rejects.toThrow(
      'regularisation must be > 0, got 0',
    );
    await expect(fit(matrixFromRows([[1], [NaN]]), { k: 1 })).rejects.toThrow(
      'gaussianMixture: values must be finite, got NaN in row 1, column x0',
    );
  });
});
