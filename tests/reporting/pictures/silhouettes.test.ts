import { describe, expect, it } from 'vitest';
import { NO_CHARTS } from '../../../reporting/chart-data.ts';
import { drawSilhouettes } from '../../../reporting/pictures/silhouettes.ts';
import { chartsOf, silhouettesOf } from '../sample-charts.ts';
import { runRow, sampleInput } from '../sample-input.ts';
import { sampleSummary, STRATUM } from '../sample-segments.ts';
import { textsOf } from './page-bounds.ts';

const charts = chartsOf(sampleSummary());

describe('drawSilhouettes(input, stratum)', () => {
  it('gives the mean and the share of customers nearer to another segment', () => {
    // 15 of 100 values from 0.6 to -0.1 are negative.
    expect(drawSilhouettes(sampleInput({ charts }), STRATUM)!.title).toBe(
      'Mean silhouette 0.28; 15 % are nearer to another segment',
    );
  });

  it('names each segment with its mean and size', () => {
    const texts = textsOf(drawSilhouettes(sampleInput({ charts }), STRATUM)!.svg);
    expect(texts).toEqual(
      expect.arrayContaining(['Lapsed Customers', 'mean 0.31, 900 customers', 'mean 0.28']),
    );
  });

  it('leaves values that are no numbers out, and segments that have no others', () => {
    const silhouettes = [
      {
        ...silhouettesOf({ stratum: STRATUM, clusterLabel: '1', customerCount: 10 }),
        values: Float64Array.of(0.5, NaN),
      },
      {
        ...silhouettesOf({ stratum: STRATUM, clusterLabel: '2', customerCount: 10 }),
        values: Float64Array.of(NaN),
      },
    ];
    const { svg, title } = drawSilhouettes(
      sampleInput({ charts: { ...NO_CHARTS, silhouettes }, runs: [runRow({ silhouette: null })] }),
      STRATUM,
    )!;
    expect(title).toBe('0 % are nearer to another segment');
    expect(textsOf(svg)).not.toContain('Loyal Customers');
    expect(svg).not.toMatch(/NaN|Infinity/);
  });

  it('says that a sample was measured', () => {
    const runs = [runRow({ silhouetteSampleRows: 50_000 })];
    const { svg } = drawSilhouettes(sampleInput({ charts, runs }), STRATUM)!;
    expect(textsOf(svg)).toContain('Silhouettes are those of a random sample of 50,000 customers.');
  });

  it('explains the silhouette of a segment of one customer', () => {
    const silhouettes = [silhouettesOf({ stratum: STRATUM, clusterLabel: '4', customerCount: 1 }, [0, 0])];
    const { svg } = drawSilhouettes(sampleInput({ charts: { ...NO_CHARTS, silhouettes } }), STRATUM)!;
    expect(textsOf(svg).join(' ')).toContain(
      'High Returners (segment 4) has one customer: the silhouette is 0 by definition.',
    );
  });

  it('is left out where no silhouette is known', () => {
    expect(drawSilhouettes(sampleInput(), STRATUM)).toBeNull();
  });
});
