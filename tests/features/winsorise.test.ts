import { describe, expect, it } from 'vitest';
import { fitWinsorBounds, winsorise } from '../../features/winsorise.ts';
import { InvalidInputError } from '../../pipeline/core/errors.ts';
import { matrixFromRows } from '../../pipeline/core/matrix.ts';

const HUNDRED = Float64Array.from({ length: 101 }, (_, i) => i);

describe('fitWinsorBounds(sorted, shares)', () => {
  it('interpolates quantiles of every column', () => {
    expect(fitWinsorBounds([HUNDRED, Float64Array.of(4)], [0.005, 0.995])).toEqual([
      { lower: 0.5, upper: 99.5 },
      { lower: 4, upper: 4 },
    ]);
  });

  it('keeps everything between minimum and maximum', () => {
    expect(fitWinsorBounds([HUNDRED], [0, 1])).toEqual([{ lower: 0, upper: 100 }]);
  });

  it.each([
    [0.9, 0.1],
    [-0.1, 1],
    [0, 1.1],
    [Number.NaN, 1],
  ] as const)('refuses the shares %d and %d', (lower, upper) => {
    expect(() => fitWinsorBounds([HUNDRED], [lower, upper])).toThrow(InvalidInputError);
  });
});

describe('winsorise(matrix, columns)', () => {
  it('moves values to the nearer bound and keeps unknown ones', () => {
    const matrix = matrixFromRows([[-5], [1], [2], [99], [Number.NaN]]);
    expect([...winsorise(matrix, [{ lower: 0, upper: 3 }]).data]).toEqual([0, 1, 2, 3, Number.NaN]);
    expect(matrix.data[0]).toBe(-5);
  });
});
