import type { Database } from '../../pipeline/core/database.ts';
import type { Random } from '../../pipeline/core/random.ts';

/** One bought line and the pieces in which it came back. Dates are local, ISO. */
export interface OrderLine {
  readonly lineId: number;
  readonly customerId: string;
  readonly orderNumber: string;
  /** `2024-02-29T23:50:00` */
  readonly orderedAt: string;
  readonly sku: string;
  readonly category: string | null;
  readonly units: number;
  /** Decimal text, at most four places. */
  readonly value: string | null;
  readonly pieces: readonly { readonly date: string | null; readonly units: number }[];
}

export interface RandomOrderOptions {
  readonly customers: number;
  readonly linesPerCustomer: number;
  readonly skus: number;
}

const FIRST_DAY = Date.UTC(2023, 0, 1);
const DAYS = 540;
const CATEGORIES = 4;

/**
 * Lines of customers between 2023-01-01 and 2024-06-23, with what makes features hard: orders around midnight, orders of one
 * minute, few SKUs, changing and missing categories, missing values, undated, partial and late returns.
 */
export function randomOrderLines(random: Random, options: RandomOrderOptions): OrderLine[] {
  const lines: OrderLine[] = [];
  for (let c = 0; c < options.customers; c++) {
    const orders = 1 + random.integer(options.linesPerCustomer);
    const lineCount = Math.max(1, Math.round(options.linesPerCustomer * (0.5 + random.next())));
    for (let i = 0; i < lineCount; i++) {
      const order = random.integer(orders);
      lines.push(randomLine(random, { lineId: lines.length, customer: c, order, skus: options.skus }));
    }
  }
  return lines;
}

function randomLine(
  random: Random,
  { lineId, customer, order, skus }: { lineId: number; customer: number; order: number; skus: number },
): OrderLine {
  // Two orders a day, days scattered: the lines of one order meet on that day or the next.
  const day = (Math.floor(order / 2) * 61 + customer * 17) % DAYS;
  const sku = random.integer(skus);
  const units = 1 + random.integer(6);
  const isCategoryKnown = random.next() < 0.9;
  const category = random.next() < 0.97 ? sku % CATEGORIES : random.integer(CATEGORIES);
  return {
    lineId,
    customerId: `customer-${customer}`,
    orderNumber: String(order),
    orderedAt: `${isoDay(day + (random.next() < 0.05 ? 1 : 0))}T${random.next() < 0.5 ? '00:00' : '23:59'}:00`,
    sku: `sku-${sku}`,
    category: isCategoryKnown ? `category-${category}` : null,
    units,
    value: random.next() < 0.9 ? (random.integer(1_000_000) / 100).toFixed(2) : null,
    pieces: random.next() < 0.35 ? randomPieces(random, day + 1, units) : [],
  };
}

function randomPieces(random: Random, firstDay: number, units: number): OrderLine['pieces'] {
  const pieces = [];
  for (let left = units; left > 0 && (pieces.length === 0 || random.next() < 0.3);) {
    const returned = 1 + random.integer(left);
    left -= returned;
    pieces.push({
      date: random.next() < 0.85 ? isoDay(firstDay + random.integer(80)) : null,
      units: returned,
    });
  }
  return pieces;
}

function isoDay(day: number): string {
  return new Date(FIRST_DAY + day * 86_400_000).toISOString().slice(0, 10);
}

/** Returns the lines in another order; the same seed gives the same order. */
export function shuffled<T>(items: readonly T[], random: Random): T[] {
  const result = [...items];
  for (let i = result.length - 1; i > 0; i--) {
    const j = random.integer(i + 1);
    [result[i], result[j]] = [result[j]!, result[i]!];
  }
  return result;
}

/**
 * Creates `silver_order_lines` and `silver_return_matches` and fills them in the order of the lines.
 *
 * @param definitions - DDL by table, from `tableDefinitions`.
 */
export async function insertOrderLines(
  database: Database,
  definitions: ReadonlyMap<string, string>,
  lines: readonly OrderLine[],
): Promise<void> {
  const pieces = lines.flatMap((line) => line.pieces.map((piece) => ({ ...line, ...piece })));
  await insertTexts(database, definitions.get('silver_order_lines')!, {
    line_id: lines.map((line) => String(line.lineId)),
    customer_id: lines.map((line) => line.customerId),
    order_number: lines.map((line) => line.orderNumber),
    ordered_at: lines.map((line) => line.orderedAt),
    sku_key: lines.map((line) => line.sku),
    category_key: lines.map((line) => line.category),
    units: lines.map((line) => String(line.units)),
    line_value: lines.map((line) => line.value),
    returned_units: lines.map((line) => String(line.pieces.reduce((sum, piece) => sum + piece.units, 0))),
    quality_flags: lines.map((line) => (line.value === null ? '[value_missing]' : '[]')),
  });
  await insertTexts(database, definitions.get('silver_return_matches')!, {
    line_id: pieces.map((piece) => String(piece.lineId)),
    return_date: pieces.map((piece) => piece.date),
    returned_units: pieces.map((piece) => String(piece.units)),
  });
}

/** Fills a new table from texts, by way of a table of texts: the database casts them. */
async function insertTexts(
  database: Database,
  definition: string,
  columns: Readonly<Record<string, (string | null)[]>>,
): Promise<void> {
  const names = Object.keys(columns);
  const table = /create table (\w+)/i.exec(definition)![1]!;
  await database.execute(definition);
  await database.execute(
    `create or replace table texts (${names.map((name) => `${name} varchar`).join(', ')})`,
  );
  await database.append(
    'texts',
    Object.values(columns).map((values) => ({ kind: 'text', values })),
  );
  await database.execute(`insert into ${table} by name from texts`);
  await database.execute('drop table texts');
}
