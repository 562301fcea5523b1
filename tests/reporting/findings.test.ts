import { describe, expect, it } from 'vitest';
import { findingsOf } from '../../reporting/findings.ts';
import type { SummaryRow } from '../../reporting/report-input.ts';
import { runRow, sampleInput } from './sample-input.ts';
import { profilesOf, summaryRow } from './sample-segments.ts';

/** A report on the given segments in which nothing else is worth a finding. */
function quiet(...segments: Partial<SummaryRow>[]): ReturnType<typeof sampleInput> {
  const summary = segments.map((segment, index) =>
    summaryRow({ clusterLabel: String(index + 1), ...segment }),
  );
  return sampleInput({
    summary,
    profiles: profilesOf(summary),
    ineligible: [],
    issues: [],
    runs: [runRow({ ineligibleCount: 0 })],
  });
}

function sentences(input: ReturnType<typeof sampleInput>): string[] {
  return findingsOf(input).map((finding) => finding.sentence);
}

describe('findingsOf(input)', () => {
  it('states the sample in seven sentences, largest effect first', () => {
    const findings = findingsOf(sampleInput());
    expect(findings.map((finding) => finding.sentence)).toEqual([
      'Regular Customers (segment 1): 40 % of eligible customers make only 10 % of the returned lines of all eligible customers. Mean return rate 5.0 % against 12 % overall.',
      'High Returners (segment 4): 2.5 % of eligible customers make 31 % of the returned lines of all eligible customers. Mean return rate 62 % against 12 % overall.',
      '27 % of all customers (1,500) have too little history to be segmented; most often: fewer than 2 orders.',
      'Outliers: 5.0 % of eligible customers make 30 % of the returned lines of all eligible customers. Mean return rate 21 % against 12 % overall.',
      'Loyal Customers (segment 2): 30 % of eligible customers bring 52 % of the revenue of all eligible customers.',
      'Lapsed Customers (segment 3): 23 % of eligible customers bring only 6.0 % of the revenue of all eligible customers.',
      'Lapsed Customers (segment 3): 23 % of eligible customers make only 9.0 % of the returned lines of all eligible customers. Mean return rate 6.0 % against 12 % overall.',
    ]);
    expect(findings.every((finding) => finding.recommendation.length > 0)).toBe(true);
    expect(findings.map((finding) => finding.effect)).toEqual(
      findings.map((finding) => finding.effect).toSorted((a, b) => b - a),
    );
  });

  it('finds a concentration from 5 % and one and a half times the share of customers', () => {
    const at = (shareOfReturns: number, shareOfCustomers: number): boolean =>
      sentences(quiet({ shareOfReturns, shareOfCustomers })).some((sentence) =>
        sentence.includes('of the returned lines'),
      );
    expect([at(0.375, 0.25), at(0.37, 0.25), at(0.05, 0.01), at(0.049, 0.01)]).toEqual([
      true,
      false,
      true,
      false,
    ]);
  });

  it('asks why goods come back, and finds nothing where customers only order more and return no more than others', () => {
    const findingOf = (returnRate: number) => {
      const headlineMeans = { ...summaryRow({}).headlineMeans, return_rate: returnRate };
      const segment = { shareOfReturns: 0.6, shareOfCustomers: 0.3, shareOfRevenue: null, headlineMeans };
      const everybody = summaryRow({ level: 'all', clusterLabel: 'all' });
      const { summary, ...rest } = quiet({ ...segment, strategy: 'Raise the next order.' });
      return findingsOf({ ...rest, summary: [...summary, everybody] }).find(({ sentence }) =>
        sentence.includes('of the returned lines'),
      );
    };
    const overall = summaryRow({}).headlineMeans.return_rate!;
    expect(findingOf(1.24 * overall)).toBeUndefined();
    expect(findingOf(1.25 * overall)!.recommendation).toMatch(/^Find out why their goods come back/);
  });

  it('does not call less than a thousandth "only"', () => {
    const tiny = { shareOfRevenue: 0.0001, shareOfCustomers: 0.2, shareOfReturns: null };
    expect(sentences(quiet(tiny)).join()).toMatch(/bring under 0\.1 % of the revenue/);
  });

  it('finds a concentration of returned units that hides in few lines, and tells both', () => {
    const whale = { shareOfReturns: 0.01, shareOfReturnedUnits: 0.62, shareOfCustomers: 0.02 };
    expect(sentences(quiet(whale))).toContainEqual(
      expect.stringContaining(
        '2.0 % of eligible customers make 1.0 % of the returned lines and 62 % of the returned units of all eligible customers.',
      ),
    );
    const many = { shareOfReturns: 0.02, shareOfReturnedUnits: 0.18, shareOfCustomers: 0.2 };
    expect(sentences(quiet(many)).join()).not.toContain('make only');
  });

  it('finds a large segment that falls short, not a small one', () => {
    const at = (shareOfRevenue: number, shareOfCustomers: number): boolean =>
      sentences(quiet({ shareOfRevenue, shareOfCustomers, shareOfReturns: null })).some((sentence) =>
        sentence.includes('bring only'),
      );
    expect([at(0.05, 0.1), at(0.051, 0.1), at(0.04, 0.09)]).toEqual([true, false, false]);
  });

  it('says nothing on revenue without values, even where shares are given', () => {
    const input = { ...quiet({ shareOfRevenue: 0.9, shareOfCustomers: 0.1 }), hasValues: false };
    expect(sentences(input).join()).not.toMatch(/revenue/);
  });

  it('finds a large difference in behaviour from 0.8 standard deviations', () => {
    const at = (days: number): boolean => {
      const headlineMeans = { ...summaryRow({}).headlineMeans, recency_days: days };
      return sentences(quiet({ headlineMeans })).some((sentence) =>
        sentence.includes('days since last order'),
      );
    };
    expect([at(92 + 0.8 * 90), at(92 + 0.79 * 90)]).toEqual([true, false]);
  });

  it('advises against acting on a segment that does not come back', () => {
    const input = quiet(
      { shareOfReturns: 0.6, shareOfCustomers: 0.1, jaccardStability: 0.4 },
      { strategy: 'Reward them.' },
    );
    expect(findingsOf(input)[0]!.recommendation).toMatch(/^Do not act on this segment alone/);
    expect(sentences(input)).toContain(
      '1 of 2 segments does not come back reliably when customers are drawn anew: segment 1, 10 % of eligible customers.',
    );
  });

  it('names all segments that do not come back', () => {
    const loose = { shareOfCustomers: 0.1, jaccardStability: 0.4 };
    expect(sentences(quiet(loose, {}, loose, loose))).toContain(
      '3 of 4 segments do not come back reliably when customers are drawn anew: segments 1, 3 and 4, 30 % of eligible customers.',
    );
  });

  it('reports cleaning rules that touch 5 % of the rows', () => {
    const rule = { rule: 'r', severity: 'repaired', meaning: 'quantities were empty.' };
    const [some, few] = [2300, 2299].map((count) =>
      sentences({ ...quiet({}), issues: [{ ...rule, count }] }),
    );
    expect(some![0]).toBe('Data quality: quantities were empty (2,300 rows, 5.0 %).');
    expect(few!.join()).not.toMatch(/Data quality/);
  });

  it('gives no topic more than two findings and no report more than seven', () => {
    const loud = {
      shareOfCustomers: 0.1,
      shareOfReturns: 0.5,
      shareOfRevenue: 0.4,
      headlineMeans: { recency_days: 900 },
    };
    const findings = findingsOf(quiet(loud, loud, loud, loud, loud));
    expect(findings).toHaveLength(7);
    const topics = findings.map((finding) => finding.topic);
    expect(Math.max(...topics.map((topic) => topics.filter((other) => other === topic).length))).toBe(2);
  });

  it('fills up with plain facts where little stands out, and invents nothing without segments', () => {
    expect(
      sentences(quiet({ shareOfCustomers: 0.55 }, { shareOfCustomers: 0.45, shareOfReturns: 0.4 })),
    ).toHaveLength(3);
    expect(sentences(quiet())).toEqual([]);
  });

  it('does not depend on the order of the rows', () => {
    const input = sampleInput();
    const reversed = sampleInput({
      summary: input.summary.toReversed(),
      profiles: input.profiles.toReversed(),
    });
    expect(findingsOf(reversed)).toEqual(findingsOf(input));
  });

  it('weighs a part of few buyers against a part of many non-buyers by heads', () => {
    const rows = [
      summaryRow({ stratum: 'buyers', shareOfCustomers: 0.46, shareOfRevenue: 0.1, customerCount: 98 }),
      summaryRow({
        stratum: 'buyers',
        clusterLabel: 'outlier',
        level: 'outlier',
        shareOfCustomers: 0.54,
        shareOfRevenue: 0.54,
        customerCount: 115,
      }),
      summaryRow({ stratum: 'non_buyers', shareOfCustomers: 1, shareOfRevenue: 0.7, customerCount: 657 }),
    ];
    const effects = findingsOf({ ...quiet(), summary: rows, profiles: profilesOf(rows) })
      .filter(({ sentence }) => sentence.includes('bring only'))
      .map(({ effect }) => effect);
    expect(effects).toEqual([expect.closeTo((0.36 * 213) / 870, 12)]);
  });

  it('names the stratum whose shares it states, and offers no second purchase to users who may have bought nothing', () => {
    const rows = ['buyers', 'non_buyers'].map((stratum) =>
      summaryRow({
        stratum,
        clusterLabel: '1',
        shareOfCustomers: 0.2,
        shareOfRevenue: 0.6,
        shareOfReturns: null,
      }),
    );
    const input = sampleInput({
      segmentation: 'behavior',
      summary: rows,
      profiles: profilesOf(rows),
      issues: [],
      runs: ['buyers', 'non_buyers'].map((stratum) => runRow({ stratum, customerCount: 100 })),
      ineligible: [{ stratum: 'non_buyers', reason: 'fewer than 3 events', customerCount: 300 }],
    });
    const findings = findingsOf(input);
    const text = findings.map((finding) => `${finding.sentence} ${finding.recommendation}`).join('\n');
    expect(text).toContain('20 % of eligible buyers bring 60 % of the revenue of all eligible buyers.');
    expect(text).toContain('20 % of eligible non-buyers');
    expect(text).not.toContain('of eligible customers');
    expect(text).not.toContain('second-purchase');
  });
});
