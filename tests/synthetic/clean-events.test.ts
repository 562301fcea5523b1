import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { adjustedRandIndex } from '../../clustering/agreement.ts';
import { kMeans } from '../../clustering/kernels/kmeans.ts';
import { Database } from '../../pipeline/core/database.ts';
import { matrixFromRows } from '../../pipeline/core/matrix.ts';
import { createRandom } from '../../pipeline/core/random.ts';
import { generateEvents, type GeneratedEvents } from '../../pipeline/synthetic/generate-events.ts';
import { numberOf } from './strict-csv.ts';

const SEGMENTS = [
  'bargain_hunters',
  'big_ticket_buyers',
  'cart_abandoners',
  'deal_seekers',
  'lapsed_buyers',
  'loyal_buyers',
  'one_look_visitors',
  'premium_browsers',
  'window_shoppers',
];
const USERS = 10_000;

/** The figures that a segmentation looks at, by their definitions. */
const FIGURES = `
  create table figures as
  with
    ladders as (
      select category_id, price,
        (sum(n) over (partition by category_id order by price) - n / 2) / sum(n) over (partition by category_id) as level
      from (select category_id, price, count(*) as n from events where event_type = 'view' group by all)
    ),
    levels as (
      select user_id, avg(level) as price_level
      from events join ladders using (category_id, price) where event_type = 'view' group by user_id
    ),
    shares as (
      select user_id, count(*) / sum(count(*)) over (partition by user_id) as share
      from events group by user_id, category_id
    ),
    evenness as (
      select user_id, if(count(*) = 1, 0, -sum(share * ln(share)) / ln(count(*))) as category_entropy
      from shares group by user_id
    ),
    counts as (
      select
        user_id,
        ln(1 + count(*)) as total_events,
        ln(1 + count(distinct user_session)) as unique_sessions,
        ln(1 + count(*) filter (event_type = 'cart')) as cart_count,
        ln(1 + count(distinct user_session) filter (event_type = 'purchase')) as frequency,
        ln(1 + coalesce(sum(price) filter (event_type = 'purchase'), 0)) as monetary,
        ln(1 + date_diff('second', max(event_at), (select max(event_at) from events)) / 3600) as activity_recency
      from events group by user_id
    )
  select *, frequency > 0 as is_buyer
  from counts join levels using (user_id) join evenness using (user_id) join truth using (user_id)`;

