import { beforeAll, describe, expect, it } from 'vitest';
import type { Cell, Parameters } from '../../pipeline/core/database.ts';
import { createRandom } from '../../pipeline/core/random.ts';
import { adjacencyByDefinition, trendByDefinition } from '../support/order-features-oracle.ts';
import { insertOrderLines, randomOrderLines, shuffled, type OrderLine } from '../support/random-orders.ts';
import { buildFrom, openEmptyWarehouse, tableDefinitions } from '../support/sql-warehouse.ts';

const AS_OF = '2024-05-15';
const GIVEN = ['silver_order_lines', 'silver_return_matches'];

let definitions: ReadonlyMap<string, string> = new Map();
beforeAll(async () => {
  definitions = await tableDefinitions('silver');
});

interface BuildOptions {
  readonly target: string;
  readonly threads?: number;
  /** Whether the database splits even small tables between threads, which it does for large ones only by itself. */
  readonly splitSmallTables?: boolean;
  readonly parameters?: Parameters;
}

/** The rows of a table built from the lines, by customer. */
async function build(
  lines: readonly OrderLine[],
  { target, threads = 2, splitSmallTables = false, parameters = {} }: BuildOptions,
): Promise<Map<string, Record<string, Cell>>> {
  const database = await openEmptyWarehouse(threads);
  try {
    if (splitSmallTables) await database.execute('pragma verify_parallelism');
    await insertOrderLines(database, definitions, lines);
    await buildFrom(
      database,
      { layer: 'silver', target, given: GIVEN },
      { as_of_date: AS_OF, ...parameters },
    );
    const rows = await database.queryRows(`select * from ${target} order by customer_id`);
    return new Map(rows.map((row) => [String(row['customer_id']), row]));
  } finally {
    database.close();
  }
}

describe('silver_customer_features of 300 random customers', () => {
  const lines = randomOrderLines(createRandom('features'), {
    customers: 300,
    linesPerCustomer: 200,
    skus: 60,
  });
  const target = 'silver_customer_features';

  it('has the same bits for any order of the rows and any number of threads', async () => {
    const alone = await build(lines, { target, threads: 1 });
    const together = await build(shuffled(lines, createRandom('shuffle')), {
      target,
      threads: 4,
      splitSmallTables: true,
    });
    expect(alone.size).toBeGreaterThan(290);
    expect(together).toEqual(alone);
  });
});

describe.each(['category', 'any'])('adjacency in mode %s', (mode) => {
  it.each([1, 2, 3])('agrees with its definition over all pairs, data set %i', async (seed) => {
    const lines = randomOrderLines(createRandom(`adjacency ${seed}`), {
      customers: 40,
      linesPerCustomer: 10 * 2 ** seed,
      skus: 12,
    });
    const rows = await build(lines, {
      target: 'silver_customer_adjacency',
      parameters: { adjacency_mode: mode },
    });
    const expected = adjacencyByDefinition(lines, { asOf: AS_OF, days: 14, mode });
    const actual = [...rows].map(([customer, row]) => [
      customer,
      {
        orders: row['sku_adjacency_orders'],
        returns: row['sku_adjacency_returns'],
        timing: row['sku_adjacency_timing'],
        returnTiming: row['sku_adjacency_return_timing'],
      },
    ]);
    expect(new Map(actual as [string, object][])).toEqual(expected);
    expect([...expected.values()].some(({ returnTiming }) => returnTiming !== null)).toBe(true);
  });
});

describe('trend', () => {
  it.each([1, 2, 3])('agrees with its definition over dense months, data set %i', async (seed) => {
    const lines = randomOrderLines(createRandom(`trend ${seed}`), {
      customers: 25,
      linesPerCustomer: 12 * seed,
      skus: 12,
    });
    const rows = await build(lines, { target: 'silver_customer_trends' });
    const expected = trendByDefinition(lines, { asOf: AS_OF, minMonths: 6 });
    expect([...rows.keys()].sort()).toEqual([...expected.keys()].sort());
    for (const [customer, trend] of expected) {
      const row = rows.get(customer)!;
      expectClose(row['trend_product_category_order_rate'], trend.orders);
      expectClose(row['trend_product_category_return_rate'], trend.returns);
    }
    expect([...expected.values()].some(({ returns }) => returns !== null)).toBe(true);
  });
});

function expectClose(actual: Cell | undefined, expected: number | null): void {
  if (expected === null) expect(actual).toBeNull();
  else expect(actual).toBeCloseTo(expected, 12);
}
