import { z } from 'zod';
import { cleaning, eventFeatures, events, identities, orderFeatures, orders } from './config-data-schema.ts';

const positive = z.number().positive();
const count = z.int().min(1);
const share = z.number().min(0).max(1);
const isoDate = z.iso.date('expected a date like 2024-12-31');

const preprocessing = z.strictObject({
  minOrders: count
    .default(2)
    .describe('Fewest orders of a customer who is segmented; the others are listed as ineligible.'),
  minEvents: count.default(3).describe('Fewest events of a user who is segmented.'),
  maxMissing: share.default(0.3).describe('Largest share of unknown values of a feature that is kept.'),
  winsorise: z
    .tuple([share, share])
    .default([0.005, 0.995])
    .describe('Quantiles beyond which values are drawn in.'),
  scale: z
    .enum(['default', 'standard', 'robust', 'minmax'])
    .default('default')
    .describe('default is (x - median) / max(IQR / 1.349, sd).'),
  nearConstant: share
    .default(0.995)
    .describe('Share of the most frequent value from which a feature is dropped.'),
  maxCorrelation: share
    .default(0.9)
    .describe('Absolute Spearman correlation above which the less important feature is dropped.'),
  maxVif: positive
    .nullable()
    .default(null)
    .describe('Variance inflation factor above which features are dropped; null: not used.'),
  pca: z
    .union([z.literal('auto'), z.boolean()])
    .default('auto')
    .describe('Whether clusters are sought in principal components; auto: only with features: all.'),
  pcaVariance: share.default(0.9).describe('Share of variance that the kept principal components explain.'),
});

const auto = z.literal('auto');
const clustering = z.strictObject({
  engine: z
    .enum(['fast', 'library'])
    .default('fast')
    .describe('Own kernels, or density-clustering and ml-kmeans (small data).'),
  eps: z
    .union([auto, z.number().min(0)])
    .default('auto')
    .describe('DBSCAN radius; auto: knee of the k-distance curve.'),
  minSamples: z
    .union([auto, count])
    .default('auto')
    .describe('DBSCAN density: points within eps, the point itself included.'),
  targetNoise: share.default(0.05).describe('With eps auto: share of outliers down to which eps is widened.'),
  k: z
    .union([auto, z.int().min(2)])
    .default('auto')
    .describe('Number of main clusters; auto scans kMin to kMax.'),
  kMin: z.int().min(2).default(3).describe('Smallest number of clusters tried.'),
  kMax: z.int().min(2).default(15).describe('Largest number of clusters tried.'),
  nInit: count.default(10).describe('Restarts of K-means.'),
  stabilityRuns: count
    .default(20)
    .describe('Subsamples per K whose agreement with the full fit is its stability.'),
  stabilityShare: share.default(0.8).describe('Share of the rows in each subsample.'),
  stabilityMaxRows: count.default(20_000).describe('Most rows in a subsample.'),
  minStability: share
    .default(0.8)
    .describe('Stability that a K needs to be chosen (at most 0.1 below the best).'),
  minClusterSize: count.default(30).describe('Fewest customers of a main cluster.'),
  minClusterShare: share.default(0.01).describe('Smallest share of a main cluster.'),
  maxClusterShare: share.default(0.85).describe('Largest share of a main cluster.'),
  silhouetteMaxRows: count
    .default(200_000)
    .describe('Most customers whose silhouettes are all measured; of more, those of a sample are.'),
  silhouetteSampleRows: z
    .int()
    .min(2)
    .default(50_000)
    .describe('Customers in that sample; the standard error of the mean silhouette is stored and shown.'),
  jaccardRuns: count.default(50).describe('Bootstrap samples for the stability of each cluster.'),
  subClusters: z.boolean().default(true).describe('Whether dense groups inside main clusters are sought.'),
  subEps: z
    .union([auto, z.number().min(0)])
    .default('auto')
    .describe('DBSCAN radius inside a main cluster.'),
  subMinSamples: z.union([auto, count]).default('auto').describe('DBSCAN density inside a main cluster.'),
  subMinSize: count.default(30).describe('Fewest customers of a sub-cluster.'),
  subMinShare: share.default(0.05).describe('Smallest share of a sub-cluster in its main cluster.'),
  subMaxCount: count.default(5).describe('Most sub-clusters of a main cluster.'),
  subMinSilhouette: z
    .number()
    .min(-1)
    .max(1)
    .default(0.25)
    .describe('Silhouette that sub-clusters need to be kept.'),
  scoredOutliers: z
    .enum(['density', 'radius'])
    .default('density')
    .describe(
      'How pipeline score finds outliers: density as in the run (the model keeps scaled rows), or radius of the segment.',
    ),
});

