import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import type { Database } from '../../pipeline/core/database.ts';
import { hasTable } from '../../pipeline/core/models.ts';
import { SEGMENTATIONS } from '../../pipeline/core/segmentation.ts';
import type { StageReport } from '../../pipeline/core/stage.ts';
import { clearClusterTables } from '../../pipeline/stages/cluster-tables.ts';
import { joinCustomers } from '../../pipeline/stages/join-customers.ts';
import { stageContext } from '../ingest/stage-context.ts';
import { openEmptyWarehouse } from '../support/sql-warehouse.ts';

let database: Database;
beforeEach(async () => {
  database = await openEmptyWarehouse();
  await database.execute('create table silver_identities (user_id varchar, customer_id varchar)');
  await database.execute(
    `create table silver_customer_features (customer_id varchar, sales_order_no_nunique integer, monetary double,
      return_rate double, recency_days integer)`,
  );
  await database.execute(
    `create table silver_user_features (user_id varchar, total_events integer, frequency integer, monetary double,
      activity_recency_hours double)`,
  );
  for (const { scopeTable } of SEGMENTATIONS) await spanOf(scopeTable, '2022-06-01');
});
afterEach(() => database.close());

/** Lets the data of a segmentation reach from a day to 2024-06-01. */
async function spanOf(scopeTable: string, first: string): Promise<void> {
  await database.execute(
    `create or replace table ${scopeTable} as select date '2024-06-01' as as_of_date, date '${first}' as first_date,
      date '2024-06-01' as last_date, (date '2024-06-01' - date '${first}') as span_days, true as has_values,
      true as has_categories`,
  );
}

/** Persons of a segmentation who all stand in its segment 1. */
async function segment(segmentation: string, ...ids: string[]): Promise<void> {
  await database.execute(
    `insert into clustering_results by name
    select $segmentation as segmentation, 'all' as stratum, 'run-1' as run_id, unnest(string_split($ids, ' ')) as customer_id,
      0 as cluster_id, '1' as cluster_label, 'Everybody' as archetype, false as is_outlier, timestamp '2024-06-01' as assigned_at`,
    { segmentation, ids: ids.join(' ') },
  );
}

/** Pairs as `user customer`. */
async function map(...pairs: string[]): Promise<void> {
  for (const pair of pairs) {
    const [user, customer] = pair.split(' ') as [string, string];
    await database.execute('insert into silver_identities values ($user, $customer)', { user, customer });
  }
}

function join(settings: Record<string, unknown> = {}): Promise<StageReport> {
  return joinCustomers.run(stageContext(database, { orders: {}, settings }));
}

describe('joining customers', () => {
  it('says how many persons are matched, and what became of the pairs of the map', async () => {
    await segment('returns', 'ann', 'bob', 'cara');
    await segment('behavior', '1', '2', '3', '4', '5', '6');
    await map('1 ann', '2 ann', '3 dan', '4 dan', '5 eve', '98 bob', '99 nobody');
    expect(await join()).toEqual({
      rows: 6,
      notes: [
        'persons 6 = matched 1 + orders only 2 + events only 3; 2 further user id(s) of the same persons',
        'pairs of the identity map 7 = both known 2 + user not in the events 1 + customer not in the orders 3 + neither 1',
      ],
      warnings: [],
    });
  });

  it('builds nothing before both segmentations have results, and says which is missing', async () => {
    await segment('returns', 'ann');
    const { rows, notes, warnings } = await join();
    expect({ rows, notes }).toEqual({ rows: 0, notes: [] });
    expect(warnings).toEqual([
      'gold_customer_360 is not built: the warehouse holds no results of the segmentation behavior; give its files with --events',
    ]);
    expect(await hasTable(database, 'gold_customer_360')).toBe(false);
  });

  it.each([
    ['2024-05-31', 0],
    ['2024-06-01', null],
  ])('tells the days since the last order of data from %s: %s', async (first, days) => {
    await spanOf('silver_scope', first);
    await segment('returns', 'ann');
    await segment('behavior', '1');
    await database.execute(`insert into silver_customer_features values ('ann', 2, 5, 0, 0)`);
    await join();
    const [row] = await database.queryRows(
      `select returns_recency_days as days, returns_monetary as value from gold_customer_360 where customer_id = 'ann'`,
    );
    expect(row).toEqual({ days, value: 5 });
  });

  it('warns if the map names nobody on both sides', async () => {
    await segment('returns', 'ann');
    await segment('behavior', '1');
    await map('2 ann', '1 bob');
    const { rows, warnings } = await join();
    expect(rows).toBe(2);
    expect(warnings).toEqual([
      expect.stringContaining('no pair of the identity map names both a customer of the orders and a user'),
    ]);
  });

  it('warns that customers and users of a sample are drawn apart', async () => {
    await segment('returns', 'ann');
    await segment('behavior', '1');
    await map('1 ann');
    expect((await join()).warnings).toEqual([]);
    expect((await join({ sample: 0.5 })).warnings).toEqual([expect.stringContaining('of a sample (0.5)')]);
  });

  it('leaves no table of results that are gone', async () => {
    await segment('returns', 'ann');
    await segment('behavior', '1');
    await join();
    expect(await hasTable(database, 'gold_customer_360')).toBe(true);
    await clearClusterTables(stageContext(database, { orders: {} }), SEGMENTATIONS[0]!);
    expect(await hasTable(database, 'gold_customer_360')).toBe(false);
  });
});
