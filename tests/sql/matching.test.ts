import { describe, expect, it } from 'vitest';
import type { Database } from '../../pipeline/core/database.ts';
import { createRandom, type Random } from '../../pipeline/core/random.ts';
import { buildFrom, openEmptyWarehouse } from '../support/sql-warehouse.ts';

type Matching = 'lifo' | 'fifo';

/** One delivered row: a purchase with what came back on it, or (no `units`) a return-only row. */
interface Delivered {
  readonly customer: string;
  readonly sku: string;
  /** Order number of a purchase, return number of a return. */
  readonly document: string | null;
  /** `YYYY-MM-DD hh:mm`. */
  readonly time: string;
  readonly units: number | null;
  readonly value: number | null;
  readonly returned: number | null;
  /** Tells purchases apart that are equal otherwise. */
  readonly size: string | null;
}

interface Purchase extends Delivered {
  left: number;
}

/**
 * Matches returns to purchases one unit after the other, as a clerk would.
 *
 * @returns Units by return and purchase; purchases (returns) that no rule tells apart share a key. What finds no
 *   purchase stands under `none`.
 */
function matchByHand(rows: readonly Delivered[], matching: Matching): Map<string, number> {
  const matches = new Map<string, number>();
  for (const history of groupBy(rows, (row) => `${row.customer} ${row.sku}`).values()) {
    const stock: Purchase[] = [];
    for (const event of [...history].sort(compareEvents)) {
      if (event.units !== null) {
        stock.push({ ...event, left: Math.max(0, event.units - (event.returned ?? 0)) });
        continue;
      }
      for (let unit = 0; unit < event.returned!; unit++) {
        const inStock = stock.filter((purchase) => purchase.left > 0);
        const taken = matching === 'lifo' ? inStock.at(-1) : inStock[0];
        if (taken !== undefined) taken.left -= 1;
        const key = `${returnKey(event)} <- ${taken === undefined ? 'none' : purchaseKey(taken)}`;
        matches.set(key, (matches.get(key) ?? 0) + 1);
      }
    }
  }
  return matches;
}

function groupBy<T>(items: readonly T[], keyOf: (item: T) => string): Map<string, T[]> {
  const groups = new Map<string, T[]>();
  for (const item of items) groups.set(keyOf(item), [...(groups.get(keyOf(item)) ?? []), item]);
  return groups;
}

/** By time, purchases before returns; purchases by order number, units and value (more first), returns by number. */
function compareEvents(a: Delivered, b: Delivered): number {
  if (a.time !== b.time) return a.time < b.time ? -1 : 1;
  if ((a.units === null) !== (b.units === null)) return a.units === null ? 1 : -1;
  if (a.document !== b.document) return (a.document ?? '~') < (b.document ?? '~') ? -1 : 1;
  if (a.units !== b.units) return b.units! - a.units!;
  return (b.value ?? -1) - (a.value ?? -1);
}

function returnKey({ customer, sku, time, document }: Delivered): string {
  return [customer, sku, time, document].join(' ');
}

function purchaseKey({ time, document, units, value }: Delivered): string {
  return [time, document, units, value].join(' ');
}

async function deliver(database: Database, rows: readonly Delivered[]): Promise<void> {
  const type = `[{"customer": "VARCHAR", "sku": "VARCHAR", "document": "VARCHAR", "time": "VARCHAR", "units": "VARCHAR",
    "value": "VARCHAR", "returned": "VARCHAR", "size": "VARCHAR"}]`;
  await database.execute(
    `insert into bronze_return_order_data by name
    with rows as (
      select row_number() over () as line, unnest(rows, max_depth := 2)
      from (select unnest(from_json($rows, '${type}')) as rows)
    )
    select
      customer as customer_emailid, sku, value as gross, size as size_, units as sales_qty, returned as return_qty,
      case when units is null then 'return' else document end as sales_order_no,
      case when units is null then document end as return_no,
      time as order_date, case when units is null then time end as return_date,
      'orders.csv' as _source_file, line as _source_line, now()::timestamp as _loaded_at, 'r' as _run_id, line as _row_hash
    from rows`,
    { rows: JSON.stringify(rows) },
  );
}

