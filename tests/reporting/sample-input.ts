import type {
  AssignmentRow,
  FeatureRow,
  HeadlineValues,
  ProfileRow,
  ReportInput,
  RunRow,
  SelectionRow,
  SummaryRow,
} from '../../reporting/report-input.ts';

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

export function runRow(row: Partial<RunRow> = {}): RunRow {
  return {
    stratum: STRATUM,
    modelId: 'model-7f3a',
    engine: 'fast',
    seed: '42',
    dataFingerprint: 'd41d8cd98f00b204',
    customerCount: 4000,
    clusteredCount: 3800,
    ineligibleCount: 1500,
    coverage: 0.95,
    noise: 0.05,
    kneeNoise: 0.083,
    eps: 0.91,
    minSamples: 10,
    k: 4,
    silhouette: 0.284,
    silhouetteAll: 0.251,
    permutedSilhouette: 0.141,
    calinskiHarabasz: 1523.7,
    daviesBouldin: 1.12,
    stability: 0.94,
    missingnessNmi: 0.03,
    secondsByPhase: { dbscan: 0.41, kmeans: 1.92, subclusters: 0.2 },
    warnings: [],
    ...row,
  };
}

/** Segments of the sample: label, name, customers, and shares of customers, revenue and returns. */
const SEGMENTS: readonly Partial<SummaryRow>[] = [
  segment('1', 'Regular Customers', 1600, [0.4, 0.22, 0.1], [0.05, 3.1, 70, 1012, 180]),
  segment('2', 'Loyal Customers', 1200, [0.3, 0.52, 0.2], [0.07, 11.9, 25, 3190, 410]),
  segment('3', 'Lapsed Customers', 900, [0.225, 0.06, 0.09], [0.06, 2.2, 290, 490, 90]),
  {
    ...segment('4', 'High Returners', 100, [0.025, 0.03, 0.31], [0.62, 6.2, 40, 2208, 260]),
    jaccardStability: 0.55,
  },
  {
    ...segment('2.1', 'Loyal Customers, frequent', 500, [0.125, 0.3, 0.1], [0.08, 17, 15, 4416, 450]),
    level: 'sub',
  },
  {
    ...segment('2.2', 'Loyal Customers, recent', 400, [0.1, 0.12, 0.05], [0.06, 8, 10, 2208, 380]),
    level: 'sub',
  },
  {
    ...segment('outlier', 'Outliers', 200, [0.05, 0.17, 0.3], [0.21, 22, 60, 6257, 420]),
    level: 'outlier',
    jaccardStability: null,
    silhouetteMean: null,
  },
];

function segment(
  clusterLabel: string,
  archetype: string,
  customerCount: number,
  ...[shares, means]: readonly [readonly [number, number, number], readonly number[]]
): Partial<SummaryRow> {
  const [shareOfCustomers, shareOfRevenue, shareOfReturns] = shares;
  const headlineMeans = Object.fromEntries(HEADLINES.map((feature, j) => [feature, means[j]!]));
  const headlineMedians = Object.fromEntries(HEADLINES.map((feature, j) => [feature, means[j]! * 0.8]));
  return {
    clusterLabel,
    archetype,
    customerCount,
    shareOfCustomers,
    shareOfRevenue,
    shareOfReturns,
    headlineMeans,
    headlineMedians,
  };
}

