import { describe, expect, it } from 'vitest';
import { isolationScores } from '../../features/isolation-forest.ts';
import { spearman } from '../../features/ranks.ts';
import { InvalidInputError } from '../../pipeline/core/errors.ts';
import { matrixFromRows, takeRows } from '../../pipeline/core/matrix.ts';
import { createRandom } from '../../pipeline/core/random.ts';
import { largestError, readFixture, timesMatrix, toMatrix, toRows, type Table } from './fixture.ts';

const REFERENCE = readFixture<{ matrix: Table; scores: number[] }>('isolation-forest');
const MATRIX = toMatrix(REFERENCE.matrix);
const scores = (matrix = MATRIX, seed = 'forest') => isolationScores(matrix, createRandom(seed));

describe('isolationScores(matrix, random, options)', () => {
  it('matches a case worked by hand', () => {
    // Two rows: every tree splits them at once, both paths have length 1 = c(2), so both scores are 2^-1.
    expect([...scores(matrixFromRows([[1], [2]]))]).toEqual([0.5, 0.5]);
    // Three rows, depth limit 2: the far row is cut off first unless the split falls within [0, 1e-12] of 1e12.
    const [near, twin, far] = scores(matrixFromRows([[0], [1], [1e12]]));
    const c3 = 2 * (Math.log(2) + 0.5772156649015329) - 4 / 3;
    expect(far).toBeCloseTo(2 ** (-1 / c3), 12);
    expect(near).toBeCloseTo(2 ** (-2 / c3), 12);
    expect(twin).toBe(near);
  });

  it('scores an outlier above all others', () => {
    const rows = Array.from({ length: 99 }, (_, i) => [Math.sin(i), Math.cos(7 * i)]);
    const all = scores(matrixFromRows([...rows, [10, -10]]));
    expect(Math.max(...all.subarray(0, 99))).toBeLessThan(all[99]!);
    expect(all[99]).toBeGreaterThan(0.7);
  });

  it('gives 0.5 to equal rows and to one row, nothing to none', () => {
    expect(largestError(scores(matrixFromRows([[3], [3], [3]])), [0.5, 0.5, 0.5])).toBeLessThan(1e-12);
    expect([...scores(matrixFromRows([[3]]))]).toEqual([0.5]);
    expect([...scores(matrixFromRows([], ['a']))]).toEqual([]);
  });

  it('gives equal scores to duplicate rows', () => {
    const doubled = scores(takeRows(MATRIX, [7, ...Array(MATRIX.rows).keys()]));
    expect(doubled[0]).toBe(doubled[8]);
  });

  it('ignores a constant column', () => {
    const constant = matrixFromRows(toRows(MATRIX).map((row) => [...row, 1]));
    expect(spearman(scores(constant), scores())).toBeGreaterThan(0.95);
  });

  it('repeats for a seed and differs between seeds', () => {
    expect(scores()).toEqual(scores());
    expect(scores(MATRIX, 'other')).not.toEqual(scores());
  });

  it('does not depend on units', () => {
    expect(scores(timesMatrix(MATRIX, 2 ** 30))).toEqual(scores());
    expect(largestError(scores(timesMatrix(MATRIX, 1e-9)), scores())).toBeLessThan(0.01);
    expect(largestError(scores(timesMatrix(MATRIX, 1e9)), scores())).toBeLessThan(0.01);
  });

  it('changes little with row order', () => {
    const order = [...Array(MATRIX.rows).keys()].reverse();
    expect(spearman(scores(takeRows(MATRIX, order)).reverse(), scores())).toBeGreaterThan(0.95);
  });

  it('ranks rows as scikit-learn does', () => {
    const expected = Float64Array.from(REFERENCE.scores);
    for (const seed of ['1', '2', '3']) {
      const actual = scores(MATRIX, seed);
      expect(spearman(actual, expected)).toBeGreaterThan(0.95);
      expect(largestError(actual, expected)).toBeLessThan(0.06);
    }
  });

  it('refuses unknown values and options out of range', () => {
    const random = createRandom(1);
    expect(() => scores(matrixFromRows([[1], [Number.NaN]]))).toThrow(InvalidInputError);
    expect(() => isolationScores(MATRIX, random, { trees: 0 })).toThrow(InvalidInputError);
    expect(() => isolationScores(MATRIX, random, { sampleSize: 1.5 })).toThrow(InvalidInputError);
  });
});
