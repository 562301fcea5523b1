import type { Database, Parameters } from '../core/database.ts';
import { UsageError } from '../core/errors.ts';
import { countRows } from '../core/models.ts';
import { loadModels, orderByReads } from '../core/sql-catalog.ts';
import { assertDirt, countFaults, type PlantedFaults } from './planted-faults.ts';
import {
  copyTo,
  countBy,
  CSV_FORMAT,
  daysBetween,
  LINES_FORMAT,
  openFiles,
  withTemporaryTables,
} from './generated-files.ts';

/** Faults of dirty orders, by the names they have in dirt.json. A line has one at most. */
export const ORDER_FAULTS = [
  /** Too few or too many fields: a strict reader rejects the record. */
  'malformed_lines',
  /** The e-mail address in capitals: the same customer still. */
  'uppercase_emails',
  /** The same row delivered twice. */
  'exact_duplicates',
  /** A return date before the order date. */
  'return_before_order',
  /** One unit more returned than sold. */
  'return_above_sale',
  /** A sale quantity of `1.7` or `abc`. */
  'bad_quantities',
  /** An order date that no calendar has. */
  'bad_dates',
  /** A negative line value. */
  'negative_value',
  /** No return quantity, though the line is flagged as returned. */
  'flag_without_quantity',
] as const;

export type OrderFault = (typeof ORDER_FAULTS)[number];

export interface GenerateOrdersOptions {
  /** Integer in [1, 10,000,000]; a customer has 24 order lines on average. */
  readonly customers: number;
  /** Integer: the same seed gives the same bytes, on any machine and number of threads. */
  readonly seed: number;
  /** Folder of the files; created if it does not exist. */
  readonly out: string;
  /** Share of order lines that get a fault, in [0, 0.5]; default 0: a clean file. */
  readonly dirt?: number | undefined;
  /** First day with orders, `YYYY-MM-DD`; default 2023-01-01. */
  readonly firstDate?: string | undefined;
  /** Last day with orders and returns, at least a year later; default 2024-12-31. */
  readonly lastDate?: string | undefined;
}

export interface GeneratedOrders {
  /** CSV in the canonical headers, by time of order. */
  readonly ordersFile: string;
  /** CSV of customer_id (the e-mail address in lower case) and segment. */
  readonly truthFile: string;
  /** What stands in ordersFile; no fault without dirt. */
  readonly planted: PlantedFaults<OrderFault>;
  readonly customers: number;
  /** Order lines before faults were planted. */
  readonly lines: number;
  /** Customers by segment. */
  readonly segments: Readonly<Record<string, number>>;
}

const MAX_CUSTOMERS = 10_000_000;
const MIN_DAYS = 365;

/** Tables that are built; what they read comes along. */
const TABLES = ['synthetic_deliveries', 'synthetic_customers'];

/**
 * Writes synthetic orders with planted customer segments: `orders.csv` and `truth_orders.csv`.
 *
 * @param options - See the fields. The segments are described in sql/generate/synthetic_customers.sql.
 * @param effects - The work is done in temporary tables of this database, which are dropped afterwards.
 * @throws {UsageError} If a number or date is out of its range.
 * @throws {FileError} If the folder or a file in it cannot be written.
 * @remarks About 10 s of processor time and 1.3 GB for 45,000 customers (1.1 million lines); linear in the customers.
 */
export async function generateOrders(
  options: GenerateOrdersOptions,
  { database }: { readonly database: Database },
): Promise<GeneratedOrders> {
  const parameters = checkOrderOptions(options);
  const files = openFiles(options.out, { orders: 'orders.csv', truth: 'truth_orders.csv' });
  const models = loadModels('generate');
  const tables = { models: orderByReads(models, TABLES), parameters };
  return withTemporaryTables(database, tables, async () => {
    await copyTo(database, models.get('synthetic_csv_lines')!, { file: files.orders, format: LINES_FORMAT });
    await copyTo(database, models.get('synthetic_truth')!, { file: files.truth, format: CSV_FORMAT });
    return {
      ordersFile: files.orders,
      truthFile: files.truth,
      planted: await countFaults(database, 'synthetic_deliveries', ORDER_FAULTS),
      customers: await countRows(database, 'synthetic_customers'),
      lines: await countRows(database, 'synthetic_lines'),
      segments: await countBy(database, 'segment', 'synthetic_customers'),
    };
  });
}

/** The options as parameters of the models. @throws {UsageError} If one is out of its range. */
export function checkOrderOptions(options: GenerateOrdersOptions): Parameters {
  const { customers, seed, dirt = 0, firstDate = '2023-01-01', lastDate = '2024-12-31' } = options;
  if (!Number.isInteger(customers) || customers < 1 || customers > MAX_CUSTOMERS) {
    throw new UsageError(`generate: customers must be an integer in [1, ${MAX_CUSTOMERS}], got ${customers}`);
  }
  if (!Number.isSafeInteger(seed)) throw new UsageError(`generate: seed must be an integer, got ${seed}`);
  assertDirt(dirt);
  const days = daysBetween(firstDate, lastDate);
  if (days < MIN_DAYS) {
    throw new UsageError(
      `generate: the orders must span at least ${MIN_DAYS} days, got ${days} (${firstDate} to ${lastDate})`,
    );
  }
  return { customers, seed, dirt, first_date: firstDate, last_date: lastDate };
}
