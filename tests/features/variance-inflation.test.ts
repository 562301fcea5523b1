import { describe, expect, it } from 'vitest';
import { findCollinear, MAX_VIF, varianceInflation } from '../../features/variance-inflation.ts';
import { InvalidInputError } from '../../pipeline/core/errors.ts';
import { matrixFromRows, takeColumns, takeRows } from '../../pipeline/core/matrix.ts';
import { largestError, readFixture, timesMatrix, toMatrix, type Table } from './fixture.ts';

const REFERENCE = readFixture<{ collinear: Table; variance_inflation: number[] }>('ranks');
const MATRIX = toMatrix(REFERENCE.collinear, ['a', 'b', 'c', 'sum']);

// A full factorial: x and y are uncorrelated.
const FACTORIAL = [
  [0, 0],
  [0, 1],
  [1, 0],
  [1, 1],
];

describe('varianceInflation(matrix)', () => {
  it('is 1 without correlation and 1 / (1 - r²) for two columns', () => {
    expect(largestError(varianceInflation(matrixFromRows(FACTORIAL)), [1, 1])).toBeLessThan(1e-14);
    // r = 1/3 for these six rows.
    const related = matrixFromRows([
      [0, 0],
      [0, 0],
      [1, 0],
      [1, 1],
      [0, 1],
      [1, 1],
    ]);
    const r = 1 / 3;
    expect(largestError(varianceInflation(related), [1 / (1 - r * r), 1 / (1 - r * r)])).toBeLessThan(1e-14);
  });

  it('caps exact collinearity and leaves unconcerned columns alone', () => {
    const rows = [0, 1].flatMap((z) => FACTORIAL.map(([x, y]) => [x!, y!, x! + y!, z]));
    const [x, y, sum, z] = varianceInflation(matrixFromRows(rows));
    expect([x, y, sum]).toEqual([MAX_VIF, MAX_VIF, MAX_VIF]);
    expect(z).toBeCloseTo(1, 12);
  });

  it('refuses a constant column and a single row', () => {
    expect(() => varianceInflation(matrixFromRows([[1], [1]], ['a']))).toThrow('column a is constant');
    expect(() => varianceInflation(matrixFromRows([[1]]))).toThrow(InvalidInputError);
  });

  it('does not depend on units', () => {
    const expected = varianceInflation(MATRIX);
    for (const factor of [1e-9, 1e9]) {
      expect(largestError(varianceInflation(timesMatrix(MATRIX, factor)), expected)).toBeLessThan(1e-6);
    }
  });

  it('equals the diagonal of the inverse correlation matrix of numpy', () => {
    expect(largestError(varianceInflation(MATRIX), REFERENCE.variance_inflation)).toBeLessThan(1e-6);
  });
});

describe('findCollinear(matrix, threshold)', () => {
  it('drops columns until none is predicted by the others', () => {
    const dropped = findCollinear(MATRIX, 10);
    expect(dropped.map(({ feature }) => feature)).toEqual(['sum']);
    expect(dropped[0]!.inflation).toBeCloseTo(Math.max(...varianceInflation(MATRIX)), 6);
    expect(Math.max(...varianceInflation(takeColumns(MATRIX, ['a', 'b', 'c'])))).toBeLessThanOrEqual(10);
  });

  it('drops the later column of equal factors and keeps the last one left', () => {
    const twice = matrixFromRows(
      [1, 2, 4].map((x) => [x, 2 * x]),
      ['first', 'second'],
    );
    expect(findCollinear(twice, 10)).toEqual([{ feature: 'second', inflation: MAX_VIF }]);
    expect(findCollinear(takeColumns(twice, ['first']), 1)).toEqual([]);
    expect(findCollinear(takeColumns(twice, []), 1)).toEqual([]);
  });

  it('does not depend on row order', () => {
    const order = [...Array(MATRIX.rows).keys()].reverse();
    expect(findCollinear(takeRows(MATRIX, order), 2).map(({ feature }) => feature)).toEqual(
      findCollinear(MATRIX, 2).map(({ feature }) => feature),
    );
  });

  it('refuses a threshold below 1', () => {
    expect(() => findCollinear(MATRIX, 0.5)).toThrow(InvalidInputError);
  });
});
