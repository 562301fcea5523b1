import { beforeAll, describe, expect, it } from 'vitest';
import { BEHAVIOR_FEATURES } from '../../features/catalog.ts';
import type { Cell, Database, Parameters } from '../../pipeline/core/database.ts';
import { createRandom } from '../../pipeline/core/random.ts';
import { featuresByDefinition } from '../support/event-features-oracle.ts';
import { insertEvents, randomEvents, type DeliveredEvent } from '../support/random-events.ts';
import { shuffled } from '../support/random-orders.ts';
import { buildFrom, openEmptyWarehouse } from '../support/sql-warehouse.ts';

const USERS = 250;
const events = randomEvents(createRandom('events'), USERS);

interface BuildOptions {
  readonly threads?: number;
  /** Whether the database splits even small tables between threads, which it does for large ones only by itself. */
  readonly splitSmallTables?: boolean;
  readonly parameters?: Parameters;
}

/** What `read` finds in a warehouse whose silver tables are built from the events. */
async function withFeatures<T>(
  delivered: readonly DeliveredEvent[],
  { threads = 2, splitSmallTables = false, parameters = {} }: BuildOptions,
  read: (database: Database) => Promise<T>,
): Promise<T> {
  const database = await openEmptyWarehouse(threads);
  try {
    if (splitSmallTables) await database.execute('pragma verify_parallelism');
    await insertEvents(database, delivered);
    for (const target of ['silver_user_features', 'silver_event_ledger', 'event_quality_issues'])
      await buildFrom(database, { layer: 'silver', target, given: [] }, parameters);
    return await read(database);
  } finally {
    database.close();
  }
}

type Rows = Map<string, Record<string, Cell>>;

async function readFeatures(database: Database): Promise<Rows> {
  const rows = await database.queryRows('select * from silver_user_features order by user_id');
  return new Map(rows.map((row) => [String(row['user_id']), row]));
}

describe('silver_user_features of random users', () => {
  let features: Rows = new Map();
  beforeAll(async () => {
    features = await withFeatures(events, { threads: 1 }, readFeatures);
  });

  it('has the same bits for any order of the rows and any number of threads', async () => {
    const together = await withFeatures(
      shuffled(events, createRandom('shuffle')),
      { threads: 4, splitSmallTables: true },
      readFeatures,
    );
    expect(features.size).toBeGreaterThan(USERS * 0.9);
    expect(together).toEqual(features);
  });

  it('agrees with the definition of every feature', () => {
    const expected = featuresByDefinition(events, { ladderMinViews: 10, minSpanDays: 14 });
    expect([...features.keys()].sort()).toEqual([...expected.keys()].sort());
    for (const [user, definition] of expected) {
      for (const [name, value] of Object.entries(definition)) {
        const actual = features.get(user)![name];
        if (typeof value === 'number' && typeof actual === 'number')
          expect(
            Math.abs(actual - value),
            `${name} of ${user}: ${actual}, by definition ${value}`,
          ).toBeLessThanOrEqual(1e-9 * Math.max(1, Math.abs(value)));
        else expect([user, name, actual]).toEqual([user, name, value]);
      }
    }
  });

  it('knows each feature of somebody, and lacks only those that may be unknown', () => {
    for (const { name, nullRule } of BEHAVIOR_FEATURES) {
      const values = [...features.values()].map((row) => row[name]);
      expect(
        values.some((value) => value !== null),
        name,
      ).toBe(true);
      expect([name, values.every((value) => value !== null)]).toEqual([name, nullRule === 'never']);
    }
  });

  it('has the features of the catalog in its order, behind user and stratum', () => {
    const [row = {}] = features.values();
    const documented = BEHAVIOR_FEATURES.map(({ name }) => name);
    expect(new Set(Object.keys(row))).toEqual(new Set(['user_id', 'stratum', ...documented]));
    expect(Object.keys(row).slice(0, 2)).toEqual(['user_id', 'stratum']);
  });

  it('gives the best recency score to the latest buyers and ranks nobody else', () => {
    const buyers = [...features.values()].filter((row) => row['stratum'] === 'buyers');
    const byScore = (score: number) =>
      buyers.filter((row) => row['r_score'] === score).map((row) => Number(row['recency_hours']));
    expect(buyers.length).toBeGreaterThan(30);
    for (const score of [1, 2, 3, 4])
      expect(Math.min(...byScore(score))).toBeGreaterThan(Math.max(...byScore(score + 1)));
    for (const row of features.values())
      expect(row['stratum'] === 'buyers' || row['rfm_code'] === null).toBe(true);
  });
});