function sampleSummary(): SummaryRow[] {
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

function selectionRow(
  k: number,
  silhouette: number,
  calinskiHarabasz: number,
  stability: number,
): SelectionRow {
  return {
    segmentation: 'returns',
    stratum: STRATUM,
    runId: 'run-2024-06-01',
    k,
    inertia: 20_000 / k,
    silhouette,
    calinskiHarabasz,
    daviesBouldin: 1.9 - silhouette * 2.5,
    elbowDistance: k === 5 ? 0.21 : 0.1,
    stability,
    smallestCluster: 500 - k * 90,
    largestShare: 0.62 - k * 0.05,
    isDegenerate: k === 6,
    isChosen: k === 4,
    whyNot: k === 4 ? null : k === 6 ? 'a segment is smaller than 1 %' : 'lower silhouette',
  };
}

type FeatureBasics = Pick<FeatureRow, 'feature' | 'label' | 'meaning' | 'unit' | 'category' | 'format'>;

const FEATURES: readonly FeatureBasics[] = [
  feature('return_rate', 'Return rate', 'Share of order lines that were returned.', [
    '',
    'Return behaviour',
    'share',
  ]),
  feature('sales_order_no_nunique', 'Orders', 'Number of distinct orders.', ['orders', 'Volume', 'count']),
  feature('recency_days', 'Days since last order', 'Days from the last order to the as-of date.', [
    'days',
    'Recency',
    'days',
  ]),
  feature('monetary', 'Value kept', 'Value of all orders after returns.', [
    'currency',
    'Monetary',
    'currency',
  ]),
  feature('customer_lifetime_days', 'Customer lifetime', 'Days from the first to the last order.', [
    'days',
    'Temporal',
    'days',
  ]),
  feature('return_ratio', 'Return ratio', 'Share of units that were returned.', [
    '',
    'Return behaviour',
    'share',
  ]),
  feature('sku_nunique', 'Different articles', 'Number of distinct articles bought.', [
    'articles',
    'Volume',
    'count',
  ]),
  feature('trend_ratio', 'Trend', 'Activity now against activity before.', ['', 'Trend', 'ratio']),
];

function feature(
  name: string,
  label: string,
  meaning: string,
  ...[[unit, category, format]]: readonly [readonly [string, string, FeatureRow['format']]]
): FeatureBasics {
  return { feature: name, label, meaning, unit, category, format };
}

function featureRow(basics: FeatureBasics, index: number): FeatureRow {
  const status = index < 5 ? 'clustered' : index === 5 ? 'dropped' : 'profiled';
  const scale = basics.format === 'share' ? 0.1 : 10 * (index + 1);
  return {
    ...basics,
    stratum: STRATUM,
    status,
    reason:
      status === 'dropped'
        ? 'correlated with a kept feature'
        : status === 'clustered'
          ? 'core feature'
          : 'not in the core set',
    figure: status === 'dropped' ? 0.971 : null,
    twin: status === 'dropped' ? 'return_rate' : null,
    count: 4000 - index * 13,
    missingShare: (index * 13) / 4000,
    imputedShare: status === 'clustered' ? (index * 13) / 4000 : 0,
    mean: scale,
    sd: scale * 0.8,
    min: 0,
    p1: 0,
    p25: scale * 0.4,
    median: scale * 0.8,
    p75: scale * 1.3,
    p99: scale * 4,
    max: basics.format === 'share' ? 1 : Math.round(scale * 9),
    importance: status === 'dropped' ? null : 0.62 - index * 0.07,
  };
}

export function assignmentRow(row: Partial<AssignmentRow>): AssignmentRow {
  return {
    stratum: STRATUM,
    customerId: 'anna@example.com',
    clusterLabel: '1',
    archetype: 'Regular Customers',
    isOutlier: false,
    distanceToCentroid: 0.83,
    silhouette: 0.41,
    outlierScore: 0.42,
    featureCompletenessScore: 1,
    headline: [0.05, 3, 70, 410.25, 180],
    ineligibleReason: null,
    ...row,
  };
}

const SAMPLE_ASSIGNMENTS: readonly AssignmentRow[] = [
  assignmentRow({}),
  assignmentRow({
    customerId: 'bashir@example.com',
    clusterLabel: '2.1',
    archetype: 'Loyal Customers, frequent',
  }),
  assignmentRow({ customerId: '0042', clusterLabel: '4', archetype: 'High Returners', silhouette: -0.02 }),
  assignmentRow({
    customerId: 'dora@example.com',
    clusterLabel: 'outlier',
    archetype: 'Outliers',
    isOutlier: true,
    silhouette: null,
  }),
  assignmentRow({
    customerId: 'emil@example.com',
    clusterLabel: 'ineligible',
    archetype: null,
    distanceToCentroid: null,
    silhouette: null,
    outlierScore: null,
    featureCompletenessScore: null,
    headline: [null, 1, 12, 30, 0],
    ineligibleReason: 'fewer than 2 orders',
  }),
];

/** Rows as a stage hands them over: in blocks, once. */
export async function* blocksOf<Row>(...blocks: readonly (readonly Row[])[]): AsyncGenerator<readonly Row[]> {
  for (const block of blocks) yield await Promise.resolve(block);
}

/** A complete, plausible report on 4,000 eligible customers in four segments; every part can be replaced. */
export function sampleInput(changes: Partial<ReportInput> = {}): ReportInput {
  const summary = changes.summary ?? sampleSummary();
  return {
    segmentation: 'returns',
    title: 'Customer segments by purchase and return behaviour',
    runId: 'run-2024-06-01',
    createdAt: new Date('2024-06-01T08:30:00Z'),
    asOf: '2024-05-31',
    dataSpan: { first: '2023-01-01', last: '2024-05-31' },
    currency: 'EUR',
    hasValues: true,
    headlineFeatures: HEADLINES,
    runs: [runRow()],
    summary,
    profiles: profilesOf(summary),
    selection: [
      selectionRow(3, 0.262, 1702.2, 0.97),
      selectionRow(4, 0.284, 1523.7, 0.94),
      selectionRow(5, 0.247, 1410.1, 0.71),
      selectionRow(6, 0.291, 1302.9, 0.83),
    ],
    features: FEATURES.map(featureRow),
    gates: [
      {
        stratum: STRATUM,
        name: 'Outlier revenue',
        passed: false,
        value: 3.4,
        threshold: 3,
        sentence: 'Outliers hold 17 % of revenue, 3.4 times their share of customers.',
      },
      {
        stratum: STRATUM,
        name: 'Missing data',
        passed: true,
        value: 0.03,
        threshold: 0.4,
        sentence: 'Segments do not follow who has data.',
      },
    ],
    ineligible: [{ stratum: STRATUM, reason: 'fewer than 2 orders', customerCount: 1500 }],
    issues: [
      {
        rule: 'return_before_order',
        severity: 'warn',
        count: 312,
        meaning: 'return dated before its order; the date was cleared',
      },
      {
        rule: 'flag_without_quantity',
        severity: 'info',
        count: 4210,
        meaning: 'return flagged without a quantity; all units count as returned',
      },
    ],
    sourceFiles: [
      {
        file: 'orders_2023.csv',
        rowsInFile: 31_200,
        rowsLoaded: 31_150,
        rowsRejected: 12,
        rowsDuplicate: 38,
        sha256: 'a'.repeat(64),
      },
      {
        file: 'orders_2024.csv.gz',
        rowsInFile: 14_800,
        rowsLoaded: 14_790,
        rowsRejected: 4,
        rowsDuplicate: 6,
        sha256: 'b'.repeat(64),
      },
    ],
    ledger: [
      { role: 'in', entry: 'rows loaded into bronze', rowCount: 45_940 },
      { role: 'out', entry: 'order lines', rowCount: 45_100 },
      { role: 'out', entry: 'matched returns', rowCount: 700 },
      { role: 'out', entry: 'unmatched returns', rowCount: 90 },
      { role: 'out', entry: 'excluded: no customer', rowCount: 50 },
    ],
    stages: [
      { stage: 'load-bronze', seconds: 2.31 },
      { stage: 'cluster-customers', seconds: 4.05 },
    ],
    versions: { 'medallion-segments': '0.1.0', node: '20.19.0', duckdb: '1.5.5' },
    parameters: { seed: 42, k: 'auto', eps: 'auto', targetNoise: 0.05, hashCustomerIds: false },
    archetypes: [
      {
        archetype: 'High Returners',
        rule: 'mean return rate at least twice that of all customers, and the highest',
        strategy: 'Review fit and product descriptions; check for return fraud.',
      },
      {
        archetype: 'Loyal Customers',
        rule: 'returns no more than average, at least 1.5 times the orders',
        strategy: 'Reward and keep: early access, personal service.',
      },
      {
        archetype: 'Lapsed Customers',
        rule: 'last order at least 1.5 times as long ago as average',
        strategy: 'Win back with one clear offer, then stop.',
      },
      {
        archetype: 'Regular Customers',
        rule: 'none of the other rules',
        strategy: 'Encourage a second category.',
      },
    ],
    glossary: [
      {
        term: 'Silhouette',
        meaning:
          'How much closer a customer is to its own segment than to the next: 1 is perfect, 0 is on the border.',
      },
      { term: 'Outlier', meaning: 'A customer unlike any group of others; not in a segment.' },
    ],
    fittedNumbers: [{ what: 'centroids', file: 'models/model.json', pointer: '/centroids' }],
    fingerprints: { input: '1f'.repeat(16), sql: '2e'.repeat(16), code: '3d'.repeat(16) },
    assignments: blocksOf(SAMPLE_ASSIGNMENTS.slice(0, 3), SAMPLE_ASSIGNMENTS.slice(3)),
    ...changes,
  };
}
