import { describe, expect, it } from 'vitest';
import { findCorrelated } from '../../features/correlate.ts';
import { spearman } from '../../features/ranks.ts';
import { InvalidInputError } from '../../pipeline/core/errors.ts';
import { columnOf, matrixFromRows, takeRows } from '../../pipeline/core/matrix.ts';
import { timesMatrix } from './fixture.ts';

// b is a with two neighbours swapped, c is b with two others swapped, d is unrelated, e is constant, f falls as a rises.
const A = [1, 2, 3, 4, 5, 6];
const B = [2, 1, 3, 4, 5, 6];
const C = [2, 1, 3, 4, 6, 5];
const D = [3, 6, 1, 5, 2, 4];
const MATRIX = matrixFromRows(
  A.map((a, i) => [a, B[i]!, C[i]!, D[i]!, 7, -a]),
  ['a', 'b', 'c', 'd', 'e', 'f'],
);

describe('findCorrelated(matrix, options)', () => {
  it('keeps the earlier of two twins and names it', () => {
    const rho = spearman(Float64Array.from(A), Float64Array.from(B));
    expect(rho).toBeCloseTo(1 - 12 / 210, 15);
    const dropped = findCorrelated(MATRIX, { keepOrder: ['b', 'a', 'd', 'e', 'f', 'c'], threshold: 0.9 });
    expect(dropped).toEqual([
      { feature: 'a', twin: 'b', correlation: rho },
      { feature: 'f', twin: 'b', correlation: -rho },
      { feature: 'c', twin: 'b', correlation: rho },
    ]);
  });

  it('does not let a dropped column drop another', () => {
    // a - b and b - c are twins, a - c are not at this threshold: b goes, c stays.
    const dropped = findCorrelated(MATRIX, { keepOrder: ['a', 'b', 'c', 'd', 'e', 'f'], threshold: 0.9 });
    expect(spearman(columnOf(MATRIX, 0), columnOf(MATRIX, 2))).toBeLessThan(0.9);
    expect(dropped.map(({ feature, twin }) => [feature, twin])).toEqual([
      ['b', 'a'],
      ['f', 'a'],
    ]);
  });

  it('names the strongest twin', () => {
    const between = [1, 1, 3, 4, 5, 6];
    const matrix = matrixFromRows(
      A.map((a, i) => [C[i]!, a, between[i]!]),
      ['c', 'a', 'between'],
    );
    expect(spearman(columnOf(matrix, 0), columnOf(matrix, 2))).toBeGreaterThan(0.89);
    for (const keepOrder of [
      ['c', 'a', 'between'],
      ['a', 'c', 'between'],
    ]) {
      const dropped = findCorrelated(matrix, { keepOrder, threshold: 0.89 });
      expect(dropped.map(({ feature, twin }) => [feature, twin])).toEqual([['between', 'a']]);
    }
  });

  it('keeps constant columns, one row, and no rows', () => {
    const keepOrder = [...MATRIX.names];
    expect(findCorrelated(MATRIX, { keepOrder, threshold: 1 })).toEqual([]);
    expect(findCorrelated(takeRows(MATRIX, [0]), { keepOrder, threshold: 0.9 })).toEqual([]);
    expect(findCorrelated(takeRows(MATRIX, []), { keepOrder, threshold: 0.9 })).toEqual([]);
  });

  it('does not depend on row order or units', () => {
    const options = { keepOrder: ['d', 'c', 'f', 'a', 'b', 'e'], threshold: 0.8 };
    const expected = findCorrelated(MATRIX, options);
    expect(expected.length).toBeGreaterThan(0);
    expect(findCorrelated(takeRows(MATRIX, [4, 0, 5, 2, 1, 3]), options)).toEqual(expected);
    expect(findCorrelated(timesMatrix(MATRIX, 1e-9), options)).toEqual(expected);
    expect(findCorrelated(timesMatrix(MATRIX, 1e9), options)).toEqual(expected);
  });

  it('refuses an incomplete or foreign keep order', () => {
    for (const keepOrder of [['a'], ['a', 'a', 'b', 'c', 'd', 'e'], ['a', 'b', 'c', 'd', 'e', 'z']]) {
      expect(() => findCorrelated(MATRIX, { keepOrder, threshold: 0.9 })).toThrow(InvalidInputError);
    }
  });
});