async function withBuilt<T>(
  rows: readonly Delivered[],
  { matching, targets }: { matching: Matching; targets: readonly string[] },
  read: (database: Database) => Promise<T>,
): Promise<T> {
  const database = await openEmptyWarehouse();
  try {
    await deliver(database, rows);
    for (const target of targets)
      await buildFrom(database, { layer: 'silver', target, given: [] }, { matching });
    return await read(database);
  } finally {
    database.close();
  }
}

/** The matches of the SQL models under the keys of `matchByHand`. */
function matchBySql(rows: readonly Delivered[], matching: Matching): Promise<Map<string, number>> {
  const targets = ['silver_order_lines', 'silver_unmatched_returns'];
  return withBuilt(rows, { matching, targets }, async (database) => {
    const found = await database.queryRows<{ key: string; units: number }>(
      `with pieces as (
        select row_id, line_id, returned_units from silver_matched_returns
        union all
        select row_id, null, unmatched_units from silver_unmatched_returns
      )
      select
        concat_ws(' ', returned.customer_id, returned.sku_key, strftime(returned.returned_at, '%Y-%m-%d %H:%M'),
          coalesce(returned.return_number, '')) || ' <- ' ||
        case when line_id is null then 'none' else concat_ws(' ', strftime(lines.ordered_at, '%Y-%m-%d %H:%M'),
          lines.order_number, lines.units, coalesce(lines.line_value::integer::varchar, '')) end as key,
        sum(pieces.returned_units)::double as units
      from pieces
        inner join silver_parsed_rows as returned using (row_id)
        left join silver_order_lines as lines using (line_id)
      group by all`,
    );
    return new Map(found.map(({ key, units }) => [key, units]));
  });
}

function pick<T>(random: Random, values: readonly T[]): T {
  return values[random.integer(values.length)]!;
}

/** Purchases and returns of one customer and product: few instants and numbers, so that most of them tie with others. */
function randomHistory(random: Random, customer: string, events: number): Delivered[] {
  return Array.from({ length: events }, (_, i) => {
    const time = `2024-01-${String(1 + random.integer(9)).padStart(2, '0')} ${pick(random, ['09:00', '17:30'])}`;
    if (random.integer(5) < 2) {
      const document = pick(random, ['r1', 'r2', 'r3', null]);
      const returned = 1 + random.integer(5);
      return { customer, sku: 'a', document, time, units: null, value: null, returned, size: null };
    }
    const units = 1 + random.integer(4);
    return {
      customer,
      sku: 'a',
      document: pick(random, ['o1', 'o2', 'o10']),
      time,
      units,
      value: pick(random, [null, 5, 10]),
      returned: pick(random, [null, 0, 0, 1, units, units + 1]),
      size: String(i),
    };
  });
}

function shuffled<T>(items: readonly T[], random: Random): T[] {
  const order = items.map((item) => ({ item, rank: random.next() }));
  return order.sort((a, b) => a.rank - b.rank).map(({ item }) => item);
}

const row = (fields: Partial<Delivered>): Delivered => ({
  customer: 'ann',
  sku: 'a',
  document: null,
  time: '',
  units: null,
  value: null,
  returned: null,
  size: null,
  ...fields,
});

