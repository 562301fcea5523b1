import { describe, expect, it } from 'vitest';
import { drawProfiles } from '../../../reporting/pictures/cluster-profiles.ts';
import { sampleInput } from '../sample-input.ts';
import { profilesOf, sampleSummary, STRATUM, summaryRow } from '../sample-segments.ts';
import { textsOf } from './page-bounds.ts';

describe('drawProfiles(input, stratum)', () => {
  it('names the segment that stands out most, with the evidence', () => {
    expect(drawProfiles(sampleInput(), STRATUM)!.title).toBe(
      'High Returners (segment 4) stand out most: return rate far above average (62 % against 12 %)',
    );
  });

  it('shows difference and mean of every segment beside the mean of all customers', () => {
    const texts = textsOf(drawProfiles(sampleInput(), STRATUM)!.svg);
    expect(texts).toEqual(expect.arrayContaining(['+2.8', '62 %', '−0.4', 'All', 'customers', '12 %']));
  });

  it('colours by the standardised difference, as the workbook does', () => {
    const { svg } = drawProfiles(sampleInput(), STRATUM)!;
    expect(svg).toContain('fill="#F4A261"');
  });

  it('leaves a feature without variance uncoloured', () => {
    const summary = [
      summaryRow({ clusterLabel: 'all', level: 'all' }),
      summaryRow({}),
      summaryRow({ clusterLabel: '2' }),
    ];
    const profiles = profilesOf(summary).map((row) => ({ ...row, standardisedDifference: null }));
    const { title, svg } = drawProfiles(sampleInput({ summary, profiles }), STRATUM)!;
    expect(title).toBe('No segment differs noticeably from the average customer');
    expect(textsOf(svg).filter((text) => text === '–')).toHaveLength(10);
    expect(svg).not.toContain('NaN');
  });

  it('keeps only the differences where columns are narrow', () => {
    const summary = Array.from({ length: 18 }, (_, i) => summaryRow({ clusterLabel: String(i + 1) }));
    const texts = textsOf(
      drawProfiles(sampleInput({ summary, profiles: profilesOf(summary) }), STRATUM)!.svg,
    );
    expect(texts.filter((text) => text === '0.0')).toHaveLength(90);
    expect(texts).not.toContain('Regular');
    expect(texts.join(' ')).toContain('17 Regular Customers; \u200E18 Regular Customers.');
  });

  it('is left out without segments or without features', () => {
    expect(drawProfiles(sampleInput({ summary: [] }), STRATUM)).toBeNull();
    expect(drawProfiles(sampleInput({ headlineFeatures: [] }), STRATUM)).toBeNull();
    expect(drawProfiles(sampleInput({ summary: sampleSummary() }), 'other')).toBeNull();
  });
});
