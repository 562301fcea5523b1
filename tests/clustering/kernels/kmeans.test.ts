import { describe, expect, it } from 'vitest';
import { adjustedRandIndex } from '../../../clustering/agreement.ts';
import { centroidsOf, nearestCentroids } from '../../../clustering/centroids.ts';
import type { KMeansTask } from '../../../clustering/engine.ts';
import { clusterSizes } from '../../../clustering/labels.ts';
import { chooseCentroids } from '../../../clustering/kernels/kmeans-plus-plus.ts';
import { kMeans, kMeansRuns, meanVariance, settle } from '../../../clustering/kernels/kmeans.ts';
import {
  createLloyd,
  moveCentroidsInto,
  reassignInto,
  refillEmptyInto,
} from '../../../clustering/kernels/lloyd.ts';
import { InvalidInputError } from '../../../pipeline/core/errors.ts';
import { matrixFromRows, takeRows, type Matrix } from '../../../pipeline/core/matrix.ts';
import { createRandom } from '../../../pipeline/core/random.ts';
import {
  canonical,
  kMeansOf,
  makeClouds,
  makeUniform,
  readReference,
  scaleBy,
  shuffleRows,
} from '../support.ts';

const random = createRandom(1);
const CORNERS = [[0, 0], [10, 0], [0, 10], [10, 10]]; // prettier-ignore

/** Lloyd's iteration without bounds: labels after it stops moving. */
function plainLloyd(matrix: Matrix, start: Matrix): Int32Array {
  let labels = nearestCentroids(matrix, start).nearest;
  for (;;) {
    const next = nearestCentroids(matrix, centroidsOf(matrix, labels)).nearest;
    if (next.every((label, i) => label === labels[i])) return labels;
    labels = next;
  }
}