describe('matching returns to purchases', () => {
  const rows = [
    row({ document: 'o1', time: '2024-01-01 10:00', units: 2 }),
    row({ document: 'o2', time: '2024-01-10 10:00', units: 3 }),
    row({ document: 'r1', time: '2024-01-15 10:00', returned: 1 }),
    row({ document: 'o3', time: '2024-01-20 10:00', units: 1 }),
    row({ document: 'r2', time: '2024-01-25 10:00', returned: 4 }),
    row({ document: 'r3', time: '2024-01-26 10:00', returned: 2 }),
  ];

  it.each([
    [
      'lifo',
      {
        'ann a 2024-01-15 10:00 r1 <- 2024-01-10 10:00 o2 3 ': 1,
        'ann a 2024-01-25 10:00 r2 <- 2024-01-20 10:00 o3 1 ': 1,
        'ann a 2024-01-25 10:00 r2 <- 2024-01-10 10:00 o2 3 ': 2,
        'ann a 2024-01-25 10:00 r2 <- 2024-01-01 10:00 o1 2 ': 1,
        'ann a 2024-01-26 10:00 r3 <- 2024-01-01 10:00 o1 2 ': 1,
        'ann a 2024-01-26 10:00 r3 <- none': 1,
      },
    ],
    [
      'fifo',
      {
        'ann a 2024-01-15 10:00 r1 <- 2024-01-01 10:00 o1 2 ': 1,
        'ann a 2024-01-25 10:00 r2 <- 2024-01-01 10:00 o1 2 ': 1,
        'ann a 2024-01-25 10:00 r2 <- 2024-01-10 10:00 o2 3 ': 3,
        'ann a 2024-01-26 10:00 r3 <- 2024-01-20 10:00 o3 1 ': 1,
        'ann a 2024-01-26 10:00 r3 <- none': 1,
      },
    ],
  ] as const)('%s: a case worked by hand', async (matching, expected) => {
    expect(Object.fromEntries(matchByHand(rows, matching))).toEqual(expected);
    expect(Object.fromEntries(await matchBySql(rows, matching))).toEqual(expected);
  });

  it.each(['lifo', 'fifo'] as const)('%s: agrees with a clerk on 300 random histories', async (matching) => {
    const random = createRandom('matching');
    const histories = Array.from({ length: 300 }, (_, i) =>
      randomHistory(random, `c${i}`, 2 + random.integer(14)),
    );
    const byHand = matchByHand(histories.flat(), matching);
    expect(byHand.size).toBeGreaterThan(600);
    expect(await matchBySql(histories.flat(), matching)).toEqual(byHand);
  });

  it.each(['lifo', 'fifo'] as const)('%s: 3,000 events of one customer and product', async (matching) => {
    const history = randomHistory(createRandom('many'), 'guest', 3000).map((event, i) => ({
      ...event,
      time: `2024-${String(1 + (i % 12)).padStart(2, '0')}-${event.time.slice(8)}`,
    }));
    expect(await matchBySql(history, matching)).toEqual(matchByHand(history, matching));
  });
});

describe('the order of the delivered rows', () => {
  it.each(['lifo', 'fifo'] as const)('%s: changes neither lines nor pieces', async (matching) => {
    const random = createRandom('rows');
    const histories = Array.from({ length: 40 }, (_, i) => randomHistory(random, `c${i % 20}`, 8));
    const delivered = histories
      .flat()
      .map((event, i) => ({ ...event, size: i % 3 === 0 ? event.size : null }));
    const targets = ['silver_order_lines', 'silver_unmatched_returns'];
    const build = (rows: readonly Delivered[]) =>
      withBuilt(rows, { matching, targets }, async (database) => ({
        lines: await database.queryRows('select * from silver_order_lines order by line_id'),
        pieces: await database.queryRows('select * exclude (row_id) from silver_return_matches order by all'),
        unmatched: await database.queryRows(
          'select * exclude (row_id, _source_line) from silver_unmatched_returns order by all',
        ),
      }));
    const asDelivered = await build(delivered);
    expect(asDelivered.lines.some((line) => Number(line['row_count']) > 1)).toBe(true);
    expect(await build(shuffled(delivered, random))).toEqual(asDelivered);
    expect(await build(delivered.toReversed())).toEqual(asDelivered);
  });
});
