import { describe, expect, it } from 'vitest';
import { missingShares, sortedKnownValues } from '../../features/known-values.ts';
import { matrixFromRows } from '../../pipeline/core/matrix.ts';

describe('sortedKnownValues(matrix, j)', () => {
  it('sorts numbers and leaves out unknown ones', () => {
    const matrix = matrixFromRows([
      [0, 10],
      [0, Number.NaN],
      [0, 9],
      [0, -1],
    ]);
    expect([...sortedKnownValues(matrix, 1)]).toEqual([-1, 9, 10]);
    expect(matrix.data[1]).toBe(10);
  });

  it('turns a negative zero into zero, which JSON keeps', () => {
    expect([...sortedKnownValues(matrixFromRows([[-0]]), 0)]).toEqual([0]);
  });

  it('is empty where nothing is known', () => {
    expect(sortedKnownValues(matrixFromRows([[Number.NaN]]), 0)).toHaveLength(0);
    expect(sortedKnownValues(matrixFromRows([], ['a']), 0)).toHaveLength(0);
  });
});

describe('missingShares(matrix)', () => {
  it('counts unknown cells per column', () => {
    const matrix = matrixFromRows([
      [1, Number.NaN, Number.NaN],
      [2, 3, Number.NaN],
    ]);
    expect(missingShares(matrix)).toEqual([0, 0.5, 1]);
  });

  it('is 1 where there are no rows', () => {
    expect(missingShares(matrixFromRows([], ['a', 'b']))).toEqual([1, 1]);
  });
});