describe('kMeans(matrix, task) for one k', () => {
  it('divides four points worked out by hand', () => {
    const result = kMeansOf(matrixFromRows([[0, 0], [0, 2], [8, 0], [8, 2]]), { k: 2, nInit: 5, random }); // prettier-ignore
    expect(canonical(result.labels)).toEqual([0, 0, 1, 1]);
    expect([...result.centroids.data].sort((a, b) => a - b)).toEqual([0, 1, 1, 8]);
    expect(result).toMatchObject({ inertia: 4, converged: true });
  });

  it('puts everything into one cluster for k = 1 and every row into its own for k = n', () => {
    const matrix = matrixFromRows([[1], [2], [6]]);
    const whole = kMeansOf(matrix, { k: 1, nInit: 1, random });
    expect([...whole.labels]).toEqual([0, 0, 0]);
    expect([...whole.centroids.data]).toEqual([3]);
    expect(whole.inertia).toBe(14);
    const single = kMeansOf(matrix, { k: 3, nInit: 1, random });
    expect(canonical(single.labels)).toEqual([0, 1, 2]);
    expect(single.inertia).toBe(0);
  });

  it('returns fewer centroids when there are fewer distinct rows than k', () => {
    const result = kMeansOf(matrixFromRows([[1], [1], [4], [4], [4]]), { k: 4, nInit: 3, random });
    expect(result.centroids.rows).toBe(2);
    expect(canonical(result.labels)).toEqual([0, 0, 1, 1, 1]);
    expect(kMeansOf(matrixFromRows([[7], [7], [7]]), { k: 2, nInit: 1, random }).centroids.data).toEqual(
      new Float64Array([7]),
    );
  });

  it('refuses k outside [1, n], naming both, and data that cannot be clustered', () => {
    const matrix = matrixFromRows([[1], [2]]);
    for (const k of [0, 3, 1.5]) {
      expect(() => kMeansOf(matrix, { k, nInit: 1, random })).toThrow(
        new InvalidInputError(`kMeans: k must be an integer in [1, 2], got ${k}`),
      );
    }
    expect(() => kMeansOf(matrix, { k: 1, nInit: 0, random })).toThrow(
      'kMeans: nInit must be an integer >= 1, got 0',
    );
    expect(() => kMeansOf(matrixFromRows([], ['x']), { k: 1, nInit: 1, random })).toThrow(
      'got 0 rows for k = 1',
    );
    expect(() => kMeansOf(matrixFromRows([[NaN]]), { k: 1, nInit: 1, random })).toThrow('row 0, column x0');
  });

  it('returns labels that are the nearest of its centroids, centroids that are means, and their inertia', () => {
    const matrix = makeUniform(700, 6, { seed: 9 });
    for (const k of [2, 5, 11]) {
      const { labels, centroids, inertia } = kMeansOf(matrix, { k, nInit: 2, random });
      const nearest = nearestCentroids(matrix, centroids);
      expect(labels).toEqual(nearest.nearest);
      expect(inertia).toBe(nearest.inertia);
      // Within the tolerance the final assignment may move a few rows more.
      centroidsOf(matrix, labels).data.forEach((mean, i) =>
        expect(Math.abs(mean - centroids.data[i]!)).toBeLessThan(0.01),
      );
    }
  });

  it('ignores a constant column', () => {
    const points = makeUniform(100, 1, { seed: 4 });
    const withConstant = matrixFromRows(Array.from(points.data, (value) => [value, 5]));
    const options = { k: 3, nInit: 2, random };
    expect(kMeansOf(withConstant, options).labels).toEqual(kMeansOf(points, options).labels);
  });

  it('repeats itself for the same seed and leaves the generator of others alone', () => {
    const matrix = makeUniform(200, 3, { seed: 1 });
    const first = kMeansOf(matrix, { k: 6, nInit: 3, random: createRandom('a') });
    expect(kMeansOf(matrix, { k: 6, nInit: 3, random: createRandom('a') })).toEqual(first);
    const shared = createRandom('b');
    kMeansOf(matrix, { k: 6, nInit: 3, random: shared });
    expect(shared.next()).toBe(createRandom('b').next());
  });

  it('never gets worse with more restarts', () => {
    const matrix = makeUniform(300, 2, { seed: 12 });
    const inertias = [1, 2, 4, 8, 16].map((nInit) => kMeansOf(matrix, { k: 8, nInit, random }).inertia);
    expect(inertias).toEqual([...inertias].sort((a, b) => b - a));
    expect(inertias[4]).toBeLessThan(inertias[0]!);
  });

  it.each([1e-9, 1e9])('does not depend on the unit: scale %f', (scale) => {
    const matrix = makeClouds(CORNERS, { size: 50, spread: 1 });
    const expected = kMeansOf(matrix, { k: 4, nInit: 3, random });
    const scaled = kMeansOf(scaleBy(matrix, scale), { k: 4, nInit: 3, random });
    expect(scaled.labels).toEqual(expected.labels);
    expect(scaled.inertia / (expected.inertia * scale * scale)).toBeCloseTo(1, 12);
  });

  it('finds the same clusters in any order of rows', () => {
    const matrix = makeClouds(CORNERS, { size: 50, spread: 1 });
    const expected = kMeansOf(matrix, { k: 4, nInit: 5, random }).labels;
    const { matrix: shuffled, order } = shuffleRows(matrix, 3);
    const found = kMeansOf(shuffled, { k: 4, nInit: 5, random }).labels;
    expect(canonical(found)).toEqual(canonical(order.map((row) => expected[row]!)));
    expect([...clusterSizes(found)]).toEqual([50, 50, 50, 50]);
  });
});

