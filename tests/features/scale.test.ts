import { describe, expect, it } from 'vitest';
import { fitScales, scaleColumns, type Scaling } from '../../features/scale.ts';
import { sortKnownValues } from '../../features/known-values.ts';
import { InvalidInputError } from '../../pipeline/core/errors.ts';
import { columnOf, matrixFromRows, takeColumns, takeRows, type Matrix } from '../../pipeline/core/matrix.ts';
import { largestError, readFixture, timesMatrix, toMatrix, type Table } from './fixture.ts';

const REFERENCE = readFixture<Record<'matrix' | 'standard' | 'robust' | 'minmax', Table>>('scalers');
const MATRIX = toMatrix(REFERENCE.matrix);
/** Index of the column four fifths of which are 0. */
const ZERO_INFLATED = 1;
const SCALINGS: readonly Scaling[] = ['default', 'standard', 'robust', 'minmax'];

const column = (...values: number[]): Matrix => matrixFromRows(values.map((value) => [value]));
const fitted = (matrix: Matrix, scaling: Scaling) => fitScales(sortKnownValues(matrix), scaling);
const scaled = (matrix: Matrix, scaling: Scaling): Matrix => scaleColumns(matrix, fitted(matrix, scaling));

describe('fitScales(sorted, scaling)', () => {
  it('matches cases worked by hand', () => {
    const matrix = column(1, 2, 3, 4, 10);
    expect(fitted(matrix, 'standard')).toEqual([{ centre: 4, scale: Math.sqrt(10) }]);
    expect(fitted(matrix, 'robust')).toEqual([{ centre: 3, scale: 2 }]);
    expect(fitted(matrix, 'minmax')).toEqual([{ centre: 1, scale: 9 }]);
    expect(fitted(matrix, 'default')).toEqual([{ centre: 3, scale: Math.sqrt(10) }]);
  });

  it('takes the quartiles by default where they spread wider than the standard deviation', () => {
    const matrix = column(0, 0, 0, 1, 1, 1);
    expect(fitted(matrix, 'default')[0]!.scale).toBe(1 / 1.349);
  });

  it('looks at known values only', () => {
    for (const scaling of SCALINGS) {
      expect(fitted(column(1, Number.NaN, 2, 3, 4, 10, Number.NaN), scaling)).toEqual(
        fitted(column(1, 2, 3, 4, 10), scaling),
      );
    }
  });

  it('gives scale 1 to a constant column, whatever its value', () => {
    for (const scaling of SCALINGS) {
      for (const value of [0, 0.1, 1e-9, -1e9]) {
        const constant = column(...Array<number>(120).fill(value));
        expect(fitted(constant, scaling)).toEqual([{ centre: value, scale: 1 }]);
      }
    }
  });

  it('does not change by a bit with the order of rows', () => {
    const reversed = takeRows(MATRIX, [...Array(MATRIX.rows).keys()].reverse());
    for (const scaling of SCALINGS) expect(fitted(reversed, scaling)).toEqual(fitted(MATRIX, scaling));
  });
});

describe('scaleColumns(matrix, columns)', () => {
  it('keeps unknown cells unknown', () => {
    const result = scaleColumns(matrixFromRows([[1], [Number.NaN]]), [{ centre: 1, scale: 2 }]);
    expect([...result.data]).toEqual([0, Number.NaN]);
  });

  it('leaves a constant column at zero', () => {
    for (const scaling of SCALINGS) {
      expect([...scaled(column(0.1, 0.1, 0.1), scaling).data]).toEqual([0, 0, 0]);
    }
  });

  it.each(SCALINGS)('does not depend on the unit (%s)', (scaling) => {
    const names = MATRIX.names.filter((_, j) => j !== ZERO_INFLATED);
    const matrix = takeColumns(MATRIX, scaling === 'robust' ? names : MATRIX.names);
    for (const factor of [1e-9, 1e9]) {
      const result = scaled(timesMatrix(matrix, factor), scaling);
      expect(largestError(result.data, scaled(matrix, scaling).data)).toBeLessThan(1e-7);
    }
  });

  it('leaves a column its unit where robust scaling finds no spread', () => {
    const zeroInflated = takeColumns(MATRIX, [MATRIX.names[ZERO_INFLATED]!]);
    expect(scaled(zeroInflated, 'robust').data).toEqual(zeroInflated.data);
  });

  it('refuses parameters for another number of columns', () => {
    expect(() => scaleColumns(MATRIX, [])).toThrow(InvalidInputError);
  });

  it.each(['standard', 'robust', 'minmax'] as const)('agrees with scikit-learn (%s)', (scaling) => {
    const actual = scaled(MATRIX, scaling);
    const expected = toMatrix(REFERENCE[scaling]);
    for (let j = 0; j < MATRIX.columns; j++) {
      expect([j, largestError(columnOf(actual, j), columnOf(expected, j)) <= 1e-9]).toEqual([j, true]);
    }
  });
});
