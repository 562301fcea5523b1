import { describe, expect, it } from 'vitest';
import { fitPrincipalComponents, projectOntoComponents } from '../../features/principal-components.ts';
import { InvalidInputError } from '../../pipeline/core/errors.ts';
import { matrixFromRows, takeRows } from '../../pipeline/core/matrix.ts';
import { largestError, readFixture, timesMatrix, toMatrix, type Table } from './fixture.ts';

const REFERENCE = readFixture<{
  matrix: Table;
  means: number[];
  components: number[][];
  variances: number[];
  variance_shares: number[];
  kept: number;
  scores: Table;
}>('pca');
const MATRIX = toMatrix(REFERENCE.matrix);

// Variance 2 along (1, 1), none across.
const DIAGONAL = matrixFromRows([
  [-1, 4],
  [0, 5],
  [1, 6],
]);

describe('fitPrincipalComponents(matrix, share)', () => {
  it('matches a case worked by hand', () => {
    const { means, components, variances, varianceShares } = fitPrincipalComponents(DIAGONAL, 0.9);
    expect(means).toEqual([0, 5]);
    expect(components).toHaveLength(1);
    expect(largestError(components[0]!, [Math.SQRT1_2, Math.SQRT1_2])).toBeLessThan(1e-15);
    expect(largestError(variances, [2])).toBeLessThan(1e-15);
    expect(largestError(varianceShares, [1])).toBeLessThan(1e-15);
  });

  it('keeps as few components as reach the share, and all for 1', () => {
    const shares = REFERENCE.variance_shares;
    expect(fitPrincipalComponents(MATRIX, shares[0]! - 1e-6).components).toHaveLength(1);
    expect(fitPrincipalComponents(MATRIX, shares[0]! + 1e-6).components).toHaveLength(2);
    expect(fitPrincipalComponents(MATRIX, 1).varianceShares.length).toBeGreaterThanOrEqual(6);
  });

  it('takes a share that is met exactly as met', () => {
    const square = matrixFromRows([
      [0, 0],
      [0, 1],
      [1, 0],
      [1, 1],
    ]);
    expect(fitPrincipalComponents(square, 0.5).varianceShares).toEqual([0.5]);
  });

  it('makes the largest loading of each component positive', () => {
    for (const component of fitPrincipalComponents(MATRIX, 1).components) {
      const largest = Math.max(...component.map(Math.abs));
      expect(component).toContain(largest);
    }
  });

  it('makes the first of equal loadings positive and leaves no negative zero, which JSON would lose', () => {
    const opposed = matrixFromRows([
      [1, -1, 7],
      [3, -3, 7],
      [4, -4, 7],
    ]);
    const [component] = fitPrincipalComponents(opposed, 0.9).components;
    expect(largestError(component!, [Math.SQRT1_2, -Math.SQRT1_2, 0])).toBeLessThan(1e-15);
    expect(Object.is(component![2], 0)).toBe(true);
  });

  it('accepts a single column and a constant one among others', () => {
    expect(fitPrincipalComponents(matrixFromRows([[1], [3]]), 0.9)).toMatchObject({
      components: [[1]],
      variances: [2],
    });
    const { components } = fitPrincipalComponents(
      matrixFromRows([
        [1, 7],
        [3, 7],
      ]),
      0.9,
    );
    expect(components).toEqual([[1, 0]]);
  });

  it('refuses one row, no variance, and a share outside (0, 1]', () => {
    expect(() => fitPrincipalComponents(takeRows(MATRIX, [0]), 0.9)).toThrow(InvalidInputError);
    expect(() => fitPrincipalComponents(takeRows(MATRIX, [0, 0]), 0.9)).toThrow('do not vary');
    for (const share of [0, 1.1, Number.NaN]) {
      expect(() => fitPrincipalComponents(MATRIX, share)).toThrow(InvalidInputError);
    }
  });

  it('does not depend on units or row order beyond rounding', () => {
    const expected = fitPrincipalComponents(MATRIX, 0.9).components.flat();
    const reversed = takeRows(MATRIX, [...Array(MATRIX.rows).keys()].reverse());
    for (const matrix of [timesMatrix(MATRIX, 1e-9), timesMatrix(MATRIX, 1e9), reversed]) {
      const actual = fitPrincipalComponents(matrix, 0.9).components.flat();
      expect(largestError(actual, expected)).toBeLessThan(1e-12);
    }
  });

  it('agrees with scikit-learn', () => {
    const fitted = fitPrincipalComponents(MATRIX, 0.9);
    const { kept } = REFERENCE;
    expect(fitted.components).toHaveLength(kept);
    const full = fitPrincipalComponents(MATRIX, 1);
    expect(full.components).toHaveLength(REFERENCE.components.length);
    expect(largestError(full.means, REFERENCE.means)).toBeLessThan(1e-9);
    expect(largestError(full.components.flat(), REFERENCE.components.flat())).toBeLessThan(1e-9);
    expect(largestError(full.variances, REFERENCE.variances)).toBeLessThan(1e-9);
    expect(largestError(full.varianceShares, REFERENCE.variance_shares)).toBeLessThan(1e-9);
  });
});

describe('projectOntoComponents(matrix, fitted)', () => {
  it('agrees with scikit-learn', () => {
    const scores = projectOntoComponents(MATRIX, fitPrincipalComponents(MATRIX, 0.9));
    expect(scores.names).toEqual(Array.from({ length: REFERENCE.kept }, (_, k) => `pc${k + 1}`));
    expect(largestError(scores.data, toMatrix(REFERENCE.scores).data)).toBeLessThan(1e-9);
  });

  it('accepts no rows and refuses another number of columns', () => {
    const fitted = fitPrincipalComponents(DIAGONAL, 0.9);
    expect(projectOntoComponents(takeRows(DIAGONAL, []), fitted)).toMatchObject({ rows: 0, columns: 1 });
    expect(() => projectOntoComponents(MATRIX, fitted)).toThrow(InvalidInputError);
  });
});