describe('kMeans(matrix, task) for several k', () => {
  const matrix = makeUniform(300, 3, { seed: 21 });
  const task = { rows: null, ks: [3, 5], nInit: 4, random };

  it('gives the largest k what it gets alone', () => {
    const [, five] = kMeans(matrix, task);
    expect(five).toEqual(kMeansOf(matrix, { k: 5, nInit: 4, random }));
  });

  it('starts each k from the first seeds of the largest', () => {
    const [three] = kMeans(matrix, { ...task, nInit: 1 });
    const seeds = chooseCentroids(matrix, 5, random.fork('run 0'));
    const lloyd = createLloyd(matrix, takeRows(seeds, [0, 1, 2]));
    for (let changed = 1; changed > 0;) {
      changed = reassignInto(lloyd);
      moveCentroidsInto(lloyd);
    }
    // K-means may stop within its tolerance, a few rows earlier.
    expect(adjustedRandIndex(three!.labels, lloyd.labels)).toBeGreaterThan(0.95);
    const [withSeven] = kMeans(matrix, { ...task, ks: [3, 7], nInit: 1 });
    expect(withSeven!.centroids.rows).toBe(3);
  });

  it('takes the best restart for each k by itself', () => {
    const runs = [1, 2, 4, 8, 16].map((nInit) => kMeans(matrix, { ...task, ks: [6, 9], nInit }));
    for (const i of [0, 1]) {
      const inertias = runs.map((fits) => fits[i]!.inertia);
      expect(inertias).toEqual([...inertias].sort((a, b) => b - a));
      expect(inertias.at(-1)).toBeLessThan(inertias[0]!);
    }
  });

  it('clusters a subset of rows as if there were no others', () => {
    const rows = Int32Array.from({ length: 100 }, (_, i) => 3 * i + 1);
    const expected = kMeans(takeRows(matrix, rows), task);
    expect(kMeans(matrix, { ...task, rows })).toEqual(expected);
    expect(expected[0]!.labels).toHaveLength(100);
    const every = Int32Array.from({ length: 300 }, (_, i) => i);
    expect(kMeans(matrix, { ...task, rows: every })).toEqual(kMeans(matrix, task));
  });

  it('returns fewer centroids for every k above the number of distinct rows', () => {
    const fits = kMeans(matrixFromRows([[1], [4], [1], [4], [4]]), { ...task, ks: [1, 2, 3, 5] });
    expect(fits.map((fit) => fit.centroids.rows)).toEqual([1, 2, 2, 2]);
  });

  it('pauses before each restart', () => {
    const pauses = [...kMeansRuns(matrix, task)];
    expect(pauses).toHaveLength(4);
  });

  it('refuses k and rows that are not ascending or out of range, and none of them', () => {
    const refuse = (changes: Partial<KMeansTask>) => expect(() => kMeans(matrix, { ...task, ...changes }));
    refuse({ ks: [] }).toThrow(new InvalidInputError('kMeans: expected at least one k, got none'));
    refuse({ ks: [3, 301] }).toThrow('kMeans: k must be an integer in [1, 300], got 301');
    refuse({ ks: [0, 3] }).toThrow('kMeans: k must be an integer in [1, 300], got 0');
    for (const ks of [[5, 3], [3, 3]]) refuse({ ks }).toThrow(`got 3 after ${ks[0]}`); // prettier-ignore
    refuse({ rows: new Int32Array(0) }).toThrow('got 0 rows for k = 3, 5');
    refuse({ rows: Int32Array.of(0, 1, 2, 3) }).toThrow('k must be an integer in [1, 4], got 5');
    for (const rows of [[0, 1, 1, 2, 3], [0, 1, 3, 2, 4], [-1, 0, 1, 2, 3], [0, 1, 2, 3, 300]]) {
      refuse({ rows: Int32Array.from(rows) }).toThrow('kMeans: rows must be ascending, distinct and in [0, 300)');
    } // prettier-ignore
  });
});

describe('kMeans against scikit-learn', () => {
  it.each(['blobs-kmeans', 'iris', 'wine'])('reaches its inertia on %s', (name) => {
    const { points, kmeans } = readReference(name);
    for (const { k, inertia } of kmeans) {
      const result = kMeansOf(matrixFromRows(points), { k, nInit: 50, random });
      expect(result.inertia).toBeLessThan(inertia * 1.0001);
    }
  });

  it('finds the same clusters where one optimum stands out', () => {
    const { points, truth, kmeans } = readReference('blobs-kmeans');
    for (const reference of kmeans.filter(({ k }) => k <= 4)) {
      const result = kMeansOf(matrixFromRows(points), { k: reference.k, nInit: 10, random });
      expect(canonical(result.labels)).toEqual(canonical(reference.labels));
      expect(adjustedRandIndex(result.labels, truth)).toBeCloseTo(reference.adjustedRandIndex, 12);
    }
    const iris = readReference('iris');
    for (const reference of iris.kmeans.filter(({ k }) => k <= 3)) {
      const { labels } = kMeansOf(matrixFromRows(iris.points), { k: reference.k, nInit: 20, random });
      expect(canonical(labels)).toEqual(canonical(reference.labels));
    }
    const wine = readReference('wine');
    const fit = kMeansOf(matrixFromRows(wine.points), { k: 3, nInit: 20, random });
    expect(canonical(fit.labels)).toEqual(canonical(wine.kmeans[0]!.labels));
    expect(adjustedRandIndex(fit.labels, wine.truth)).toBeCloseTo(0.897495, 6);
  });

  it('finds the published inertias of iris and wine', () => {
    const published = [152.347952, 78.851441, 57.228473, 46.446182, 39.039987];
    const iris = readReference('iris');
    published.forEach((inertia, i) => expect(iris.kmeans[i]!.inertia).toBeCloseTo(inertia, 6));
    const fit = kMeansOf(matrixFromRows(iris.points), { k: 3, nInit: 20, random });
    expect(fit.inertia).toBeCloseTo(78.851441, 6);
    const wine = kMeansOf(matrixFromRows(readReference('wine').points), { k: 3, nInit: 20, random });
    expect(wine.inertia).toBeCloseTo(1277.9285, 4);
  });
});

