import { describe, expect, it } from 'vitest';
import { normalizedMutualInformation, adjustedRandIndex } from '../../../clustering/agreement.ts';
import type { DbscanOptions } from '../../../clustering/engine.ts';
import { clusterSizes } from '../../../clustering/labels.ts';
import { dbscan } from '../../../clustering/kernels/dbscan.ts';
import { kDistances } from '../../../clustering/kernels/k-distances.ts';
import { silhouettes } from '../../../clustering/kernels/silhouettes.ts';
import { meanSilhouette } from '../../../clustering/indices.ts';
import { InvalidInputError } from '../../../pipeline/core/errors.ts';
import { matrixFromRows, type Matrix } from '../../../pipeline/core/matrix.ts';
import {
  canonical,
  distance,
  makeClouds,
  makeUniform,
  readReference,
  scaleBy,
  shuffleRows,
  type DataReference,
} from '../support.ts';

/** The definition: core rows, their components in order of the smallest core row, smallest label for border rows. */
function bruteForce(matrix: Matrix, { eps, minSamples }: DbscanOptions): number[] {
  const rows = Array.from({ length: matrix.rows }, (_, i) => i);
  const neighbours = rows.map((i) => rows.filter((j) => distance(matrix, i, j) <= eps));
  const isCore = neighbours.map((list) => list.length >= minSamples);
  const labels = rows.map(() => -1);
  let cluster = 0;
  for (const start of rows) {
    if (!isCore[start] || labels[start] !== -1) continue;
    const queue = [start];
    while (queue.length > 0) {
      const row = queue.pop()!;
      if (labels[row] !== -1) continue;
      labels[row] = cluster;
      if (isCore[row]) queue.push(...neighbours[row]!);
    }
    cluster++;
  }
  return labels;
}

