import { describe, expect, it } from 'vitest';
import { drawDistribution } from '../../../reporting/pictures/cluster-distribution.ts';
import { sampleInput } from '../sample-input.ts';
import { sampleSummary, STRATUM, summaryRow } from '../sample-segments.ts';
import { textsOf } from './page-bounds.ts';

const withoutRevenue = sampleSummary().map((row) => ({ ...row, shareOfRevenue: null }));

describe('drawDistribution(input, stratum)', () => {
  it('says which segment holds most revenue, and how few customers that are', () => {
    const { title, svg } = drawDistribution(sampleInput(), STRATUM)!;
    expect(title).toBe('Loyal Customers (segment 2): 30 % of eligible customers, 52 % of their revenue');
    const texts = textsOf(svg);
    expect(texts).toEqual(
      expect.arrayContaining(['40 % (1,600)', '22 % of revenue', 'Outliers', '5.0 % (200)']),
    );
    expect(texts.join(' ')).toContain('1,500 customers who could not be segmented (fewer than 2 orders)');
  });

  it('says of which stratum its shares are, where there are several', () => {
    const summary = ['buyers', 'non_buyers'].flatMap((stratum) =>
      ['1', '2'].map((clusterLabel) => summaryRow({ stratum, clusterLabel, archetype: null })),
    );
    const { title, svg } = drawDistribution(sampleInput({ summary, runs: [] }), 'non_buyers')!;
    expect(title).toMatch(/^Segment Non-buyers 1: \d+ % of eligible non-buyers, \d+ % of their revenue$/);
    expect(textsOf(svg).join(' ')).toContain('Share of eligible non-buyers (wide)');
  });

  it('draws each segment in its colour, sub-segments not at all', () => {
    const { svg } = drawDistribution(sampleInput(), STRATUM)!;
    expect(svg.match(/fill="#0072B2"/g)).toHaveLength(3);
    expect(textsOf(svg)).not.toContain('Frequent Buyers');
  });

  it('names the largest segment where revenue is not known', () => {
    const { title, svg } = drawDistribution(sampleInput({ summary: withoutRevenue }), STRATUM)!;
    expect(title).toBe('Largest segment: Regular Customers (segment 1), 40 % of eligible customers');
    expect(svg).not.toContain('revenue');
  });

  it('names the only segment', () => {
    const summary = [summaryRow({ shareOfCustomers: 0.95, archetype: null })];
    expect(drawDistribution(sampleInput({ summary }), STRATUM)!.title).toBe(
      'Only segment: Segment 1, 95 % of eligible customers',
    );
  });

  it('says that all are outliers', () => {
    const summary = [summaryRow({ clusterLabel: 'outlier', level: 'outlier', shareOfCustomers: 1 })];
    expect(drawDistribution(sampleInput({ summary }), STRATUM)!.title).toBe(
      'All customers are outliers: no segment was found',
    );
  });

  it('draws a loss as no bar, with its figure', () => {
    const summary = [summaryRow({}), summaryRow({ clusterLabel: '2', shareOfRevenue: -0.1 })];
    const { svg } = drawDistribution(sampleInput({ summary }), STRATUM)!;
    expect(svg).not.toMatch(/width="-/);
    expect(textsOf(svg)).toContain('-10.0 % of revenue');
  });

  it('is left out where nobody was clustered', () => {
    expect(drawDistribution(sampleInput({ summary: [] }), STRATUM)).toBeNull();
  });
});
