import { describe, expect, it } from 'vitest';
import { clusterProfiles } from '../../reporting/sheets/cluster-profiles.ts';
import { executiveSummary } from '../../reporting/sheets/executive-summary.ts';
import { featureAnalysis } from '../../reporting/sheets/feature-analysis.ts';
import { unidentifiedSentence } from '../../reporting/unidentified.ts';
import { tableBelow, textOf } from './plain-sheet.ts';
import { sampleFeatures } from './sample-features.ts';
import { sampleInput } from './sample-input.ts';

/** The sample on data of one day: two core features and one other cannot be told. */
function onOneDay() {
  const needs: Readonly<Record<string, string>> = {
    recency_days: '(0 days of orders, 1 needed)',
    customer_lifetime_days: '(0 days of orders, 1 needed)',
    trend_ratio: '(0 days of orders, 14 needed)',
  };
  const features = sampleFeatures().map((row) =>
    needs[row.feature] === undefined
      ? row
      : {
          ...row,
          status: 'dropped' as const,
          reason: `not identifiable from this span ${needs[row.feature]}`,
          isIdentifiable: false,
          count: 0,
          mean: null,
          median: null,
        },
  );
  return sampleInput({
    features,
    headlineFeatures: ['return_rate', 'sales_order_no_nunique', 'monetary'],
  });
}

describe('unidentifiedSentence(input, options)', () => {
  it('names the features by what they need', () => {
    expect(unidentifiedSentence(onOneDay())).toBe(
      'Not identifiable from this span, so left out (n/a, which is not zero): Days since last order, Customer lifetime ' +
        '(0 days of orders, 1 needed); Trend (0 days of orders, 14 needed).',
    );
    expect(unidentifiedSentence(onOneDay(), { coreOnly: true })).not.toContain('Trend');
  });

  it('tells a feature of several strata once', () => {
    const { features } = onOneDay();
    const strata = ['a', 'b'].flatMap((stratum) => features.map((row) => ({ ...row, stratum })));
    expect(unidentifiedSentence({ features: strata })).toBe(unidentifiedSentence({ features }));
  });

  it('says nothing where everything can be told', () => {
    expect(unidentifiedSentence(sampleInput())).toBe('');
  });
});

describe('sheets on data that are too short', () => {
  it('say in the summary which core features are missing', () => {
    expect(textOf(executiveSummary(onOneDay()))).toMatch(/^Not identifiable from this span.*lifetime/m);
    expect(textOf(executiveSummary(sampleInput()))).not.toContain('Not identifiable');
  });

  it('say in the profiles what has no column', () => {
    const sheet = clusterProfiles(onOneDay());
    expect(textOf(sheet)).toMatch(/^Not identifiable from this span.*Trend/m);
    const header = tableBelow(sheet, 'Segment')[0]!.map((cell) => cell.value);
    expect(header.slice(4)).toEqual(['Return rate', 'Orders', 'Value kept (EUR)']);
  });

  it('give the reason with figures beside the feature, and no value', () => {
    const [header, ...rows] = tableBelow(featureAnalysis(onOneDay()), 'Feature');
    const row = rows.find((cells) => cells[0]!.value === 'Days since last order')!;
    const at = (name: string) => row[header!.findIndex((cell) => cell.value === name)]!.value;
    expect(at('Why')).toBe('not identifiable from this span (0 days of orders, 1 needed)');
    expect([at('Mean'), at('Median'), at('Known values')]).toEqual([null, null, 0]);
  });
});