const archetypes = z.strictObject({
  highReturnFactor: positive
    .default(2)
    .describe('High Returners: return rate from this multiple of the population.'),
  highReturnRate: share
    .default(0.4)
    .describe('High Returners: return rate above it, whatever the population.'),
  loyalOrdersFactor: positive
    .default(1.5)
    .describe('Loyal Customers: orders from this multiple of the population.'),
  veteranTenureFactor: positive
    .default(1.3)
    .describe('Veteran Shoppers: days since first order from this multiple.'),
  veteranOrdersFactor: positive
    .default(1)
    .describe('Veteran Shoppers: orders from this multiple of the population.'),
  frequentOrdersFactor: positive
    .default(2)
    .describe('Frequent Buyers: orders from this multiple of the population.'),
  lapsedRecencyFactor: positive
    .default(1.5)
    .describe('Lapsed Customers: recency from this multiple of the population.'),
  minSpanDays: z
    .int()
    .min(0)
    .default(14)
    .describe('Days of data below which no segment is called new or lapsed.'),
  highValueFactor: positive
    .default(2)
    .describe('High-Value Buyers: spending from this multiple of all buyers.'),
  lowPriceFactor: positive
    .default(0.75)
    .describe('Price-Sensitive: price level up to this multiple of the stratum.'),
  premiumPriceFactor: positive
    .default(1.25)
    .describe('Premium Browsers: price level from this multiple of the stratum.'),
  atRiskRecencyFactor: positive
    .default(1.5)
    .describe('At-Risk Buyers: hours since last event from this multiple.'),
  cartFactor: positive.default(2).describe('Cart Abandoners: cart events from this multiple of the stratum.'),
  explorerEntropyFactor: positive
    .default(1.25)
    .describe('Explorers: evenness over categories from this multiple.'),
  oneLookEventsFactor: positive
    .default(0.5)
    .describe('One-look Visitors: events up to this multiple of the stratum.'),
});

const gates = z.strictObject({
  minSilhouetteGain: z
    .number()
    .default(0.05)
    .describe('By how much the silhouette must exceed its permuted reference.'),
  maxNoise: share.default(0.15).describe('Largest share of outliers.'),
  maxOutlierShareFactor: positive
    .default(3)
    .describe(
      'Largest share of revenue, returns or orders that outliers hold, as a multiple of their share of customers.',
    ),
  maxMissingnessNmi: share
    .default(0.4)
    .describe('Largest mutual information of segments with the pattern of unknown values.'),
  minJaccard: share.default(0.6).describe('Bootstrap Jaccard below which a segment is not to be acted on.'),
});

const privacy = z.strictObject({
  hashCustomerIds: z
    .boolean()
    .default(false)
    .describe('Whether customer ids are replaced by a keyed hash from silver on.'),
  hashKey: z.string().default('').describe('Key of that hash; keep it secret (PIPELINE_PRIVACY_HASH_KEY).'),
  showEmails: z
    .boolean()
    .default(true)
    .describe('Whether customer ids stand in the workbook as they are; else their hash.'),
});

const report = z.strictObject({
  title: z.string().default('Customer segments').describe('Title of the workbook.'),
  currency: z
    .string()
    .max(8)
    .default('')
    .describe('Currency sign or code for amounts, for example £ or EUR.'),
  enabled: z.boolean().default(true).describe('Whether a run writes workbook and files.'),
  pictures: z.boolean().default(true).describe('Whether the files hold pictures (PNG).'),
  mapCustomers: z
    .int()
    .min(0)
    .max(20_000)
    .default(2000)
    .describe('Most customers on a map, a seeded sample of each segment where there are more; 0: no maps.'),
});

/** The whole configuration: every key with its type, its default and its meaning. */
export const configSchema = z.strictObject({
  warehouse: z.string().min(1).default('data/warehouse.duckdb').describe('The DuckDB file with all layers.'),
  out: z.string().min(1).default('data/output').describe('Folder of the workbook and the other results.'),
  logs: z.string().min(1).default('logs').describe('Folder of the log files.'),
  logLevel: z
    .enum(['debug', 'info', 'warn', 'error'])
    .default('info')
    .describe('Least severe message in the logs.'),
  seed: z
    .union([z.int(), z.string().min(1)])
    .default(42)
    .describe('Seed of everything random.'),
  threads: z.int().min(1).nullable().default(null).describe('Threads of the database; null: one per core.'),
  memoryLimit: z
    .string()
    .regex(/^\d+(\.\d+)?\s*(KB|MB|GB|TB|KiB|MiB|GiB|TiB)$/i, 'expected a size like 4GB')
    .nullable()
    .default(null)
    .describe('Memory limit of the database, for example 4GB; null: 80 % of the machine.'),
  asOf: isoDate
    .nullable()
    .default(null)
    .describe('Day from which recency is counted; null: the last order or return.'),
  timezone: z
    .string()
    .min(1)
    .default('UTC')
    .describe('Zone of the calendar; timestamps without an offset are local already.'),
  features: z
    .union([z.enum(['core', 'all']), z.array(z.string()).min(1)])
    .default('core')
    .describe('Features that are clustered: core, all, or a list of names.'),
  segmentation: z
    .enum(['returns', 'behavior'])
    .nullable()
    .default(null)
    .describe('What to segment by; null: everything whose source files are configured.'),
  strict: z
    .boolean()
    .default(false)
    .describe('Whether a quality gate that fails ends the run with exit code 3.'),
  wait: z.number().min(0).default(0).describe('Seconds to wait for a warehouse that another process holds.'),
  sample: share
    .positive()
    .default(1)
    .describe(
      'Share of the customers that a run looks at, chosen by a seeded hash; scores, price levels and shop-wide rates are then ' +
        'those of the sample.',
    ),
  orders: orders.prefault({}),
  events: events.prefault({}),
  identities: identities.prefault({}),
  cleaning: cleaning.prefault({}),
  orderFeatures: orderFeatures.prefault({}),
  eventFeatures: eventFeatures.prefault({}),
  preprocessing: preprocessing.prefault({}),
  clustering: clustering.prefault({}),
  archetypes: archetypes.prefault({}),
  gates: gates.prefault({}),
  privacy: privacy.prefault({}),
  report: report.prefault({}),
});

export type Config = z.infer<typeof configSchema>;
