import type { HeadlineValues, ProfileRow, SummaryRow } from '../../reporting/report-input.ts';

/** The only stratum of the sample. */
export const STRATUM = 'all';

/** Headline features of the sample, with the population's mean, median and standard deviation. */
const POPULATION: Readonly<Record<string, readonly [mean: number, median: number, sd: number]>> = {
  return_rate: [0.12, 0.05, 0.18],
  sales_order_no_nunique: [5.4, 3, 6],
  recency_days: [92, 60, 90],
  monetary: [1840.5, 640, 3200],
  customer_lifetime_days: [240, 210, 160],
};

export const HEADLINES = Object.keys(POPULATION);

export const populationMeans: HeadlineValues = Object.fromEntries(
  Object.entries(POPULATION).map(([feature, [mean]]) => [feature, mean]),
);
const populationMedians: HeadlineValues = Object.fromEntries(
  Object.entries(POPULATION).map(([feature, [, median]]) => [feature, median]),
);

export function summaryRow(row: Partial<SummaryRow>): SummaryRow {
  return {
    stratum: STRATUM,
    clusterLabel: '1',
    level: 'main',
    customerCount: 100,
    shareOfCustomers: 0.1,
    shareOfRevenue: 0.1,
    shareOfReturns: 0.1,
    shareOfReturnedUnits: null,
    archetype: 'Regular Customers',
    archetypeRule: 'no other rule fits',
    strategy: null,
    silhouetteMean: 0.31,
    jaccardStability: 0.9,
    headlineMeans: populationMeans,
    headlineMedians: populationMedians,
    ...row,
  };
}

/** Segments of the sample: label, name, customers, and shares of customers, revenue and returns. */
const SEGMENTS: readonly Partial<SummaryRow>[] = [
  segment(['1', 'Regular Customers'], 1600, [0.4, 0.22, 0.1, 0.05, 3.1, 70, 1012, 180]),
  segment(['2', 'Loyal Customers'], 1200, [0.3, 0.52, 0.2, 0.07, 11.9, 25, 3190, 410]),
  segment(['3', 'Lapsed Customers'], 900, [0.225, 0.06, 0.09, 0.06, 2.2, 290, 490, 90]),
  {
    ...segment(['4', 'High Returners'], 100, [0.025, 0.03, 0.31, 0.62, 6.2, 40, 2208, 260]),
    jaccardStability: 0.55,
  },
  { ...segment(['2.1', 'Frequent Buyers'], 500, [0.125, 0.3, 0.1, 0.08, 17, 15, 4416, 450]), level: 'sub' },
  { ...segment(['2.2', 'New Customers'], 400, [0.1, 0.12, 0.05, 0.06, 8, 10, 2208, 380]), level: 'sub' },
  {
    ...segment(['outlier', 'Outliers'], 200, [0.05, 0.17, 0.3, 0.21, 22, 60, 6257, 420]),
    level: 'outlier',
    jaccardStability: null,
    silhouetteMean: null,
  },
];

function segment(
  [clusterLabel, archetype]: readonly [label: string, archetype: string],
  customerCount: number,
  figures: readonly [customers: number, revenue: number, returns: number, ...means: number[]],
): Partial<SummaryRow> {
  const [shareOfCustomers, shareOfRevenue, shareOfReturns, ...means] = figures;
  return {
    clusterLabel,
    archetype,
    customerCount,
    shareOfCustomers,
    shareOfRevenue,
    shareOfReturns,
    headlineMeans: Object.fromEntries(HEADLINES.map((feature, j) => [feature, means[j]!])),
    headlineMedians: Object.fromEntries(HEADLINES.map((feature, j) => [feature, means[j]! * 0.8])),
  };
}

/** Everybody, four segments, two sub-segments of the second, and the outliers. */
export function sampleSummary(): SummaryRow[] {
  const all = summaryRow({
    clusterLabel: 'all',
    level: 'all',
    archetype: null,
    customerCount: 4000,
    shareOfCustomers: 1,
    shareOfRevenue: 1,
    shareOfReturns: 1,
    silhouetteMean: 0.284,
    jaccardStability: null,
  });
  return [all, ...SEGMENTS.map(summaryRow)];
}

/** Profile rows that follow from the means of the summary and the population. */
export function profilesOf(summary: readonly SummaryRow[]): ProfileRow[] {
  return summary
    .filter((row) => row.level !== 'all')
    .flatMap((row) =>
      HEADLINES.map((feature, index): ProfileRow => {
        const [populationMean, , sd] = POPULATION[feature]!;
        const mean = row.headlineMeans[feature] ?? null;
        return {
          stratum: row.stratum,
          clusterLabel: row.clusterLabel,
          feature,
          mean,
          median: row.headlineMedians[feature] ?? null,
          p25: mean === null ? null : mean * 0.5,
          p75: mean === null ? null : mean * 1.4,
          populationMean,
          standardisedDifference: mean === null ? null : (mean - populationMean) / sd,
          rank: index + 1,
        };
      }),
    );
}
