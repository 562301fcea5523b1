import { describe, expect, it } from 'vitest';
import { missingShares, sortKnownValues } from '../../features/known-values.ts';
import { InvalidInputError } from '../../pipeline/core/errors.ts';
import { columnOf, matrixFromRows } from '../../pipeline/core/matrix.ts';

describe('sortKnownValues(matrix)', () => {
  it('sorts numbers and leaves out unknown ones', () => {
    const matrix = matrixFromRows([
      [4, 10],
      [2, Number.NaN],
      [4, 9],
      [1, -1],
    ]);
    expect(sortKnownValues(matrix)).toEqual([Float64Array.of(1, 2, 4, 4), Float64Array.of(-1, 9, 10)]);
    expect([...columnOf(matrix, 0)]).toEqual([4, 2, 4, 1]);
  });

  it('turns a negative zero into zero, which JSON keeps', () => {
    expect(Object.is(sortKnownValues(matrixFromRows([[-0]]))[0]![0], 0)).toBe(true);
  });

  it('refuses a column of which nothing is known', () => {
    expect(() => sortKnownValues(matrixFromRows([[Number.NaN]]))).toThrow(InvalidInputError);
    expect(() => sortKnownValues(matrixFromRows([], ['a']))).toThrow('column a has no known value');
    expect(sortKnownValues(matrixFromRows([[], []]))).toEqual([]);
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