describe('clean events', () => {
  let root: string;
  let database: Database;
  let result: GeneratedEvents;

  beforeAll(async () => {
    root = mkdtempSync(join(tmpdir(), 'clean-events-'));
    database = await Database.open({ file: ':memory:', threads: 2 });
    result = await generateEvents({ users: USERS, events: 7 * USERS, seed: 11, out: root }, { database });
    await database.execute(
      `create table events as
       select * exclude (event_time, price), event_time, strptime(event_time, '%Y-%m-%d %H:%M:%S UTC') as event_at,
         price::double as price
       from read_csv('${result.eventsFile}', header = true, all_varchar = true)`,
    );
    await database.execute(
      `create table truth as from read_csv('${result.truthFile}', header = true, all_varchar = true)`,
    );
    await database.execute(FIGURES);
  });
  afterAll(() => {
    database.close();
    rmSync(root, { recursive: true });
  });

  const count = (sql: string): Promise<number> => numberOf(database, sql);

  it('have every user in the truth once and every user of the truth in the events', async () => {
    expect(await count('select count(distinct user_id) from truth')).toBe(USERS);
    expect(
      await count('select count(*) from (select user_id from truth except select user_id from events)'),
    ).toBe(0);
    expect(
      await count('select count(*) from (select user_id from events except select user_id from truth)'),
    ).toBe(0);
    expect(await count('select count(*) from figures')).toBe(USERS);
  });

  it('come from nine segments of unequal size', () => {
    expect(Object.keys(result.segments)).toEqual(SEGMENTS);
    const shares = Object.values(result.segments).map((members) => members / USERS);
    expect(Math.min(...shares)).toBeGreaterThan(0.02);
    expect(Math.max(...shares)).toBeLessThan(0.5);
  });

  it('never contradict themselves', async () => {
    const contradictions = {
      purchase_without_price: 'price is null or price <= 0',
      unknown_type: `event_type not in ('view', 'cart', 'remove_from_cart', 'purchase')`,
      time_unlike_the_others: `not regexp_full_match(event_time, '2019-1[01]-\\d\\d \\d\\d:\\d\\d:\\d\\d UTC')`,
      category_not_19_digits: `not regexp_full_match(category_id, '\\d{19}')`,
      user_not_9_digits: `not regexp_full_match(user_id, '\\d{9}')`,
      session_no_uuid: `not regexp_full_match(user_session, '[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}')`,
    };
    for (const [name, condition] of Object.entries(contradictions)) {
      const rows = await count(`select count(*) from events where ${condition}`);
      expect({ name, rows }).toEqual({ name, rows: 0 });
    }
  });

  it('follow one another: a product is viewed before it is carted, carted before it is taken out', async () => {
    const firstBefore = (earlier: string, later: string) => `
      select count(*) from (
        select min(event_at) filter (event_type = '${earlier}') as earlier, min(event_at) filter (event_type = '${later}') as later
        from events group by user_id, user_session, product_id)
      where later is not null and (earlier is null or earlier >= later)`;
    for (const later of ['cart', 'remove_from_cart', 'purchase'])
      expect(await count(firstBefore('view', later))).toBe(0);
    expect(await count(firstBefore('cart', 'remove_from_cart'))).toBe(0);
  });

  it('stand in the order of their time', () => {
    const times = readFileSync(result.eventsFile, 'utf8')
      .trimEnd()
      .split('\n')
      .slice(1)
      .map((row) => row.slice(0, 19));
    expect(times).toEqual(times.toSorted());
  });

  it('have sessions of one user and less than two hours', async () => {
    const strange = `select user_session from events group by user_session
      having count(distinct user_id) > 1 or max(event_at) - min(event_at) >= interval 2 hours`;
    expect(await count(`select count(*) from (${strange})`)).toBe(0);
  });

  it('keep price, brand and category of a product', async () => {
    const changing = `select product_id from events group by product_id
      having count(distinct (price, coalesce(brand, ''), category_id, coalesce(category_code, ''))) > 1`;
    expect(await count(`select count(*) from (${changing})`)).toBe(0);
  });

  it('repeat a row only where two units were bought', async () => {
    const repeated = `select *, count(*) as copies from events group by all having copies > 1`;
    const kinds = await database.queryRows(
      `select event_type, max(copies)::int as copies from (${repeated}) group by event_type`,
    );
    expect(kinds).toEqual([{ event_type: 'purchase', copies: 2 }]);
  });

  it('lose categories to a reader that takes ids for doubles', async () => {
    const exact = await count('select count(distinct category_id) from events');
    expect(exact).toBe(16);
    expect(await count('select count(distinct category_id::double) from events')).toBeLessThan(exact / 2);
  });

  it('leave brands and category codes out here and there', async () => {
    const missing = await database.queryOne<{ brand: number; code: number }>(
      `select avg((brand is null)::int) as brand, avg((category_code is null)::int) as code from events`,
    );
    expect(missing.brand).toBeCloseTo(1 / 7, 1);
    expect(missing.code).toBeCloseTo(0.15, 1);
  });

  it('follow day and week', async () => {
    const rhythm = await database.queryOne<{ evening: number; night: number; weekend: number }>(
      `select avg((hour(event_at) between 15 and 20)::int) as evening, avg((hour(event_at) < 6)::int) as night,
         avg((isodow(event_at) >= 6)::int) as weekend
       from events`,
    );
    expect(rhythm.evening).toBeGreaterThan(0.36);
    expect(rhythm.night).toBeLessThan(0.12);
    // 17 of 61 days.
    expect(rhythm.weekend).toBeGreaterThan(0.31);
  });

  it('have about 13 % buyers and a heavy tail of activity', async () => {
    expect(result.buyers / USERS).toBeGreaterThan(0.115);
    expect(result.buyers / USERS).toBeLessThan(0.145);
    const activity = await database.queryOne<{ middle: number; mean: number; top: number }>(
      `select median(n)::double as middle, avg(n) as mean, max(n)::double as top
       from (select count(*) as n from events group by user_id)`,
    );
    expect(activity.mean).toBeGreaterThan(1.5 * activity.middle);
    expect(activity.top).toBeGreaterThan(8 * activity.mean);
  });

  it('let buying segments buy and others hardly, and one-look visitors look once or twice', async () => {
    const rows = await database.queryRows<{ segment: string; share: number; most: number }>(
      `select segment, avg(is_buyer::int) as share, max(exp(total_events) - 1) as most from figures group by segment`,
    );
    for (const { segment, share } of rows) {
      if (/hunters|buyers/.test(segment)) expect(share).toBeGreaterThan(0.94);
      else expect(share).toBeLessThan(0.03);
    }
    expect(rows.find((row) => row.segment === 'one_look_visitors')!.most).toBeCloseTo(2, 9);
  });

  it('behave as their segments are described', async () => {
    const extreme = async (figure: string, direction: 'asc' | 'desc', among = 'true') => {
      const row = await database.queryOne<{ segment: string }>(
        `select segment from figures where ${among} group by segment order by avg(${figure}) ${direction} limit 1`,
      );
      return row.segment;
    };
    expect(await extreme('total_events', 'asc')).toBe('one_look_visitors');
    expect(
      await extreme('cart_count', 'desc', 'not is_buyer and frequency = 0 and segment not like $$%buyers$$'),
    ).toBe('cart_abandoners');
    expect(await extreme('unique_sessions', 'desc', 'not is_buyer and segment not like $$%buyers$$')).toBe(
      'window_shoppers',
    );
    expect(await extreme('price_level', 'desc', 'not is_buyer and segment not like $$%buyers$$')).toBe(
      'premium_browsers',
    );
    expect(await extreme('price_level', 'asc', 'not is_buyer and segment <> $$bargain_hunters$$')).toBe(
      'deal_seekers',
    );
    expect(await extreme('frequency', 'desc')).toBe('loyal_buyers');
    expect(await extreme('activity_recency', 'asc')).toBe('loyal_buyers');
    expect(await extreme('activity_recency', 'desc')).toBe('lapsed_buyers');
    expect(await extreme('price_level', 'desc', 'is_buyer and segment like $$%buyers$$')).toBe(
      'big_ticket_buyers',
    );
  });

  it.each([
    [
      'buyers',
      'is_buyer',
      {
        k: 4,
        columns: ['frequency', 'monetary', 'activity_recency', 'price_level', 'category_entropy'],
        atLeast: 0.9,
      },
    ],
    [
      'non-buyers',
      'not is_buyer',
      {
        k: 5,
        columns: ['total_events', 'unique_sessions', 'cart_count', 'price_level', 'category_entropy'],
        atLeast: 0.8,
      },
    ],
  ])(
    'let K-means find the segments of %s without the truth',
    async (_stratum, condition, { k, columns, atLeast }) => {
      const scaled = columns.map(
        (column) => `((${column} - avg(${column}) over ()) / stddev(${column}) over ())`,
      );
      const rows = await database.queryRows<{ point: number[]; segment: string }>(
        `select [${scaled.join(', ')}] as point, segment from figures where ${condition} order by user_id`,
      );
      const matrix = matrixFromRows(
        rows.map((row) => row.point),
        columns,
      );
      const random = createRandom('segments');
      const [fit] = kMeans(matrix, { rows: null, ks: [k], nInit: 5, random });
      const truth = rows.map((row) => SEGMENTS.indexOf(row.segment));
      const agreement = adjustedRandIndex(fit!.labels, truth);
      expect(agreement).toBeGreaterThan(atLeast);
      expect(agreement).toBeLessThan(0.99);
    },
  );

  it('tell their segment to who knows the centres, but not always', async () => {
    const right = await database.queryOne<{ share: number }>(
      `with
         long as (
           unpivot (select user_id, segment, total_events, unique_sessions, cart_count, frequency, monetary,
             activity_recency, price_level, category_entropy from figures)
           on columns(* exclude (user_id, segment)) into name feature value figure
         ),
         scaled as (
           select user_id, segment, feature, figure / stddev(figure) over (partition by feature) as figure from long
         ),
         centres as (select segment as centre, feature, avg(figure) as middle from scaled group by all),
         distances as (
           select user_id, segment, centre, sum((figure - middle) ** 2) as distance
           from scaled join centres using (feature) group by all
         ),
         nearest as (select user_id, segment = arg_min(centre, distance) as is_right from distances group by user_id, segment)
       select avg(is_right::int) as share from nearest`,
    );
    expect(right.share).toBeGreaterThan(0.9);
    expect(right.share).toBeLessThan(0.995);
  });
});
