import { describe, expect, it } from 'vitest';
import { midranks, spearman } from '../../features/ranks.ts';
import { InvalidInputError } from '../../pipeline/core/errors.ts';
import { columnOf } from '../../pipeline/core/matrix.ts';
import { createRandom } from '../../pipeline/core/random.ts';
import { readFixture, toMatrix, type Table } from './fixture.ts';

const REFERENCE = readFixture<{ matrix: Table; midranks: number[][]; spearman: number[][] }>('ranks');
const COLUMNS = [0, 1, 2].map((j) => columnOf(toMatrix(REFERENCE.matrix), j));

describe('midranks(values)', () => {
  it('gives equal values the mean of their ranks', () => {
    expect([...midranks(Float64Array.of(30, 10, 20, 10, 20, 20))]).toEqual([6, 1.5, 4, 1.5, 4, 4]);
  });

  it('takes 0 and -0 for the same value', () => {
    expect([...midranks(Float64Array.of(0, -0, 1))]).toEqual([1.5, 1.5, 3]);
  });

  it('ranks none, one, and infinite values', () => {
    expect([...midranks(new Float64Array(0))]).toEqual([]);
    expect([...midranks(Float64Array.of(5))]).toEqual([1]);
    expect([...midranks(Float64Array.of(Infinity, 0, -Infinity))]).toEqual([3, 2, 1]);
  });

  it('refuses NaN and leaves its input alone', () => {
    const values = Float64Array.of(3, Number.NaN, 1);
    expect(() => midranks(values)).toThrow(InvalidInputError);
    expect([...values]).toEqual([3, Number.NaN, 1]);
  });

  it('equals scipy', () => {
    const ranks = COLUMNS.map((column) => midranks(column));
    expect(REFERENCE.midranks).toEqual(REFERENCE.matrix.map((_, i) => ranks.map((column) => column[i]!)));
  });
});

describe('spearman(a, b)', () => {
  it('is 1 for any rising and -1 for any falling relation', () => {
    const x = Float64Array.of(1, 2, 3, 4);
    expect(spearman(x, x.map(Math.exp))).toBe(1);
    expect(
      spearman(
        x,
        x.map((value) => 1 / value),
      ),
    ).toBe(-1);
  });

  it('matches a case worked by hand', () => {
    // Ranks 1 2 3 4 against 2 1 4 3: 1 - 6 · 4 / (4 · 15).
    expect(spearman(Float64Array.of(1, 2, 3, 4), Float64Array.of(20, 10, 40, 30))).toBeCloseTo(0.6, 15);
  });

  it('is NaN for a constant or too short series', () => {
    expect(spearman(Float64Array.of(1, 1, 1), Float64Array.of(1, 2, 3))).toBeNaN();
    expect(spearman(Float64Array.of(1), Float64Array.of(2))).toBeNaN();
  });

  it('refuses series of different lengths', () => {
    expect(() => spearman(Float64Array.of(1, 2), Float64Array.of(1))).toThrow(InvalidInputError);
  });

  it('does not change by a bit with the order of rows or the scale', () => {
    const [a, b] = [COLUMNS[0]!, COLUMNS[2]!];
    const random = createRandom('permutation');
    const order = [...a.keys()].map((i) => [random.next(), i] as const).sort((p, q) => p[0] - q[0]);
    const shuffled = [a, b].map((column) => Float64Array.from(order, ([, i]) => column[i]!));
    expect(spearman(shuffled[0]!, shuffled[1]!)).toBe(spearman(a, b));
    for (const factor of [1e-9, 1e9]) {
      expect(
        spearman(
          a.map((x) => x * factor),
          b,
        ),
      ).toBe(spearman(a, b));
    }
  });

  it('equals scipy', () => {
    COLUMNS.forEach((a, i) => {
      COLUMNS.forEach((b, j) => expect(spearman(a, b)).toBeCloseTo(REFERENCE.spearman[i]![j]!, 12));
    });
  });
});
