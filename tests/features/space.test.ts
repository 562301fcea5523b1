import { describe, expect, it } from 'vitest';
import { fitSpace, placeInSpace } from '../../features/space.ts';
import { InvalidInputError } from '../../pipeline/core/errors.ts';
import { matrixFromRows, takeColumns } from '../../pipeline/core/matrix.ts';

// Population variances 1, 4 and 4; a and b move together.
const SCALED = matrixFromRows(
  [
    [-1, -2, 7, 2],
    [1, 2, 7, 2],
    [-1, -2, 7, -2],
    [1, 2, 7, -2],
  ],
  ['a', 'b', 'unused', 'c'],
);
const CLUSTERED = takeColumns(SCALED, ['a', 'b', 'c']);

describe('fitSpace(matrix, options) and placeInSpace(scaled, space)', () => {
  it('take the columns as they are', () => {
    const space = fitSpace(CLUSTERED, { blocks: null, pcaVariance: null });
    expect(space).toEqual({ features: ['a', 'b', 'c'], weights: [1, 1, 1], components: null });
    expect(placeInSpace(SCALED, space)).toEqual(CLUSTERED);
  });

  it('balance blocks before they project', () => {
    const space = fitSpace(CLUSTERED, { blocks: ['x', 'x', 'y'], pcaVariance: 0.9 });
    expect(space.weights).toEqual([1 / Math.sqrt(5), 1 / Math.sqrt(5), 1 / 2]);
    // Each block holds half of the variance, along one direction.
    expect(space.components!.varianceShares).toHaveLength(2);
    expect(space.components!.varianceShares[0]).toBeCloseTo(0.5, 12);
    expect(placeInSpace(SCALED, space).names).toEqual(['pc1', 'pc2']);
  });

  it('project unbalanced columns onto the widest direction', () => {
    const space = fitSpace(takeColumns(SCALED, ['a', 'b']), { blocks: null, pcaVariance: 0.9 });
    const scores = [...placeInSpace(SCALED, space).data];
    [-1, 1, -1, 1].forEach((sign, i) => expect(scores[i]).toBeCloseTo(sign * Math.sqrt(5), 12));
  });

  it('refuse rows without a column of the space', () => {
    const space = fitSpace(CLUSTERED, { blocks: null, pcaVariance: null });
    expect(() => placeInSpace(takeColumns(SCALED, ['a']), space)).toThrow(InvalidInputError);
  });
});
