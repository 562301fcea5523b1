import { describe, expect, it } from 'vitest';
import { mapCells } from '../../features/map-cells.ts';
import { InvalidInputError } from '../../pipeline/core/errors.ts';
import { matrixFromRows } from '../../pipeline/core/matrix.ts';

const MATRIX = matrixFromRows(
  [
    [1, 2],
    [3, Number.NaN],
  ],
  ['a', 'b'],
);

describe('mapCells(matrix, columns, cell)', () => {
  it('hands each cell the parameters of its column and its index', () => {
    const result = mapCells(MATRIX, [10, 100], (value, factor, index) => value * factor + index);
    expect(result).toEqual({ ...MATRIX, data: Float64Array.of(10, 201, 32, Number.NaN) });
    expect([...MATRIX.data]).toEqual([1, 2, 3, Number.NaN]);
  });

  it('refuses parameters for another number of columns', () => {
    expect(() => mapCells(MATRIX, [1], (value) => value)).toThrow(InvalidInputError);
  });
});
