import { describe, expect, it } from 'vitest';
import {
  adjustedRandIndex,
  countContingency,
  jaccard,
  normalizedMutualInformation,
} from '../../clustering/agreement.ts';
import { readReference } from './support.ts';

interface AgreementReference {
  adjustedRandIndex: number;
  normalizedMutualInformation: number;
}

describe('adjustedRandIndex(a, b)', () => {
  it('gives the value worked out by hand', () => {
    // Pairs together: 2 in both, 2 in the first, 1 in both at once; expected 2 * 1 / 6.
    expect(adjustedRandIndex([0, 0, 1, 1], [0, 0, 1, 2])).toBeCloseTo((1 - 1 / 3) / (1.5 - 1 / 3), 15);
  });

  it('is 1 for partitions that differ in numbering only, negative for worse than chance', () => {
    expect(adjustedRandIndex([3, 3, -1, 7], [0, 0, 1, 2])).toBe(1);
    expect(adjustedRandIndex([0, 0, 1, 1], [0, 1, 0, 1])).toBeCloseTo(-0.5, 14);
  });
});

describe('normalizedMutualInformation(a, b)', () => {
  it('gives the value worked out by hand: half of the entropy of the finer is shared', () => {
    // I = ln 2, H(a) = ln 2, H(b) = 1.5 ln 2.
    expect(normalizedMutualInformation([0, 0, 1, 1], [0, 0, 1, 2])).toBeCloseTo(1 / 1.25, 15);
  });
});

describe('adjustedRandIndex and normalizedMutualInformation', () => {
  it('agree with scikit-learn in every edge case: no rows, one row, one cluster, noise', () => {
    const { pairs } = readReference<{ pairs: (AgreementReference & { a: number[]; b: number[] })[] }>(
      'agreement',
    );
    for (const { a, b, ...expected } of pairs) {
      expect(adjustedRandIndex(a, b), JSON.stringify([a, b])).toBeCloseTo(expected.adjustedRandIndex, 12);
      expect(normalizedMutualInformation(a, b)).toBeCloseTo(expected.normalizedMutualInformation, 12);
    }
  });

  it('agree with scikit-learn on random labels, whichever comes first', () => {
    const { cases } = readReference<{ cases: (AgreementReference & { labels: number[]; others: number[] })[] }>('random'); // prettier-ignore
    for (const { labels, others, ...expected } of cases) {
      for (const [a, b] of [
        [labels, others],
        [others, labels],
      ] as const) {
        // prettier-ignore
        expect(adjustedRandIndex(a, b)).toBeCloseTo(expected.adjustedRandIndex, 12);
        expect(normalizedMutualInformation(a, b)).toBeCloseTo(expected.normalizedMutualInformation, 12);
      }
    }
  });

  it('refuse labelings of different length', () => {
    expect(() => adjustedRandIndex([1], [])).toThrow('labelings must have the same length, got 1 and 0');
    expect(() => normalizedMutualInformation([], [1])).toThrow('got 0 and 1');
  });
});

describe('countContingency(a, b)', () => {
  it('counts pairs of clusters that occur, numbered by first occurrence', () => {
    expect(countContingency([5, 5, -1, 5], [2, 2, 2, 9])).toEqual({
      n: 4,
      sizesA: [3, 1],
      sizesB: [3, 1],
      cells: [
        { a: 0, b: 0, count: 2 },
        { a: 1, b: 0, count: 1 },
        { a: 0, b: 1, count: 1 },
      ],
    });
  });
});

describe('jaccard(sizeA, sizeB, shared)', () => {
  it('divides shared rows by all rows', () => {
    expect(jaccard(3, 4, 2)).toBe(0.4);
    expect(jaccard(0, 0, 0)).toBe(1);
    expect(jaccard(2, 0, 0)).toBe(0);
  });
});
