import { describe, expect, it } from 'vitest';
import { kDistances } from '../../../clustering/kernels/k-distances.ts';
import { InvalidInputError } from '../../../pipeline/core/errors.ts';
import { matrixFromRows } from '../../../pipeline/core/matrix.ts';
import { distance, makeUniform, readReference, scaleBy, shuffleRows } from '../support.ts';

describe('kDistances(matrix, k)', () => {
  it('counts the row itself as the first neighbour', () => {
    const line = matrixFromRows([[0], [1], [3], [7]]);
    expect([...kDistances(line, 1)]).toEqual([0, 0, 0, 0]);
    expect([...kDistances(line, 2)]).toEqual([1, 1, 2, 4]);
    expect([...kDistances(line, 4)]).toEqual([7, 6, 4, 7]);
  });

  it('is zero where k rows coincide', () => {
    const matrix = matrixFromRows([[5], [5], [5], [6]]);
    expect([...kDistances(matrix, 3)]).toEqual([0, 0, 0, 1]);
  });

  it('returns an empty array for no rows', () => {
    expect(kDistances(matrixFromRows([], ['x']), 3)).toHaveLength(0);
  });

  it.each([0, 3, 1.5])('refuses k = %f for two rows', (k) => {
    expect(() => kDistances(matrixFromRows([[1], [2]]), k)).toThrow(
      new InvalidInputError(`kDistances: k must be an integer in [1, 2], got ${k}`),
    );
  });

  it.each([NaN, Infinity])('refuses %f', (value) => {
    expect(() => kDistances(matrixFromRows([[1], [value]]), 1)).toThrow(
      /values must be finite, got .* in row 1, column x0/,
    );
  });

  it('equals sorting all distances, bit for bit, in 1 to 12 dimensions and for every k', () => {
    for (let columns = 1; columns <= 12; columns++) {
      const matrix = makeUniform(150, columns, { seed: columns, step: columns % 3 === 0 ? 0.1 : 0 });
      const sorted = Array.from({ length: matrix.rows }, (_, i) =>
        Float64Array.from({ length: matrix.rows }, (_unused, j) => distance(matrix, i, j)).sort(),
      );
      for (const k of [1, 2, 7, 50, 150]) {
        expect(kDistances(matrix, k)).toEqual(Float64Array.from(sorted, (distances) => distances[k - 1]!));
      }
    }
  });

  it('moves with the rows and scales with the unit', () => {
    const matrix = makeUniform(300, 4, { seed: 2 });
    const expected = kDistances(matrix, 9);
    const { matrix: shuffled, order } = shuffleRows(matrix, 4);
    expect(kDistances(shuffled, 9)).toEqual(Float64Array.from(order, (row) => expected[row]!));
    // Powers of two scale without rounding.
    for (const factor of [2 ** -30, 2 ** 30]) {
      expect(kDistances(scaleBy(matrix, factor), 9)).toEqual(expected.map((value) => value * factor));
    }
  });

  it('agrees with scikit-learn', () => {
    const { cases } = readReference<{ cases: { points: number[][]; fifthDistances: number[] }[] }>('random');
    for (const { points, fifthDistances } of cases) {
      kDistances(matrixFromRows(points), 5).forEach((value, i) =>
        expect(value).toBeCloseTo(fifthDistances[i]!, 12),
      );
    }
  });
});
