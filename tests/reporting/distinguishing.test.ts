import { describe, expect, it } from 'vitest';
import { marksOf, marksSentence, tellingFeatures } from '../../reporting/distinguishing.ts';
import { sampleInput } from './sample-input.ts';
import { profilesOf, STRATUM, summaryRow } from './sample-segments.ts';

function inputWith(means: Record<string, number>): {
  input: ReturnType<typeof sampleInput>;
  row: ReturnType<typeof summaryRow>;
} {
  const base = summaryRow({});
  const row = summaryRow({ headlineMeans: { ...base.headlineMeans, ...means } });
  return { input: sampleInput({ summary: [row], profiles: profilesOf([row]) }), row };
}

describe('marksSentence(input, row)', () => {
  it('names the largest differences first, with the evidence in original units', () => {
    const { input, row } = inputWith({ return_rate: 0.42, recency_days: 10 });
    expect(marksSentence(input, row)).toBe(
      'Return rate far above average (42 % against 12 %), days since last order well below average (10 days against 92 days).',
    );
  });

  it('names three features at most', () => {
    const { input, row } = inputWith({
      return_rate: 0.42,
      recency_days: 1,
      monetary: 9000,
      customer_lifetime_days: 1,
    });
    expect(marksOf(input, row)).toHaveLength(4);
    expect(marksSentence(input, row).match(/against/g)).toHaveLength(3);
  });

  it('grades the words by the size of the difference', () => {
    const words = [0.2, 0.4, 0.8, 1.5].map((sd) => {
      const { input, row } = inputWith({ recency_days: 92 + sd * 90 });
      return marksOf(input, row)[0]!.phrase.replace(/ \(.*/, '');
    });
    expect(words).toEqual([
      'days since last order slightly above average',
      'days since last order above average',
      'days since last order well above average',
      'days since last order far above average',
    ]);
  });

  it('says that an average segment is average', () => {
    const { input, row } = inputWith({ recency_days: 92 + 0.19 * 90 });
    expect(marksSentence(input, row)).toBe('Close to the average customer in every headline feature.');
  });

  it('says that nothing was measured where profiles are missing or not numbers', () => {
    const row = summaryRow({});
    const profiles = profilesOf([row]).map((profile) => ({ ...profile, standardisedDifference: Number.NaN }));
    expect(marksSentence(sampleInput({ summary: [row], profiles }), row)).toBe('No profile was measured.');
    expect(marksSentence(sampleInput({ summary: [row], profiles: [] }), row)).toBe(
      'No profile was measured.',
    );
  });

  it('keeps strata apart', () => {
    const { input, row } = inputWith({ return_rate: 0.9 });
    expect(marksOf(input, { ...row, stratum: 'buyers' })).toEqual([]);
  });
});

describe('tellingFeatures(input, stratum, features)', () => {
  it('leaves out features in which all segments are alike, or of which no difference is known', () => {
    const input = sampleInput();
    const profiles = input.profiles.map((row) =>
      row.feature === 'monetary'
        ? { ...row, standardisedDifference: 0 }
        : row.feature === 'recency_days'
          ? { ...row, standardisedDifference: null }
          : row,
    );
    const telling = tellingFeatures({ ...input, profiles }, STRATUM, input.headlineFeatures);
    expect(telling).toEqual(['return_rate', 'sales_order_no_nunique', 'customer_lifetime_days']);
  });
});
