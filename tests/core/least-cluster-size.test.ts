import { describe, expect, it } from 'vitest';
import { leastClusterSize } from '../../pipeline/core/least-cluster-size.ts';

describe('leastClusterSize(limits, count)', () => {
  it.each([
    [0, 30],
    [3000, 30],
    [3001, 31],
    [20_000, 200],
  ])('is, of %i customers, %i: 30 or 1 %%, rounded up', (count, expected) => {
    expect(leastClusterSize({ minClusterSize: 30, minClusterShare: 0.01 }, count)).toBe(expected);
  });
});
