import { describe, expect, it } from 'vitest';
import { fillStructuralZeros } from '../../features/structural-zeros.ts';
import { matrixFromRows } from '../../pipeline/core/matrix.ts';

describe('fillStructuralZeros(matrix, columns)', () => {
  it('fills unknown cells of the columns whose rule says so, and nothing else', () => {
    const matrix = matrixFromRows([
      [Number.NaN, Number.NaN],
      [0.5, 2],
    ]);
    const filled = fillStructuralZeros(matrix, [{ goldFill: 'zero' }, { goldFill: 'none' }]);
    expect([...filled.data]).toEqual([0, Number.NaN, 0.5, 2]);
    expect(matrix.data[0]).toBeNaN();
  });

  it('fills a column that is unknown throughout', () => {
    const matrix = matrixFromRows([[Number.NaN], [Number.NaN]]);
    expect([...fillStructuralZeros(matrix, [{ goldFill: 'zero' }]).data]).toEqual([0, 0]);
  });
});
