import { describe, expect, it } from 'vitest';
import {
  inverseTransformValue,
  type Transform,
  transformColumns,
  transformValue,
} from '../../features/transform.ts';
import { InvalidInputError } from '../../pipeline/core/errors.ts';
import { matrixFromRows } from '../../pipeline/core/matrix.ts';

const TRANSFORMS: readonly Transform[] = ['log1p', 'sqrt', 'log', 'none'];

describe('transformColumns(matrix, columns)', () => {
  it('transforms each column by its own rule', () => {
    const matrix = matrixFromRows([[Math.E - 1, 0.25, 1, -3]]);
    const result = transformColumns(
      matrix,
      TRANSFORMS.map((transform) => ({ transform })),
    );
    expect([...result.data]).toEqual([1, 0.5, 0, -3]);
    expect([...matrix.data]).toEqual([Math.E - 1, 0.25, 1, -3]);
  });

  it('keeps unknown cells unknown under every rule', () => {
    for (const transform of TRANSFORMS) {
      expect(transformColumns(matrixFromRows([[Number.NaN]]), [{ transform }]).data[0]).toBeNaN();
    }
  });

  it.each([
    ['log1p', -1],
    ['log1p', -2],
    ['sqrt', -0.1],
    ['log', 0],
    ['log', -1],
    ['none', Number.POSITIVE_INFINITY],
  ] as const)('refuses %s of %d and says where', (transform, value) => {
    const matrix = matrixFromRows([[1], [value]], ['price']);
    const run = () => transformColumns(matrix, [{ transform }]);
    expect(run).toThrow(InvalidInputError);
    expect(run).toThrow('price in row 1');
  });

  it('accepts no rows and refuses a wrong number of rules', () => {
    expect(transformColumns(matrixFromRows([], ['a']), [{ transform: 'log' }]).rows).toBe(0);
    expect(() => transformColumns(matrixFromRows([[1, 2]]), [{ transform: 'log' }])).toThrow(
      InvalidInputError,
    );
  });
});

describe('inverseTransformValue(transform, value)', () => {
  it.each(TRANSFORMS)('undoes %s at all scales', (transform) => {
    for (const value of [1e-9, 0.3, 1, 1e9]) {
      const back = inverseTransformValue(transform, transformValue(transform, value));
      expect(Math.abs(back / value - 1)).toBeLessThan(1e-12);
    }
  });
});