describe('dbscan(matrix, options)', () => {
  it('labels a line of points by hand: two cores with two border rows each, one row of noise', () => {
    const line = matrixFromRows([[11], [0], [10], [1], [2], [12], [5]]);
    const result = dbscan(line, { eps: 1, minSamples: 3 });
    expect([...result.labels]).toEqual([0, 1, 0, 1, 1, 0, -1]);
    expect([...result.isCore]).toEqual([1, 0, 0, 1, 0, 0, 0]);
    expect(result).toMatchObject({ clusterCount: 2, noiseCount: 1 });
  });

  it('gives a border row to the cluster that comes first, not to the core row that comes first', () => {
    // 2 is reached by 3 (row 1, second cluster) and by 1 (row 2, first cluster, whose smallest core is row 0).
    const line = matrixFromRows([[0], [3], [1], [2], [0], [0], [4], [4], [4]]);
    const result = dbscan(line, { eps: 1, minSamples: 4 });
    expect(result.isCore[3]).toBe(0);
    expect([...result.labels]).toEqual([0, 1, 0, 0, 0, 0, 1, 1, 1]);
  });

  it('counts a neighbour at exactly eps and the row itself', () => {
    const pair = matrixFromRows([[0], [1]]);
    expect([...dbscan(pair, { eps: 1, minSamples: 2 }).labels]).toEqual([0, 0]);
    expect([...dbscan(pair, { eps: 0.999, minSamples: 2 }).labels]).toEqual([-1, -1]);
    expect([...dbscan(pair, { eps: 0, minSamples: 1 }).labels]).toEqual([0, 1]);
  });

  it('counts a neighbour whose distance rounds to eps even if its square exceeds the square of eps', () => {
    const pair = matrixFromRows([
      [0, 0],
      [0.1, 0.7],
    ]);
    const eps = distance(pair, 0, 1);
    expect(0.1 ** 2 + 0.7 ** 2).not.toBe(eps ** 2);
    expect([...dbscan(pair, { eps, minSamples: 2 }).labels]).toEqual([0, 0]);
  });

  it('joins exact duplicates at eps 0', () => {
    const matrix = matrixFromRows([[1], [2], [1], [3], [2], [1]]);
    expect([...dbscan(matrix, { eps: 0, minSamples: 2 }).labels]).toEqual([0, 1, 0, -1, 1, 0]);
  });

  it('returns empty arrays for no rows and one cluster for one row that is its own neighbourhood', () => {
    expect(dbscan(matrixFromRows([], ['x']), { eps: 1, minSamples: 1 })).toMatchObject({
      clusterCount: 0,
      noiseCount: 0,
    });
    expect([...dbscan(matrixFromRows([[7]]), { eps: 1, minSamples: 1 }).labels]).toEqual([0]);
    expect([...dbscan(matrixFromRows([[7]]), { eps: 1, minSamples: 2 }).labels]).toEqual([-1]);
  });

  it('puts equal rows into one cluster, many leaves of them as well', () => {
    const equal = matrixFromRows(Array.from({ length: 300 }, () => [2, 3]));
    expect(new Set(dbscan(equal, { eps: 0, minSamples: 300 }).labels)).toEqual(new Set([0]));
    expect(new Set(dbscan(equal, { eps: 0, minSamples: 301 }).labels)).toEqual(new Set([-1]));
  });

  it('ignores a constant column', () => {
    const points = makeUniform(100, 2, { seed: 5 });
    const withConstant = matrixFromRows(
      Array.from({ length: 100 }, (_, i) => [points.data[2 * i]!, 1e6, points.data[2 * i + 1]!]),
    );
    const options = { eps: 0.08, minSamples: 4 };
    expect(dbscan(withConstant, options)).toEqual(dbscan(points, options));
  });

  it.each([
    [{ eps: -1, minSamples: 2 }, 'dbscan: eps must be a number >= 0, got -1'],
    [{ eps: NaN, minSamples: 2 }, 'dbscan: eps must be a number >= 0, got NaN'],
    [{ eps: 1, minSamples: 0 }, 'dbscan: minSamples must be an integer >= 1, got 0'],
    [{ eps: 1, minSamples: 1.5 }, 'dbscan: minSamples must be an integer >= 1, got 1.5'],
  ])('refuses %o', (options, message) => {
    expect(() => dbscan(matrixFromRows([[1]]), options)).toThrow(new InvalidInputError(message));
  });

  it('refuses values that are not finite, naming row and column', () => {
    const matrix = matrixFromRows([[1, 2], [3, NaN]], ['age', 'orders']); // prettier-ignore
    expect(() => dbscan(matrix, { eps: 1, minSamples: 1 })).toThrow(
      'dbscan: values must be finite, got NaN in row 1, column orders',
    );
  });

  it('agrees with the definition on random data, on lattices with ties at eps and on duplicates', () => {
    for (let seed = 0; seed < 36; seed++) {
      const columns = 1 + (seed % 10);
      const step = seed % 3 === 0 ? 0 : seed % 3 === 1 ? 1 : 0.1;
      const matrix = makeUniform(30 + 4 * seed, columns, { seed, step });
      const scale = step === 0 ? 0.3 : step;
      for (const eps of [0, scale * 0.5, scale, scale * Math.SQRT2, scale * 2]) {
        for (const minSamples of [1, 2, 4, 8]) {
          const result = dbscan(matrix, { eps, minSamples });
          const context = `seed ${seed}, eps ${eps}, minSamples ${minSamples}`;
          expect([...result.labels], context).toEqual(bruteForce(matrix, { eps, minSamples }));
        }
      }
    }
  });

  it('calls a row core exactly where its k-distance is at most eps, also at eps equal to a k-distance', () => {
    const matrix = makeUniform(400, 9, { seed: 3 });
    const distances = kDistances(matrix, 6);
    for (const row of [0, 17, 200, 399]) {
      const eps = distances[row]!;
      expect([...dbscan(matrix, { eps, minSamples: 6 }).isCore]).toEqual(
        Array.from(distances, (value) => (value <= eps ? 1 : 0)),
      );
    }
  });

  it.each([1e-9, 1e-3, 1e3, 1e9])('does not depend on the unit: scale %f', (scale) => {
    const matrix = makeClouds([[0, 0], [5, 5], [0, 9]], { size: 60, spread: 1 }); // prettier-ignore
    const options = { eps: 0.9, minSamples: 6 };
    const expected = dbscan(matrix, options);
    expect(expected.clusterCount).toBe(3);
    expect(dbscan(scaleBy(matrix, scale), { ...options, eps: 0.9 * scale }).labels).toEqual(expected.labels);
  });

  it('finds the same core rows, noise and clusters of cores in any order of rows', () => {
    const matrix = makeUniform(500, 3, { seed: 8 });
    const options = { eps: 0.12, minSamples: 5 };
    const expected = dbscan(matrix, options);
    const { matrix: shuffled, order } = shuffleRows(matrix, 1);
    const found = dbscan(shuffled, options);
    expect([...found.isCore]).toEqual(order.map((row) => expected.isCore[row]));
    const cores = [...order.keys()].filter((i) => found.isCore[i] === 1);
    expect(canonical(cores.map((i) => found.labels[i]!))).toEqual(
      canonical(cores.map((i) => expected.labels[order[i]!]!)),
    );
    expect(found.noiseCount).toBe(expected.noiseCount);
  });
});

