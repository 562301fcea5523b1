import { describe, expect, it } from 'vitest';
import { fitMedians, imputeMedians } from '../../features/impute.ts';
import { matrixFromRows } from '../../pipeline/core/matrix.ts';

const GAPS = matrixFromRows(
  [
    [1, Number.NaN],
    [Number.NaN, 4],
    [9, 6],
    [2, Number.NaN],
  ],
  ['a', 'b'],
);

describe('fitMedians(sorted)', () => {
  it('takes the middle value, or the mean of the middle two', () => {
    expect(fitMedians([Float64Array.of(1, 2, 9), Float64Array.of(4, 6), Float64Array.of(7)])).toEqual([
      2, 5, 7,
    ]);
  });
});

describe('imputeMedians(matrix, columns)', () => {
  it('fills and records exactly the unknown cells', () => {
    const { matrix, rows } = imputeMedians(GAPS, [{ median: 2 }, { median: 5 }]);
    expect([...matrix.data]).toEqual([1, 5, 2, 4, 9, 6, 2, 5]);
    expect(rows.map((column) => [...column])).toEqual([[1], [0, 3]]);
    expect(GAPS.data[1]).toBeNaN();
  });

  it('records nothing where everything is known', () => {
    const { matrix, rows } = imputeMedians(matrixFromRows([[1], [2]]), [{ median: 7 }]);
    expect([...matrix.data]).toEqual([1, 2]);
    expect(rows).toEqual([new Int32Array(0)]);
  });
});
