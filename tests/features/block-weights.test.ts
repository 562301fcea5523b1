import { describe, expect, it } from 'vitest';
import { fitBlockWeights } from '../../features/block-weights.ts';
import { InvalidInputError } from '../../pipeline/core/errors.ts';
import { matrixFromRows } from '../../pipeline/core/matrix.ts';

// Population variances 1, 4 and 4.
const MATRIX = matrixFromRows([
  [0, 0, 5],
  [2, 4, 1],
]);

describe('fitBlockWeights(matrix, blocks)', () => {
  it('divides by the root of the total variance of the block', () => {
    expect(fitBlockWeights(MATRIX, ['x', 'x', 'y'])).toEqual([1 / Math.sqrt(5), 1 / Math.sqrt(5), 1 / 2]);
    expect(fitBlockWeights(MATRIX, ['x', 'y', 'x'])).toEqual([1 / Math.sqrt(5), 1 / 2, 1 / Math.sqrt(5)]);
  });

  it('leaves a block without variance alone', () => {
    expect(fitBlockWeights(matrixFromRows([[3], [3]]), ['x'])).toEqual([1]);
    expect(fitBlockWeights(matrixFromRows([[3]]), ['x'])).toEqual([1]);
  });

  it('refuses a wrong number of names', () => {
    expect(() => fitBlockWeights(MATRIX, ['x'])).toThrow(InvalidInputError);
  });
});
