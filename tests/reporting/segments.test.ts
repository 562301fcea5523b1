import { describe, expect, it } from 'vitest';
import { captionHeader, featureCaptions, knownHeadlines } from '../../reporting/feature-captions.ts';
import {
  compareLabels,
  knownShares,
  segmentColours,
  segmentLabel,
  segmentName,
  segmentRows,
  strataOf,
  stratumName,
} from '../../reporting/segments.ts';
import { runRow, sampleInput } from './sample-input.ts';
import { STRATUM, summaryRow } from './sample-segments.ts';

describe('compareLabels(a, b)', () => {
  it('counts as a reader does, outliers last', () => {
    const labels = ['outlier', '10', '2.10', '2', '1', '2.9', '2.1'];
    expect(labels.toSorted(compareLabels)).toEqual(['1', '2', '2.1', '2.9', '2.10', '10', 'outlier']);
  });
});

describe('segmentRows(input, stratum)', () => {
  it('lists segments with their sub-segments below them and without the population', () => {
    const labels = segmentRows(sampleInput(), STRATUM).map((row) => row.clusterLabel);
    expect(labels).toEqual(['1', '2', '2.1', '2.2', '3', '4', 'outlier']);
  });
});

describe('knownShares(segments)', () => {
  it('leaves out what no segment knows', () => {
    const headers = (...rows: Parameters<typeof summaryRow>[0][]) =>
      knownShares(rows.map(summaryRow)).map(({ header }) => header);
    const nothing = { shareOfRevenue: null, shareOfReturns: null, shareOfReturnedUnits: null };
    expect(headers(nothing)).toEqual([]);
    expect(headers(nothing, { ...nothing, shareOfReturns: 0 })).toEqual(['Share of returned lines']);
  });
});

describe('segmentColours(input)', () => {
  it('gives a sub-segment the colour of its segment and no two segments the same', () => {
    const colourOf = segmentColours(sampleInput());
    expect(colourOf(STRATUM, '2.1')).toBe(colourOf(STRATUM, '2'));
    expect(
      new Set(['1', '2', '3', '4', 'outlier', 'ineligible'].map((label) => colourOf(STRATUM, label))).size,
    ).toBe(6);
  });

  it('keeps the segments of two strata apart', () => {
    const summary = ['buyers', 'non_buyers'].map((stratum) => summaryRow({ stratum }));
    const colourOf = segmentColours(sampleInput({ summary, runs: [] }));
    expect(colourOf('buyers', '1')).not.toBe(colourOf('non_buyers', '1'));
  });
});

describe('names of segments', () => {
  const row = summaryRow({ stratum: 'non_buyers', clusterLabel: '2', archetype: 'Explorers' });

  it('leaves out a stratum that is the only one', () => {
    const input = sampleInput({ summary: [row], runs: [] });
    expect(segmentLabel(input, row)).toBe('2');
    expect(segmentName(input, row)).toBe('Explorers (segment 2)');
    expect(segmentName(input, { ...row, archetype: null })).toBe('Segment 2');
  });

  it('names the stratum where there are several', () => {
    const input = sampleInput({
      summary: [row],
      runs: [runRow({ stratum: 'buyers' }), runRow({ stratum: 'non_buyers' })],
    });
    expect(strataOf(input)).toEqual(['buyers', 'non_buyers']);
    expect(stratumName('non_buyers')).toBe('Non-buyers');
    expect(segmentName(input, row)).toBe('Explorers (segment Non-buyers 2)');
    expect(segmentName(input, { ...row, level: 'outlier' })).toBe('Non-buyers: Outliers');
  });
});

describe('captions of features', () => {
  it('puts the currency in the place of the unit and leaves out what the label says', () => {
    const captions = featureCaptions(sampleInput());
    expect(
      ['monetary', 'recency_days', 'return_rate', 'customer_lifetime_days'].map((name) =>
        captionHeader(captions(name), 'EUR'),
      ),
    ).toEqual(['Value kept (EUR)', 'Days since last order', 'Return rate', 'Customer lifetime (days)']);
    expect(captionHeader(captions('monetary'), '')).toBe('Value kept');
    expect(captionHeader({ ...captions('monetary'), unit: 'currency per order' }, 'EUR')).toBe(
      'Value kept (EUR per order)',
    );
  });

  it('falls back on the bare name of an unknown feature', () => {
    expect(captionHeader(featureCaptions(sampleInput())('mystery'), 'EUR')).toBe('mystery');
  });

  it('drops headline features that no segment knows', () => {
    const summary = [
      summaryRow({ headlineMeans: { return_rate: 0.1, monetary: null, recency_days: Number.NaN } }),
    ];
    expect(knownHeadlines(sampleInput({ summary }))).toEqual(['return_rate']);
  });

  it('drops headline features that only another stratum knows', () => {
    const summary = [
      summaryRow({ stratum: 'buyers', headlineMeans: { return_rate: 0.1, monetary: 20 } }),
      summaryRow({ stratum: 'non_buyers', headlineMeans: { return_rate: 0.2, monetary: null } }),
    ];
    expect(knownHeadlines(sampleInput({ summary }), 'non_buyers')).toEqual(['return_rate']);
    expect(knownHeadlines(sampleInput({ summary }), 'buyers')).toEqual(['return_rate', 'monetary']);
  });
});