describe('chooseCentroids(matrix, k, random)', () => {
  it('chooses distinct rows, and one of each cloud when clouds lie far apart', () => {
    const matrix = makeClouds(CORNERS, { size: 30, spread: 0.1 });
    const centroids = chooseCentroids(matrix, 4, random);
    const clouds = nearestCentroids(centroids, matrixFromRows(CORNERS)).nearest;
    expect(new Set(clouds).size).toBe(4);
    for (let j = 0; j < 4; j++) {
      const row = [...centroids.data.subarray(2 * j, 2 * j + 2)];
      expect(
        Array.from({ length: 120 }, (_, i) => [...matrix.data.subarray(2 * i, 2 * i + 2)]),
      ).toContainEqual(row);
    }
  });

  it('stops when every row coincides with one already chosen', () => {
    const matrix = matrixFromRows([[3], [1], [3], [1], [2]]);
    expect([...chooseCentroids(matrix, 5, random).data].sort()).toEqual([1, 2, 3]);
  });
});

describe('Lloyd with bounds', () => {
  it('ends where Lloyd without bounds ends', () => {
    for (let seed = 0; seed < 12; seed++) {
      const matrix = makeUniform(250, 1 + (seed % 6), { seed });
      const start = chooseCentroids(matrix, 2 + seed, random.fork(`${seed}`));
      const lloyd = createLloyd(matrix, start);
      for (let changed = 1; changed > 0;) {
        changed = reassignInto(lloyd);
        moveCentroidsInto(lloyd);
      }
      expect(lloyd.labels).toEqual(plainLloyd(matrix, start));
    }
  });

  it('gives a tie to the lower centroid', () => {
    const matrix = matrixFromRows([[0], [1], [2]]);
    const lloyd = createLloyd(matrix, takeRows(matrix, [2, 0]));
    reassignInto(lloyd);
    expect([...lloyd.labels]).toEqual([1, 0, 0]);
  });

  it('refills an empty cluster with the row farthest from its centroid', () => {
    const matrix = matrixFromRows([[0, 1], [1, 1], [2, 1], [9, 1]]); // prettier-ignore
    const lloyd = createLloyd(matrix, matrixFromRows([[1, 1], [100, 1]])); // prettier-ignore
    reassignInto(lloyd);
    expect([...lloyd.counts]).toEqual([4, 0]);
    refillEmptyInto(lloyd);
    moveCentroidsInto(lloyd);
    expect([...lloyd.labels]).toEqual([0, 0, 0, 1]);
    expect([...lloyd.centroids]).toEqual([1, 1, 9, 1]);
    expect(reassignInto(lloyd)).toBe(0);
  });

  it('leaves a cluster empty if all rows lie on their centroids', () => {
    const matrix = matrixFromRows([[1], [1]]);
    const lloyd = createLloyd(matrix, matrixFromRows([[1], [5]]));
    reassignInto(lloyd);
    refillEmptyInto(lloyd);
    expect([...lloyd.counts]).toEqual([2, 0]);
  });
});

describe('settle(matrix, partition)', () => {
  it('drops clusters that lose their last row to the means of others', () => {
    // Means 0 and 0: ties go to the lower, so the second cluster loses both rows.
    const matrix = matrixFromRows([[-1], [1], [-1], [1], [9]]);
    const { labels, centroids, inertia } = settle(matrix, Int32Array.from([0, 0, 3, 3, 5]));
    expect([...labels]).toEqual([0, 0, 0, 0, 1]);
    expect([...centroids.data]).toEqual([0, 9]);
    expect(inertia).toBe(4);
  });
});

describe('meanVariance(matrix)', () => {
  it('averages the variances of columns', () => {
    expect(meanVariance(matrixFromRows([[0, 5], [4, 5]]))).toBe(2); // prettier-ignore
  });
});
