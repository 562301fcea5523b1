import { describe, expect, it } from 'vitest';
import { meanSilhouette, scatterIndices } from '../../clustering/indices.ts';
import { silhouettes } from '../../clustering/kernels/silhouettes.ts';
import { matrixFromRows, type Matrix } from '../../pipeline/core/matrix.ts';
import { makeUniform, readReference, scaleBy, type KMeansReference } from './support.ts';

const calinskiHarabasz = (matrix: Matrix, labels: Int32Array): number =>
  scatterIndices(matrix, labels).calinskiHarabasz;
const daviesBouldin = (matrix: Matrix, labels: Int32Array): number =>
  scatterIndices(matrix, labels).daviesBouldin;

const line = matrixFromRows([[0], [2], [10], [14]]);
const halves = Int32Array.from([0, 0, 1, 1]);

describe('scatterIndices(matrix, labels).calinskiHarabasz', () => {
  it('gives the value worked out by hand', () => {
    // Centroids 1 and 12, whole 6.5: between 2 * 5.5^2 * 2 = 121, within 1 + 1 + 4 + 4 = 10; (121 / 1) / (10 / 2).
    expect(calinskiHarabasz(line, halves)).toBeCloseTo(24.2, 12);
  });

  it('is 1 when every row lies on its centroid', () => {
    expect(calinskiHarabasz(matrixFromRows([[1], [1], [2]]), Int32Array.from([0, 0, 1]))).toBe(1);
  });
});

describe('scatterIndices(matrix, labels).daviesBouldin', () => {
  it('gives the value worked out by hand', () => {
    // Mean distances 1 and 2, centroids 11 apart.
    expect(daviesBouldin(line, halves)).toBeCloseTo(3 / 11, 12);
  });

  it('is 0 when centroids coincide or every row lies on its centroid', () => {
    expect(daviesBouldin(matrixFromRows([[0], [2], [0], [2]]), Int32Array.from([0, 0, 1, 1]))).toBe(0);
    expect(daviesBouldin(matrixFromRows([[1], [1], [2]]), Int32Array.from([0, 0, 1]))).toBe(0);
  });
});

describe('scatterIndices(matrix, labels)', () => {
  it('gives both values worked out by hand', () => {
    const both = scatterIndices(line, halves);
    expect(both.calinskiHarabasz).toBeCloseTo(24.2, 12);
    expect(both.daviesBouldin).toBeCloseTo(3 / 11, 12);
  });
});

describe.each([
  ['calinskiHarabasz', calinskiHarabasz],
  ['daviesBouldin', daviesBouldin],
])('%s', (_name, index) => {
  it('is NaN for one cluster, for as many clusters as rows and for no rows', () => {
    expect(index(line, new Int32Array(4))).toBeNaN();
    expect(index(line, Int32Array.from([0, 1, 2, 3]))).toBeNaN();
    expect(index(matrixFromRows([], ['x']), new Int32Array(0))).toBeNaN();
  });

  it('leaves rows labelled -1 out and closes gaps in the numbering', () => {
    const withNoise = matrixFromRows([[0], [999], [2], [10], [14]]);
    expect(index(withNoise, Int32Array.from([7, -1, 7, 3, 3]))).toBeCloseTo(index(line, halves), 12);
  });

  it.each([1e-9, 1e9])('does not depend on the unit: scale %f', (scale) => {
    const matrix = makeUniform(50, 3, { seed: 1 });
    const labels = Int32Array.from({ length: 50 }, (_, i) => i % 3);
    expect(index(scaleBy(matrix, scale), labels)).toBeCloseTo(index(matrix, labels), 9);
  });

  it('refuses labels that do not fit', () => {
    expect(() => index(line, new Int32Array(3))).toThrow('expected 4 labels, one per row, got 3');
  });
});

describe('the indices against scikit-learn', () => {
  it('agree on random labels to 1e-9', () => {
    const { cases } = readReference<{ cases: (KMeansReference & { points: number[][] })[] }>('random');
    for (const { points, labels, ...expected } of cases)
      expectIndices(points, Int32Array.from(labels), expected);
  });

  it.each(['blobs-kmeans', 'iris', 'wine'])('agree on %s to 1e-9', (name) => {
    const { points, kmeans } = readReference(name);
    for (const { labels, ...expected } of kmeans) expectIndices(points, Int32Array.from(labels), expected);
  });

  it('give the published figures: silhouette prefers 2 blobs, Calinski-Harabasz the true 4', () => {
    const { kmeans } = readReference('blobs-kmeans');
    const published = {
      calinskiHarabasz: [1604.112, 1809.992, 2704.486, 2257.879, 2033.684],
      daviesBouldin: [0.36092, 0.60233, 0.4777, 0.72175, 0.92597],
    };
    kmeans.forEach((fit, i) => {
      expect(fit.calinskiHarabasz).toBeCloseTo(published.calinskiHarabasz[i]!, 3);
      expect(fit.daviesBouldin).toBeCloseTo(published.daviesBouldin[i]!, 5);
    });
    expect(readReference('iris').kmeans[1]!.silhouette).toBeCloseTo(0.552819, 6);
    expect(readReference('iris').kmeans[1]!.calinskiHarabasz).toBeCloseTo(561.6278, 4);
    expect(readReference('iris').kmeans[1]!.daviesBouldin).toBeCloseTo(0.661972, 6);
    expect(readReference('wine').kmeans[0]!.silhouette).toBeCloseTo(0.284859, 6);
  });
});

function expectIndices(
  points: number[][],
  labels: Int32Array,
  expected: Pick<KMeansReference, 'silhouette' | 'calinskiHarabasz' | 'daviesBouldin'>,
): void {
  const matrix = matrixFromRows(points);
  expect(Math.abs(meanSilhouette(silhouettes(matrix, [labels])[0]!) - expected.silhouette)).toBeLessThan(
    1e-9,
  );
  expect(calinskiHarabasz(matrix, labels) / expected.calinskiHarabasz).toBeCloseTo(1, 9);
  expect(daviesBouldin(matrix, labels) / expected.daviesBouldin).toBeCloseTo(1, 9);
}

describe('meanSilhouette(silhouettes)', () => {
  it('leaves NaN out and is NaN if nothing is left', () => {
    expect(meanSilhouette(Float64Array.from([0.5, NaN, 0.25]))).toBe(0.375);
    expect(meanSilhouette(Float64Array.from([NaN]))).toBeNaN();
  });
});
