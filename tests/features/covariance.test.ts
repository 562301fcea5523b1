import { describe, expect, it } from 'vitest';
import { columnMeans, columnVariances, covarianceOf } from '../../features/covariance.ts';
import { matrixFromRows } from '../../pipeline/core/matrix.ts';

const MATRIX = matrixFromRows([
  [1, 10],
  [2, 10],
  [3, 40],
]);

describe('columnMeans(matrix) and columnVariances(matrix)', () => {
  it('match a case worked by hand', () => {
    expect(columnMeans(MATRIX)).toEqual([2, 20]);
    expect(columnVariances(MATRIX)).toEqual([2 / 3, 200]);
  });

  it('keep the variance of values far from zero', () => {
    expect(columnVariances(matrixFromRows([[1e9], [1e9 + 2]]))).toEqual([1]);
  });

  it('are NaN without rows', () => {
    expect(columnMeans(matrixFromRows([], ['a']))).toEqual([Number.NaN]);
    expect(columnVariances(matrixFromRows([], ['a']))).toEqual([Number.NaN]);
  });
});

describe('covarianceOf(matrix, means, divisor)', () => {
  it('matches a case worked by hand', () => {
    expect(covarianceOf(MATRIX, [2, 20], 2).to2DArray()).toEqual([
      [1, 15],
      [15, 300],
    ]);
  });
});
