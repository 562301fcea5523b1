import { describe, expect, it } from 'vitest';
import { modalShares } from '../../features/near-constant.ts';
import { matrixFromRows, takeRows } from '../../pipeline/core/matrix.ts';

describe('modalShares(matrix)', () => {
  it('finds the most frequent value wherever it stands in the order', () => {
    const matrix = matrixFromRows([
      [1, 1, 5, 1],
      [1, 2, 5, 2],
      [2, 2, 5, 3],
      [3, 3, 5, 3],
    ]);
    expect(modalShares(matrix)).toEqual([0.5, 0.5, 1, 0.5]);
    expect(modalShares(takeRows(matrix, [2, 0, 3, 1]))).toEqual([0.5, 0.5, 1, 0.5]);
  });

  it('takes 0 and -0 for one value', () => {
    expect(modalShares(matrixFromRows([[0], [-0]]))).toEqual([1]);
  });

  it('leaves unknown cells out', () => {
    expect(modalShares(matrixFromRows([[1], [Number.NaN], [2]]))).toEqual([0.5]);
  });

  it('is 1 where nothing is known', () => {
    expect(modalShares(matrixFromRows([[Number.NaN]]))).toEqual([1]);
    expect(modalShares(matrixFromRows([], ['a']))).toEqual([1]);
  });
});
