import { describe, expect, it } from 'vitest';
import { neighbourAgreement } from '../../../reporting/pictures/neighbour-agreement.ts';

describe('neighbourAgreement(x, y, labels)', () => {
  it('is worked out by hand for five points on a line', () => {
    // Two neighbours of each a: 2 of 2, 2 of 2, 1 of 2. One of each b: 0 of 1, 1 of 1. (1 + 1 + 0.5 + 0 + 1) / 5.
    const x = Float64Array.of(0, 1, 4, 5, 20);
    expect(neighbourAgreement(x, new Float64Array(5), ['a', 'a', 'a', 'b', 'b'])).toBeCloseTo(0.7, 12);
  });

  it('is 1 for small groups that stand apart, and passes over groups of one', () => {
    const x = Float64Array.of(0, 1, 2, 100, 101, 1000);
    expect(neighbourAgreement(x, new Float64Array(6), ['a', 'a', 'a', 'b', 'b', 'c'])).toBe(1);
    expect(neighbourAgreement(x.slice(4), new Float64Array(2), ['b', 'c'])).toBeNaN();
  });

  it('is 1 for groups far apart and about chance for mixed ones', () => {
    const x = Float64Array.from({ length: 40 }, (_, i) => (i % 20) / 100 + (i < 20 ? 0 : 50));
    const y = new Float64Array(40);
    const groups = Array.from(x, (value) => (value < 25 ? 'a' : 'b'));
    expect(neighbourAgreement(x, y, groups)).toBe(1);
    const mixed = Array.from(x, (_, i) => (i % 2 === 0 ? 'a' : 'b'));
    expect(neighbourAgreement(x, y, mixed)).toBeGreaterThan(0.3);
    expect(neighbourAgreement(x, y, mixed)).toBeLessThan(0.6);
  });

  it('is NaN with fewer than two points', () => {
    expect(neighbourAgreement(Float64Array.of(1), Float64Array.of(1), ['a'])).toBeNaN();
  });

  it('knows points in one place', () => {
    expect(
      neighbourAgreement(
        new Float64Array(30),
        new Float64Array(30),
        Array.from({ length: 30 }, () => 'a'),
      ),
    ).toBe(1);
  });
});
