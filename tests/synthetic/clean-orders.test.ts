import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { Database } from '../../pipeline/core/database.ts';
import { generateOrders, type GeneratedOrders } from '../../pipeline/synthetic/generate-orders.ts';
import { numberOf, strictCsv } from './strict-csv.ts';

const SEGMENTS = [
  'big_basket_planners',
  'gift_season_buyers',
  'lapsed_customers',
  'loyal_regulars',
  'new_enthusiasts',
  'one_season_bargain_hunters',
  'serial_returners',
];

describe('clean orders', () => {
  let root: string;
  let database: Database;
  let orders: string;
  let truth: string;
  let result: GeneratedOrders;

  beforeAll(async () => {
    root = mkdtempSync(join(tmpdir(), 'clean-orders-'));
    database = await Database.open({ file: ':memory:', threads: 2 });
    result = await generateOrders({ customers: 3000, seed: 11, out: root }, { database });
    orders = strictCsv(result.ordersFile);
    truth = `read_csv('${result.truthFile}', all_varchar = true, header = true)`;
  });
  afterAll(() => {
    database.close();
    rmSync(root, { recursive: true });
  });

  const count = (sql: string): Promise<number> => numberOf(database, sql);

  it('hold about 24 lines for each customer and nothing a strict reader rejects', async () => {
    expect(result.customers).toBe(3000);
    expect(result.lines / result.customers).toBeGreaterThan(21);
    expect(result.lines / result.customers).toBeLessThan(27);
    expect(await count(`select count(*) from ${orders}`)).toBe(result.lines);
    expect(readFileSync(result.ordersFile, 'utf8').trimEnd().split('\n')).toHaveLength(result.lines + 1);
  });

  it('have every customer in the truth once, under the address of the orders', async () => {
    expect(await count(`select count(distinct customer_id) from ${truth}`)).toBe(3000);
    expect(
      await count(
        `select count(*) from ${truth} where not regexp_full_match(customer_id, '[a-z0-9.]+@example\\.com')`,
      ),
    ).toBe(0);
    const known = `select customer_id from ${truth}`;
    const buyers = `select customer_emailid from ${orders}`;
    expect(await count(`select count(*) from (${known} except ${buyers})`)).toBe(0);
    expect(await count(`select count(*) from (${buyers} except ${known})`)).toBe(0);
  });

  it('come from seven segments of unequal size', () => {
    const { segments } = result;
    expect(Object.keys(segments)).toEqual(SEGMENTS);
    const shares = Object.values(segments).map((count) => count / 3000);
    expect(shares.reduce((sum, share) => sum + share)).toBeCloseTo(1, 12);
    expect(Math.min(...shares)).toBeGreaterThan(0.08);
    expect(Math.max(...shares)).toBeLessThan(0.3);
  });

  it('never contradict themselves', async () => {
    const contradictions = {
      more_returned_than_sold: 'return_qty::int > sales_qty::int',
      flag_differs: `(return_qty::int > 0) <> (units_returned_flag = 'Yes')`,
      back_before_bought: `return_date <> '' and return_date <= order_date[:10]`,
      dated_without_return: `return_qty = '0' and (return_date || return_no || return_reason || return_comment) <> ''`,
      return_without_number: `return_qty <> '0' and (return_no = '' or return_reason = '')`,
      no_value: 'gross::double <= 0',
      after_the_end: `greatest(order_date, return_date) > '2024-12-31 23:59:59' or order_date < '2023'`,
      zeros_lost: `length(q_cls_id) <> 4 or length(q_sku_id) <> 8 or length(sku) <> 8`,
    };
    for (const [name, condition] of Object.entries(contradictions)) {
      const rows = await count(`select count(*) from ${orders} where ${condition}`);
      expect({ name, rows }).toEqual({ name, rows: 0 });
    }
  });

  it('hold a product once in an order, and an order of one customer at one time', async () => {
    expect(await count(`select count(distinct (sales_order_no, sku)) from ${orders}`)).toBe(result.lines);
    expect(
      await count(
        `select count(distinct (sales_order_no, customer_emailid, order_date)) - count(distinct sales_order_no) from ${orders}`,
      ),
    ).toBe(0);
  });

  it('stand in the order of their time and number', () => {
    const rows = readFileSync(result.ordersFile, 'utf8').trimEnd().split('\n').slice(1);
    const numbers = rows.map((row) => row.slice(0, 11));
    const times = rows.map((row) => row.split(',')[2]!);
    expect(numbers).toEqual([...numbers].sort());
    expect(times).toEqual([...times].sort());
  });

  it('quote commas and quotes so that texts come back whole', async () => {
    const comments = await database.queryRows<{ comment: string }>(
      `select distinct return_comment as comment from ${orders} order by comment`,
    );
    expect(comments.map((row) => row.comment)).toEqual([
      '',
      'Größe fällt klein aus',
      'Runs small, took one size up',
      'Seam open on arrival',
      'Sleeves are "very" long',
      'Sold as "navy", looks black',
    ]);
  });

  it('have repeat customers, mostly single units, partial and undated returns', async () => {
    const [shares] = await database.queryRows<Record<string, number>>(
      `select
         avg((sales_qty = '1')::int) as single,
         avg((return_qty::int < sales_qty::int)::int) filter (return_qty <> '0' and sales_qty <> '1') as part,
         avg((return_date = '')::int) filter (return_qty <> '0') as undated,
         (select avg((orders = 1)::int) from (
           select count(distinct sales_order_no) as orders from ${orders} group by customer_emailid)) as once
       from ${orders}`,
    );
    expect(shares!['single']).toBeCloseTo(0.88, 1);
    expect(shares!['part']).toBeGreaterThan(0.3);
    expect(shares!['undated']).toBeCloseTo(0.04, 1);
    expect(shares!['undated']).toBeGreaterThan(0);
    expect(shares!['once']).toBeLessThan(0.07);
  });

  it('behave as their segments are described', async () => {
    const rows = await database.queryRows<Record<string, number> & { segment: string }>(
      `with customers as (
         select
           customer_emailid as customer_id,
           count(distinct sales_order_no) as orders,
           count(*) / count(distinct sales_order_no) as basket,
           avg((return_qty <> '0')::int) as returned,
           avg(gross::double / sales_qty::int) as price,
           avg((order_date[6:7] in ('11', '12'))::int) filter (order_date < '2024-11') as gifts,
           avg(date_diff('day', order_date[:10]::date, nullif(return_date, '')::date)) as lag,
           date_diff('day', max(order_date)[:10]::date, date '2024-12-31') as recency,
           date_diff('day', min(order_date)[:10]::date, max(order_date)[:10]::date) as span
         from ${orders} group by all)
       select segment, median(orders)::double as orders, median(basket) as basket, avg(returned) as returned,
         median(price) as price, avg(gifts) as gifts, median(lag) as lag,
         median(recency)::double as recency, median(span)::double as span
       from customers join ${truth} using (customer_id) group by segment`,
    );
    const of = Object.fromEntries(rows.map((row) => [row.segment, row])) as Record<
      string,
      Record<string, number>
    >;
    const value = (segment: string, name: string): number => of[segment]![name]!;
    const extreme = (name: string, pick: (...values: number[]) => number): string => {
      const best = pick(...SEGMENTS.map((segment) => value(segment, name)));
      return SEGMENTS.find((segment) => value(segment, name) === best)!;
    };
    expect(extreme('orders', Math.max)).toBe('loyal_regulars');
    expect(extreme('returned', Math.max)).toBe('serial_returners');
    expect(extreme('lag', Math.min)).toBe('serial_returners');
    expect(extreme('basket', Math.max)).toBe('big_basket_planners');
    expect(extreme('gifts', Math.max)).toBe('gift_season_buyers');
    expect(extreme('recency', Math.max)).toBe('lapsed_customers');
    expect(extreme('recency', Math.min)).toBe('new_enthusiasts');
    expect(extreme('span', Math.min)).toBe('one_season_bargain_hunters');
    expect(value('serial_returners', 'returned')).toBeGreaterThan(0.45);
    expect(value('loyal_regulars', 'returned')).toBeLessThan(0.1);
    expect(value('gift_season_buyers', 'gifts')).toBeGreaterThan(0.7);
    expect(value('new_enthusiasts', 'span')).toBeLessThan(90);
  });

  it('tell their segment to who knows the centres, but not always', async () => {
    const right = await database.queryOne<{ share: number }>(
      `with customers as (
         select
           customer_emailid as customer_id,
           [
             sqrt(avg((return_qty <> '0')::int)),
             ln(count(distinct sales_order_no)),
             ln(1 + date_diff('day', max(order_date)[:10]::date, date '2024-12-31')),
             ln(1 + sum(gross::double * (1 - return_qty::int / sales_qty::int))),
             ln(1 + date_diff('day', min(order_date)[:10]::date, max(order_date)[:10]::date))
           ] as figures
         from ${orders} group by all having count(distinct sales_order_no) > 1
       ),
       figures as (
         select customer_id, segment, unnest(figures) as figure, generate_subscripts(figures, 1) as feature
         from customers join ${truth} using (customer_id)
       ),
       scaled as (
         select customer_id, segment, feature, figure / stddev(figure) over (partition by feature) as figure from figures
       ),
       centres as (select segment as centre, feature, avg(figure) as middle from scaled group by all),
       distances as (
         select customer_id, segment, centre, sum((figure - middle) ** 2) as distance
         from scaled join centres using (feature) group by all
       ),
       nearest as (
         select customer_id, segment = arg_min(centre, distance) as is_right from distances group by customer_id, segment
       )
       select avg(is_right::int) as share from nearest`,
    );
    expect(right.share).toBeGreaterThan(0.93);
    expect(right.share).toBeLessThan(0.995);
  });
});
