import { describe, expect, it } from 'vitest';
import { InvalidInputError } from '../../pipeline/core/errors.ts';
import { columnOf, createMatrix, matrixFromRows, takeColumns, takeRows } from '../../pipeline/core/matrix.ts';

const matrix = matrixFromRows(
  [
    [1, 2, 3],
    [4, NaN, 6],
  ],
  ['a', 'b', 'c'],
);

describe('createMatrix(rows, names, data)', () => {
  it('wraps the values without copying them', () => {
    const data = Float64Array.of(1, 2, 3, 4);
    expect(createMatrix(2, ['a', 'b'], data)).toMatchObject({ rows: 2, columns: 2, data });
    expect(createMatrix(2, ['a', 'b'], data).data).toBe(data);
  });

  it('holds no rows, or no columns', () => {
    expect(createMatrix(0, ['a'], new Float64Array())).toMatchObject({ rows: 0, columns: 1 });
    expect(createMatrix(3, [], new Float64Array())).toMatchObject({ rows: 3, columns: 0 });
  });

  it('refuses a length that does not fit, with both', () => {
    expect(() => createMatrix(2, ['a', 'b'], new Float64Array(3))).toThrow(
      'matrix: expected 2 x 2 = 4 values, got 3',
    );
    expect(() => createMatrix(2, ['a', 'b'], new Float64Array(3))).toThrow(InvalidInputError);
  });
});

describe('matrixFromRows(rows, names)', () => {
  it('lays rows one after the other and names columns by position', () => {
    const { data, names } = matrixFromRows([
      [1, 2],
      [3, 4],
    ]);
    expect({ data: [...data], names }).toEqual({ data: [1, 2, 3, 4], names: ['x0', 'x1'] });
  });

  it('holds no rows', () => {
    expect(matrixFromRows([])).toMatchObject({ rows: 0, columns: 0 });
    expect(matrixFromRows([], ['a'])).toMatchObject({ rows: 0, columns: 1, names: ['a'] });
  });

  it('refuses rows of different length, naming the first that differs', () => {
    expect(() => matrixFromRows([[1, 2], [3]])).toThrow('matrix: row 1 has 1 values, expected 2');
  });
});

describe('columnOf(matrix, j)', () => {
  it('copies a column, NaN included', () => {
    const column = columnOf(matrix, 1);
    expect([...column]).toEqual([2, NaN]);
    column[0] = 9;
    expect(matrix.data[1]).toBe(2);
  });
});

describe('takeRows(matrix, indices)', () => {
  it('copies rows in the order asked for, repeated ones too', () => {
    const taken = takeRows(matrix, [1, 0, 1]);
    expect(taken).toMatchObject({ rows: 3, columns: 3, names: ['a', 'b', 'c'] });
    expect([...taken.data]).toEqual([4, NaN, 6, 1, 2, 3, 4, NaN, 6]);
    expect(takeRows(matrix, []).rows).toBe(0);
  });
});

describe('takeColumns(matrix, names)', () => {
  it('copies columns in the order asked for', () => {
    const taken = takeColumns(matrix, ['c', 'a']);
    expect(taken).toMatchObject({ rows: 2, columns: 2, names: ['c', 'a'] });
    expect([...taken.data]).toEqual([3, 1, 6, 4]);
  });

  it('refuses a name it does not hold, with those it does', () => {
    expect(() => takeColumns(matrix, ['a', 'z'])).toThrow('matrix: no column z; columns are a, b, c');
  });
});
