import { describe, expect, it } from 'vitest';
import { modalShares } from '../../features/near-constant.ts';

describe('modalShares(sorted)', () => {
  it('finds the most frequent value at the start, in the middle, at the end, and everywhere', () => {
    const columns = [
      [1, 1, 2, 3],
      [1, 2, 2, 3],
      [1, 2, 3, 3],
      [5, 5, 5, 5],
    ];
    expect(modalShares(columns.map((values) => Float64Array.from(values)))).toEqual([0.5, 0.5, 0.5, 1]);
  });

  it('takes 0 and -0 for one value', () => {
    expect(modalShares([Float64Array.of(-0, 0)])).toEqual([1]);
  });

  it('measures the share of the known values, however many there are', () => {
    expect(modalShares([Float64Array.of(7), Float64Array.of(1, 2)])).toEqual([1, 0.5]);
  });
});
