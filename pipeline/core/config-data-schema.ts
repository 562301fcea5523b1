import { z } from 'zod';

const positive = z.number().positive();
const count = z.int().min(1);
const share = z.number().min(0).max(1);
const isoDate = z.iso.date('expected a date like 2024-12-31');

/** How order files are read. */
export const orders = z.strictObject({
  path: z
    .union([z.string(), z.array(z.string())])
    .nullable()
    .default(null)
    .describe('Order files: a path or glob, or a list of them (.csv, .csv.gz, .parquet).'),
  adapter: z
    .string()
    .default('returns')
    .describe('Shipped adapter (returns, online_retail) or the path of a .sql file of yours.'),
  delimiter: z
    .enum(['auto', ',', ';', '\t', '|'])
    .default('auto')
    .describe('Field separator of CSV files; auto reads it off the header line.'),
  encoding: z
    .enum(['auto', 'utf-8', 'windows-1252', 'utf-16le', 'utf-16be'])
    .default('auto')
    .describe(
      'Text encoding of CSV files; auto follows a byte order mark, else UTF-8 (other bytes are rejected, by line).',
    ),
  dateOrder: z
    .enum(['auto', 'mdy', 'dmy'])
    .default('auto')
    .describe(
      'How 03/04/2024 is read; auto decides on the values of the whole data set and refuses contradictions.',
    ),
  decimalComma: z
    .boolean()
    .default(false)
    .describe('Whether amounts are written 1.234,56 instead of 1,234.56.'),
  maxRecordBytes: z
    .int()
    .min(1024)
    .default(1_048_576)
    .describe('Longest record of a CSV file, in bytes; longer ones are rejected.'),
});

/** How event files are read. */
export const events = z.strictObject({
  path: orders.shape.path.describe(
    'Event files: a path or glob, sqlite:FILE#TABLE, or a list of them (.csv, .csv.gz, .parquet, SQLite).',
  ),
  adapter: z
    .string()
    .default('rees46')
    .describe('Shipped adapter (rees46) or the path of a .sql file of yours.'),
  delimiter: orders.shape.delimiter,
  encoding: orders.shape.encoding,
  maxRecordBytes: orders.shape.maxRecordBytes,
  dedupe: z
    .enum(['all', 'non-purchase', 'none'])
    .default('non-purchase')
    .describe('Which equal rows are dropped: two equal purchases may mean two pieces.'),
  lenient: z.boolean().default(false).describe('Whether unknown event types are kept as "other".'),
});

/** How the identity map is read. */
export const identities = z.strictObject({
  path: orders.shape.path.describe(
    'Identity map, customer e-mail and user id: a path or glob, or a list of them (.csv, .csv.gz, .parquet, sqlite:FILE#TABLE); null: none.',
  ),
  adapter: z
    .string()
    .default('identities')
    .describe('Shipped adapter (identities) or the path of a .sql file of yours.'),
  delimiter: orders.shape.delimiter,
  encoding: orders.shape.encoding,
  maxRecordBytes: orders.shape.maxRecordBytes,
});

/** Constants of the features of events. */
export const eventFeatures = z.strictObject({
  sessionGapMinutes: count
    .default(30)
    .describe('Pause that ends a session where none is delivered, in minutes.'),
  minSpanDays: z
    .int()
    .min(0)
    .default(14)
    .describe('Days of data below which trends and words of lapse are left out.'),
  priceLadderMinViews: count
    .default(10)
    .describe('Fewest priced views of a category whose price level is judged.'),
});

/** How rows are cleaned. */
export const cleaning = z.strictObject({
  earliestDate: isoDate.default('1990-01-01').describe('Dates before it are not believed.'),
  matching: z
    .enum(['lifo', 'fifo'])
    .default('lifo')
    .describe('Which purchase a return-only row is matched to: the latest one before it, or the first.'),
  mergeEmails: z
    .record(z.string(), z.string())
    .default({})
    .describe(
      'Customers to merge: address -> address that is kept. Proposals stand in email_consolidation_candidates.',
    ),
  similarEmails: share
    .default(0.9)
    .describe('Levenshtein similarity from which two addresses are proposed as one person.'),
});

/** Constants of the features of orders. */
export const orderFeatures = z.strictObject({
  recencyWindowDays: count.default(90).describe('Length of the window that "recent" means, in days.'),
  returnHorizonDays: count
    .default(30)
    .describe('Days after the order within which a return counts for recent_vs_avg_ratio.'),
  changePseudoUnits: positive.default(10).describe('Pseudo-units that steady recent_vs_avg_ratio.'),
  affinityPseudoUnits: positive.default(50).describe("Pseudo-units that steady a category's return ratio."),
  adjacencyDays: z.int().min(0).default(14).describe('Largest distance of two related orders, in days.'),
  adjacency: z
    .enum(['category', 'any'])
    .default('category')
    .describe('Whether related products share a category.'),
  seasonalMinDays: count
    .default(365)
    .describe('Shortest lifetime for which seasonal features are computed, in days.'),
  seasonalMinEvents: count
    .default(8)
    .describe('Fewest orders (returns) for which seasonal features are computed.'),
  trendMinMonths: z
    .int()
    .min(2)
    .default(6)
    .describe('Shortest history for which trend features are computed, in months.'),
  highValueQuantile: share
    .default(0.75)
    .describe('Quantile of order values above which an order is of high value.'),
  highValueMinOrders: count.default(3).describe('Fewest orders on each side for high_value_return_affinity.'),
  tenureDays: z
    .tuple([count, count, count])
    .default([90, 180, 365])
    .describe('Upper limits of the tenure stages New, Growing and Mature, in days since the first order.'),
  minSpanDays: z
    .int()
    .min(0)
    .default(14)
    .describe('Days from the first to the last order below which words of lapse and novelty are left out.'),
});
