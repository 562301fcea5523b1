import { describe, expect, it } from 'vitest';
import { recommendationFor } from '../../reporting/recommendation.ts';
import type { RunRow, SummaryRow } from '../../reporting/report-input.ts';
import { runRow, sampleInput } from './sample-input.ts';
import { summaryRow } from './sample-segments.ts';

function recommendation(segment: Partial<SummaryRow>, run: Partial<RunRow> = {}): string {
  return recommendationFor(sampleInput({ runs: [runRow(run)] }), summaryRow(segment));
}

describe('recommendationFor(input, row)', () => {
  it('uses the strategy of the segment before that of its archetype', () => {
    expect(recommendation({ strategy: 'Call them.' })).toBe('Call them.');
    expect(recommendation({})).toBe('Encourage a second category.');
  });

  it('asks for a look where there is no strategy', () => {
    expect(recommendation({ archetype: null })).toBe('Look at the profile of this segment before deciding.');
    expect(recommendation({ archetype: 'Outliers', level: 'outlier' })).toMatch(
      /^Look at the largest of them/,
    );
  });

  it('advises against acting on a segment that does not come back', () => {
    expect(recommendation({ strategy: 'Call them.', jaccardStability: 0.59 })).toMatch(
      /^Do not act on this segment/,
    );
    expect(recommendation({ strategy: 'Call them.', jaccardStability: 0.6 })).toBe('Call them.');
  });

  it.each([
    [{ silhouette: 0.1 }, 'The segments are too close to chance'],
    [{ coverage: 0.4, noise: 0.6 }, 'The segments cover a minority of the customers'],
    [{ missingnessNmi: 0.9 }, 'The segments follow which customers have data'],
  ])('asks for a test first and says why: %o', (run, doubt) => {
    expect(recommendation({ strategy: 'Call them.' }, run)).toBe(
      `${doubt}, so test this on a few customers first: Call them.`,
    );
    expect(recommendation({ strategy: 'Call them.', level: 'outlier' }, run)).toBe('Call them.');
  });

  it('keeps the strategy of a clustering that is real but weak', () => {
    expect(recommendation({ strategy: 'Call them.' }, { silhouette: 0.2 })).toBe('Call them.');
  });

  it('has nothing to act on where there are no segments', () => {
    const nobody = { clusteredCount: 0, coverage: 0, noise: 1, k: 0, silhouette: null };
    expect(recommendation({ strategy: 'Call them.', level: 'outlier' }, nobody)).toMatch(
      /^There is no segment to act on: check the data/,
    );
    expect(recommendation({ strategy: 'Call them.' }, { k: 1 })).toBe(
      'There is no segment to act on: all customers form a single group.',
    );
  });

  it('gives no strategy for a segment below the least size, however stable', () => {
    const small = 'Too small to act on: look at its customers one by one.';
    const ofSize = (customerCount: number, clusteredCount: number) =>
      recommendation({ strategy: 'Call them.', jaccardStability: 1, customerCount }, { clusteredCount });
    expect([ofSize(29, 2000), ofSize(30, 2000)]).toEqual([small, 'Call them.']);
    expect([ofSize(38, 3801), ofSize(39, 3801)]).toEqual([small, 'Call them.']);
    expect(recommendation({ strategy: 'Call them.', level: 'sub', customerCount: 5 })).toBe('Call them.');
  });
});
