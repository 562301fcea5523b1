import { describe, expect, it } from 'vitest';
import { fitWinsorBounds, winsorise } from '../../features/winsorise.ts';
import { InvalidInputError } from '../../pipeline/core/errors.ts';
import { matrixFromRows } from '../../pipeline/core/matrix.ts';

const HUNDRED = matrixFromRows(Array.from({ length: 101 }, (_, i) => [i]));

describe('fitWinsorBounds(matrix, shares)', () => {
  it('interpolates quantiles of the known values', () => {
    expect(fitWinsorBounds(HUNDRED, [0.005, 0.995])).toEqual([{ lower: 0.5, upper: 99.5 }]);
    const gaps = matrixFromRows([[Number.NaN], [1], [Number.NaN], [3]]);
    expect(fitWinsorBounds(gaps, [0.25, 0.75])).toEqual([{ lower: 1.5, upper: 2.5 }]);
  });

  it('keeps everything between minimum and maximum', () => {
    const [bounds] = fitWinsorBounds(HUNDRED, [0, 1]);
    expect(winsorise(HUNDRED, [bounds!])).toEqual(HUNDRED);
  });

  it.each([
    [0.9, 0.1],
    [-0.1, 1],
    [0, 1.1],
    [Number.NaN, 1],
  ] as const)('refuses the shares %d and %d', (lower, upper) => {
    expect(() => fitWinsorBounds(HUNDRED, [lower, upper])).toThrow(InvalidInputError);
  });

  it('refuses a column without known values', () => {
    expect(() => fitWinsorBounds(matrixFromRows([[Number.NaN]]), [0, 1])).toThrow(InvalidInputError);
  });
});

describe('winsorise(matrix, columns)', () => {
  it('moves values to the nearer bound and keeps unknown ones', () => {
    const matrix = matrixFromRows([[-5], [1], [2], [99], [Number.NaN]]);
    expect([...winsorise(matrix, [{ lower: 0, upper: 3 }]).data]).toEqual([0, 1, 2, 3, Number.NaN]);
    expect(matrix.data[0]).toBe(-5);
  });
});
