import { describe, expect, it } from 'vitest';
import { quantileOfSorted } from '../../features/quantile.ts';
import { InvalidInputError } from '../../pipeline/core/errors.ts';
import { readFixture, toMatrix, type Table } from './fixture.ts';
import { columnOf } from '../../pipeline/core/matrix.ts';

describe('quantileOfSorted(sorted, share)', () => {
  it('interpolates between neighbours', () => {
    expect(quantileOfSorted([1, 2, 4, 8], 0.5)).toBe(3);
    expect(quantileOfSorted([1, 2, 4, 8], 0.25)).toBe(1.75);
    expect(quantileOfSorted([1, 2, 4, 8], 0)).toBe(1);
    expect(quantileOfSorted([1, 2, 4, 8], 1)).toBe(8);
  });

  it('interpolates from the nearer neighbour, which keeps its small digits', () => {
    expect(quantileOfSorted([-1, 1e-17], 1 - 2 ** -53)).toBe(1e-17 - 2 ** -53);
    expect(quantileOfSorted([1e-17, 1], 2 ** -53)).toBe(1e-17 + 2 ** -53);
  });

  it('returns the only value of one, and NaN of none', () => {
    expect(quantileOfSorted([7], 0.3)).toBe(7);
    expect(quantileOfSorted([], 0.3)).toBeNaN();
  });

  it('stays at the value of equal neighbours', () => {
    expect(quantileOfSorted([0.1, 0.1, 0.1], 0.77)).toBe(0.1);
  });

  it.each([-0.1, 1.1, Number.NaN])('refuses the share %s', (share) => {
    expect(() => quantileOfSorted([1, 2], share)).toThrow(InvalidInputError);
  });

  it('equals numpy to the last bit', () => {
    const { matrix, shares, quantiles } = readFixture<{
      matrix: Table;
      shares: number[];
      quantiles: number[][];
    }>('ranks');
    quantiles.forEach((expected, j) => {
      const sorted = columnOf(toMatrix(matrix), j).sort();
      expect(shares.map((share) => quantileOfSorted(sorted, share))).toEqual(expected);
    });
  });
});
