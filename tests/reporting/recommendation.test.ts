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

  it('asks for a test where the clustering is weak', () => {
    expect(recommendation({ strategy: 'Call them.' }, { silhouette: 0.1 })).toBe(
      'The clustering is weak, so test this on a few customers first: Call them.',
    );
  });
});
