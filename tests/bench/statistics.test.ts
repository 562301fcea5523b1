import { describe, expect, it } from 'vitest';
import { logLogSlope, median } from '../../bench/statistics.ts';

describe('median(values)', () => {
  it('is the middle of an odd number of values, in any order, and leaves them as they are', () => {
    const values = [30, 1, 4];
    expect(median(values)).toBe(4);
    expect(values).toEqual([30, 1, 4]);
  });

  it('is the mean of the two in the middle of an even number', () => {
    expect(median([10, 2, 4, 100])).toBe(7);
  });

  it('is NaN for no values', () => {
    expect(median([])).toBeNaN();
  });
});

describe('logLogSlope(sizes, costs)', () => {
  it('is the exponent of a power', () => {
    const sizes = [10, 50, 146];
    expect(logLogSlope(sizes, [30, 150, 438])).toBeCloseTo(1, 12);
    expect(
      logLogSlope(
        sizes,
        sizes.map((size) => 0.2 * size ** 2),
      ),
    ).toBeCloseTo(2, 12);
    expect(logLogSlope(sizes, [7, 7, 7])).toBeCloseTo(0, 12);
  });

  it('fits least squares where points do not lie on a line', () => {
    // Logarithms to base 10: (0, 0), (1, 2), (2, 2): slope 1.
    expect(logLogSlope([1, 10, 100], [1, 100, 100])).toBeCloseTo(1, 12);
  });

  it('leaves out costs without a logarithm and is NaN with one size', () => {
    expect(logLogSlope([10, 20, 40], [1, NaN, 4])).toBeCloseTo(1, 12);
    expect(logLogSlope([10, 10], [1, 2])).toBeNaN();
    expect(logLogSlope([10, 20], [0, 2])).toBeNaN();
  });
});
