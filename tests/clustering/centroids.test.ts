import { describe, expect, it } from 'vitest';
import { centroidsOf, nearestCentroids } from '../../clustering/centroids.ts';
import { matrixFromRows } from '../../pipeline/core/matrix.ts';

const square = matrixFromRows([[0, 0], [4, 0], [0, 2], [9, 9]], ['a', 'b']); // prettier-ignore

describe('centroidsOf(matrix, labels)', () => {
  it('averages the rows of each cluster, noise left out', () => {
    expect(centroidsOf(square, Int32Array.from([1, 0, 1, -1]))).toEqual(matrixFromRows([[4, 0], [0, 1]], ['a', 'b'])); // prettier-ignore
  });

  it('has no rows if there is nothing but noise', () => {
    expect(centroidsOf(square, new Int32Array(4).fill(-1)).rows).toBe(0);
  });

  it('refuses a gap in the labels', () => {
    expect(() => centroidsOf(square, Int32Array.from([0, 0, 2, 2]))).toThrow('got no row labelled 1');
  });
});

describe('nearestCentroids(matrix, centroids)', () => {
  it('finds the two nearest, ties to the lower index', () => {
    const centroids = matrixFromRows([[2, 0], [4, 0], [0, 0]]); // prettier-ignore
    const { nearest, second, distances, inertia } = nearestCentroids(matrixFromRows([[0, 0], [3, 0], [2, 0]]), centroids); // prettier-ignore
    expect([...nearest]).toEqual([2, 0, 0]);
    expect([...second]).toEqual([0, 1, 1]);
    expect([...distances]).toEqual([0, 1, 0]);
    expect(inertia).toBe(1);
  });

  it('has no second nearest of one centroid', () => {
    expect([...nearestCentroids(matrixFromRows([[1]]), matrixFromRows([[3]])).second]).toEqual([-1]);
  });

  it('refuses no centroids and other columns', () => {
    expect(() => nearestCentroids(square, matrixFromRows([], ['a', 'b']))).toThrow(
      'at least 1 centroid of 2 columns, got 0 of 2',
    );
    expect(() => nearestCentroids(square, matrixFromRows([[1]]))).toThrow('got 1 of 1');
  });
});