describe('a sample of the users', () => {
  const parameters = { sample: 0.1, sample_seed: '7' };
  const readAll = async (database: Database) => ({
    scope: await database.queryOne('select * from silver_event_scope'),
    rows: await readFeatures(database),
  });

  /** Features that set a user beside the others: in a sample, beside those of the sample. */
  const RELATIVE = [
    ...['r_score', 'f_score', 'm_score', 'rfm_code', 'rfm_total', 'rfm_segment'],
    ...['price_level', 'price_sensitivity'],
  ];

  it('is judged against the same instant and span, keeps whole users and depends on the seed', async () => {
    const all = await withFeatures(events, {}, readAll);
    const sample = await withFeatures(events, { parameters }, readAll);
    const other = await withFeatures(events, { parameters: { ...parameters, sample_seed: '8' } }, readAll);
    expect(sample.scope).toEqual(all.scope);
    expect(sample.rows.size).toBeGreaterThan(USERS * 0.04);
    expect(sample.rows.size).toBeLessThan(USERS * 0.2);
    expect([...other.rows.keys()]).not.toEqual([...sample.rows.keys()]);
    const own = (row: Record<string, Cell>) =>
      Object.fromEntries(Object.entries(row).filter(([name]) => !RELATIVE.includes(name)));
    for (const [user, row] of sample.rows) expect(own(row)).toEqual(own(all.rows.get(user)!));
  });

  it('holds the same users whatever the order of the rows and whoever else is there', async () => {
    const { rows } = await withFeatures(events, { parameters }, readAll);
    const once = await withFeatures(
      shuffled(events, createRandom('shuffle')),
      { parameters, threads: 4, splitSmallTables: true },
      readFeatures,
    );
    expect(once).toEqual(rows);
    const half = events.filter(({ userId }) => Number(userId?.at(-1) ?? 0) % 2 === 0);
    const fewer = await withFeatures(half, { parameters }, readFeatures);
    const known = new Set(half.map(({ userId }) => userId));
    expect([...fewer.keys()]).toEqual([...rows.keys()].filter((user) => known.has(user)));
    expect(fewer.size).toBeGreaterThan(0);
    expect(fewer.size).toBeLessThan(rows.size);
  });
});

describe('silver_event_scope', () => {
  const times = ['2019-10-01 18:29:59 UTC', '2019-11-05 00:00:00 UTC'];
  const delivered = times.map((eventTime, i) => ({ ...events[0]!, eventTime, userId: `user-${i}` }));
  const span = 34 + 19_801 / 86_400;

  it.each([
    { asOf: null, zone: 'UTC', at: '2019-11-05 00:00:00', day: '2019-11-05', span },
    { asOf: '2020-01-01 00:00:00', zone: 'UTC', at: '2020-01-01 00:00:00', day: '2020-01-01', span },
    { asOf: '2019-10-31', zone: 'UTC', at: '2019-10-31 23:59:59.999999', day: '2019-10-31', span: 0 },
    {
      asOf: '2019-10-01',
      zone: 'Asia/Kolkata',
      at: '2019-10-01 18:29:59.999999',
      day: '2019-10-01',
      span: 0,
    },
  ])('as of $asOf in $zone counts from $at', async (expected) => {
    const parameters = { as_of_time: expected.asOf, timezone: expected.zone };
    const scope = await withFeatures(delivered, { parameters }, (database) =>
      database.queryOne<{ at: string; day: string; span: number }>(
        'select as_of_at::varchar as at, as_of_date::varchar as day, span_days as span from silver_event_scope',
      ),
    );
    expect(scope).toEqual({
      at: expected.at,
      day: expected.day,
      span: expect.closeTo(expected.span, 12) as number,
    });
  });
});

describe('identifiers', () => {
  it('are replaced by a keyed hash on request, and nothing else changes', async () => {
    const plain = await withFeatures(events, {}, readFeatures);
    const hashed = await withFeatures(events, { parameters: { hash_key: 'secret' } }, readFeatures);
    const withoutId = (rows: Rows) =>
      [...rows.values()].map((row) => JSON.stringify({ ...row, user_id: null })).sort();
    expect(withoutId(hashed)).toEqual(withoutId(plain));
    for (const id of hashed.keys()) expect(id).toMatch(/^[0-9a-f]{64}$/);
  });
});
