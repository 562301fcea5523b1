import { NO_CHARTS } from '../../reporting/chart-data.ts';
import type {
  AssignmentRow,
  Limits,
  ReportInput,
  RunRow,
  SelectionRow,
  SummaryRow,
} from '../../reporting/report-input.ts';
import { sampleFeatures } from './sample-features.ts';
import { HEADLINES, profilesOf, sampleSummary, STRATUM } from './sample-segments.ts';

/** The run of the sample; every figure can be replaced. */
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
    silhouetteStandardError: null,
    silhouetteSampleRows: null,
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

/** The limits of a run without settings of its own; each can be replaced. */
export function limitsOf(limits: Partial<Limits> = {}): Limits {
  return {
    minSilhouetteGain: 0.05,
    maxNoise: 0.15,
    minStability: 0.8,
    maxMissingnessNmi: 0.4,
    minJaccard: 0.6,
    minClusterSize: 30,
    minClusterShare: 0.01,
    ...limits,
  };
}

const SELECTION: readonly SelectionRow[] = [
  {
    k: 3,
    silhouette: 0.262,
    calinskiHarabasz: 1702.2,
    daviesBouldin: 1.245,
    stability: 0.97,
    smallestCluster: 230,
  },
  {
    k: 4,
    silhouette: 0.284,
    calinskiHarabasz: 1523.7,
    daviesBouldin: 1.19,
    stability: 0.94,
    smallestCluster: 100,
  },
  {
    k: 5,
    silhouette: 0.247,
    calinskiHarabasz: 1410.1,
    daviesBouldin: 1.283,
    stability: 0.71,
    smallestCluster: 61,
  },
  {
    k: 6,
    silhouette: 0.291,
    calinskiHarabasz: 1302.9,
    daviesBouldin: 1.172,
    stability: 0.83,
    smallestCluster: 12,
  },
].map((figures) => ({
  ...figures,
  segmentation: 'returns',
  stratum: STRATUM,
  runId: 'run-2024-06-01',
  inertia: 20_000 / figures.k,
  elbowDistance: figures.k === 5 ? 0.21 : 0.1,
  largestShare: 0.62 - figures.k * 0.05,
  isDegenerate: figures.k === 6,
  silhouetteStandardError: null,
  isChosen: figures.k === 4,
  whyNot: figures.k === 4 ? null : figures.k === 6 ? 'a segment is smaller than 1 %' : 'lower silhouette',
}));

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
    archetype: 'Frequent Buyers',
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

const STAGES = [
  { stage: 'load-bronze', seconds: 2.31 },
  { stage: 'cluster-customers', seconds: 4.05 },
];

/** Rows as a stage hands them over: in blocks, as often as they are asked for. */
export function blocksOf<Row>(...blocks: readonly (readonly Row[])[]): AsyncIterable<readonly Row[]> {
  return {
    async *[Symbol.asyncIterator]() {
      for (const block of blocks) yield await Promise.resolve(block);
    },
  };
}

function summaryWithoutValues(): SummaryRow[] {
  return sampleSummary().map((row) => ({ ...row, shareOfRevenue: null }));
}

/** A complete, plausible report on 4,000 eligible customers in four segments; every part can be replaced. */
export function sampleInput(changes: Partial<ReportInput> = {}): ReportInput {
  const summary = changes.summary ?? (changes.hasValues === false ? summaryWithoutValues() : sampleSummary());
  return {
    segmentation: 'returns',
    title: 'Customer segments by purchase and return behaviour',
    resultId: '5e4d3c2b1a09',
    execution: {
      runId: 'run-2024-06-01',
      createdAt: new Date('2024-06-01T08:30:00Z'),
      stages: STAGES,
    },
    asOf: '2024-05-31',
    dataSpan: { first: '2023-01-01', last: '2024-05-31' },
    currency: 'EUR',
    hasValues: true,
    headlineFeatures: HEADLINES,
    runs: [runRow()],
    summary,
    profiles: profilesOf(summary),
    selection: SELECTION,
    features: sampleFeatures(),
    comparison: [],
    gates: [
      {
        stratum: STRATUM,
        name: 'Outlier revenue',
        passed: false,
        value: 3.4,
        threshold: 3,
        sentence: 'outliers hold 17 % of revenue, 3.4 times their share of customers',
      },
      {
        stratum: STRATUM,
        name: 'Stability',
        passed: false,
        value: 0.5,
        threshold: 0.6,
        sentence: 'the least stable segment reappears with Jaccard similarity 0.50',
      },
      {
        stratum: STRATUM,
        name: 'Missing data',
        passed: true,
        value: 0.03,
        threshold: 0.4,
        sentence: 'segments do not follow who has data',
      },
    ],
    limits: limitsOf(),
    ineligible: [{ stratum: STRATUM, reason: 'fewer than 2 orders', customerCount: 1500 }],
    issues: [
      {
        rule: 'return_before_order',
        severity: 'repaired',
        count: 312,
        meaning: 'return dated before its order; the date was cleared',
      },
      {
        rule: 'flag_without_quantity',
        severity: 'repaired',
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
    ledger: {
      rowsIn: 45_940,
      entries: [
        { entry: 'order_lines', reason: null, rowCount: 45_100 },
        { entry: 'matched_returns', reason: null, rowCount: 700 },
        { entry: 'unmatched_returns', reason: null, rowCount: 90 },
        { entry: 'excluded', reason: 'no_customer', rowCount: 50 },
      ],
    },
    versions: { 'medallion-segments': '0.1.0', node: '20.19.0', duckdb: '1.5.5' },
    parameters: { seed: 42, k: 'auto', eps: 'auto', targetNoise: 0.05, hashCustomerIds: false },
    archetypes: [
      {
        archetype: 'High Returners',
        strategy: 'Review fit and product descriptions; check for return fraud.',
      },
      {
        archetype: 'Loyal Customers',
        strategy: 'Reward and keep: early access, personal service.',
      },
      {
        archetype: 'Lapsed Customers',
        strategy: 'Win back with one clear offer, then stop.',
      },
      {
        archetype: 'Regular Customers',
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
    charts: NO_CHARTS,
    assignments: blocksOf(SAMPLE_ASSIGNMENTS.slice(0, 3), SAMPLE_ASSIGNMENTS.slice(3)),
    ...changes,
  };
}