describe('dbscan against scikit-learn', () => {
  it.each(['blobs-dbscan', 'iris', 'moons'])('gives the same labels on %s, numbers included', (name) => {
    const { points, truth, dbscan: references } = readReference(name);
    const matrix = matrixFromRows(points);
    for (const reference of references) {
      const result = dbscan(matrix, reference);
      expect([...result.labels]).toEqual(reference.labels);
      expect(result.isCore.reduce((a, b) => a + b, 0)).toBe(reference.coreCount);
      expect(adjustedRandIndex(truth, result.labels)).toBeCloseTo(reference.adjustedRandIndex, 12);
      expect(normalizedMutualInformation(truth, result.labels)).toBeCloseTo(
        reference.normalizedMutualInformation,
        12,
      );
    }
  });

  it('gives the same labels on random data with ties and duplicates', () => {
    const { cases } = readReference<{ cases: DataReference[] }>('random');
    for (const { points, dbscan: references } of cases) {
      for (const reference of references) {
        expect([...dbscan(matrixFromRows(points), reference).labels]).toEqual(reference.labels);
      }
    }
  });

  it('finds the published figures of three blobs: 3 clusters, 18 rows of noise, 679 core rows', () => {
    const { points, truth } = readReference('blobs-dbscan');
    const matrix = matrixFromRows(points);
    const result = dbscan(matrix, { eps: 0.3, minSamples: 10 });
    expect(result).toMatchObject({ clusterCount: 3, noiseCount: 18 });
    expect(result.isCore.reduce((a, b) => a + b, 0)).toBe(679);
    expect(adjustedRandIndex(truth, result.labels)).toBeCloseTo(0.951709, 6);
    // There, noise is a cluster like the others.
    const withNoise = result.labels.map((label) => label + 1);
    expect(meanSilhouette(silhouettes(matrix, [withNoise])[0]!)).toBeCloseTo(0.625525, 6);
  });

  it('finds the published sizes on iris and two moons', () => {
    const iris = matrixFromRows(readReference('iris').points);
    expect([...clusterSizes(dbscan(iris, { eps: 0.5, minSamples: 5 }).labels)]).toEqual([49, 84]);
    const finer = dbscan(iris, { eps: 0.4, minSamples: 5 });
    expect([...clusterSizes(finer.labels)].sort((a, b) => b - a)).toEqual([46, 36, 22, 14]);
    expect(finer.noiseCount).toBe(32);
    const moons = matrixFromRows(readReference('moons').points);
    expect([...clusterSizes(dbscan(moons, { eps: 0.2, minSamples: 5 }).labels)]).toEqual([500, 500]);
  });
});
