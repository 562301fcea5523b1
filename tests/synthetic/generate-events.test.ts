import { createHash } from 'node:crypto';
import { existsSync, mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { Database } from '../../pipeline/core/database.ts';
import { FileError, UsageError } from '../../pipeline/core/errors.ts';
import {
  generateEvents,
  type GeneratedEvents,
  type GenerateEventsOptions,
} from '../../pipeline/synthetic/generate-events.ts';
import { numberOf } from './strict-csv.ts';

const HEADER = 'event_time,event_type,product_id,category_id,category_code,brand,price,user_id,user_session';

let root: string;
let database: Database;

beforeAll(async () => {
  root = mkdtempSync(join(tmpdir(), 'synthetic-events-'));
  database = await Database.open({ file: ':memory:', threads: 2 });
});
afterAll(() => {
  database.close();
  rmSync(root, { recursive: true });
});

/** Generates into a folder of its own; the options that a test does not care about are small. */
function generate(folder: string, options: Partial<GenerateEventsOptions> = {}): Promise<GeneratedEvents> {
  return generateEvents(
    { users: 100, events: 700, seed: 7, out: join(root, folder), ...options },
    { database },
  );
}

function textsOf(file: string): string {
  return `read_csv('${file}', header = true, all_varchar = true)`;
}

describe('generateEvents(options, effects)', () => {
  it('writes the same bytes on any number of threads and in any insertion order', async () => {
    const bytes = async (threads: number, keepsOrder: boolean): Promise<Buffer[]> => {
      const other = await Database.open({ file: ':memory:', threads });
      await other.execute(`set preserve_insertion_order = ${keepsOrder}`);
      const options = {
        users: 20_000,
        events: 140_000,
        seed: 3,
        dirt: 0.01,
        out: join(root, `threads-${threads}`),
      };
      const { eventsFile, truthFile } = await generateEvents(options, { database: other });
      other.close();
      return [eventsFile, truthFile].map((file) => readFileSync(file));
    };
    const one = await bytes(1, true);
    const four = await bytes(4, false);
    expect(one.map((file, i) => file.equals(four[i]!))).toEqual([true, true]);
  });

  it('writes the same files for the same seed and others for another', async () => {
    const first = await generate('seed-a');
    const again = await generate('seed-b');
    const other = await generate('seed-c', { seed: 8 });
    const read = ({ eventsFile }: GeneratedEvents) => readFileSync(eventsFile, 'utf8');
    expect(read(again)).toBe(read(first));
    expect(read(other)).not.toBe(read(first));
  });

  it('writes the bytes it has always written', async () => {
    const { eventsFile } = await generate('pinned');
    const digest = createHash('sha256').update(readFileSync(eventsFile)).digest('hex');
    expect(digest).toBe('5b098d19344d5f054253d34c6500dc70bc95a9f51f3d17e75618e383e39a5e05');
  });

  it('gives a user the same events whatever the number of users', async () => {
    const small = await generate('few', { users: 30, events: 210 });
    const large = await generate('many', { users: 100, events: 700 });
    const [few, many] = [textsOf(small.eventsFile), textsOf(large.eventsFile)];
    const known = `from ${many} where user_id in (select user_id from ${few})`;
    expect(await numberOf(database, `select count(*) ${known}`)).toBe(small.events);
    expect(await numberOf(database, `select count(*) from (from ${few} except all ${known})`)).toBe(0);
  });

  it('comes near the number of events asked for and tells the exact one', async () => {
    for (const [events, tolerance] of [
      [40_000, 0.04],
      [160_000, 0.04],
    ] as const) {
      const result = await generate(`about-${events}`, { users: 8000, events });
      expect(Math.abs(result.events / events - 1)).toBeLessThan(tolerance);
      expect(readFileSync(result.eventsFile, 'utf8').trimEnd().split('\n')).toHaveLength(result.events + 1);
    }
  });

  it('counts buyers and users of each segment', async () => {
    const { eventsFile, truthFile, users, buyers, segments } = await generate('counts', {
      users: 500,
      events: 3500,
    });
    const bought = `select count(distinct user_id) from ${textsOf(eventsFile)} where event_type = 'purchase'`;
    expect(buyers).toBe(await numberOf(database, bought));
    expect(users).toBe(500);
    const rows = await database.queryRows<{ segment: string; count: number }>(
      `select segment, count(*)::double as count from ${textsOf(truthFile)} group by segment`,
    );
    expect(Object.fromEntries(rows.map(({ segment, count }) => [segment, count]))).toEqual(segments);
  });

  it('writes one user', async () => {
    const { eventsFile, users, events, segments } = await generate('one', { users: 1, events: 7 });
    const [header, ...rows] = readFileSync(eventsFile, 'utf8').trimEnd().split('\n');
    expect(header).toBe(HEADER);
    expect(users).toBe(1);
    expect(events).toBeGreaterThan(0);
    expect(rows).toHaveLength(events);
    expect(Object.values(segments)).toEqual([1]);
  });

  it('keeps to the period it is given and fills it', async () => {
    const period = { firstDate: '2024-02-26', lastDate: '2024-03-03' };
    const { eventsFile } = await generate('period', { users: 2000, events: 14_000, ...period });
    const range = await database.queryOne(
      `select min(event_time)[:10] as first, max(event_time)[:10] as last, count(distinct event_time[:10])::int as days
       from ${textsOf(eventsFile)}`,
    );
    expect(range).toEqual({ first: '2024-02-26', last: '2024-03-03', days: 7 });
  });

  it('leaves no table behind', async () => {
    await generate('clean-up');
    expect(await numberOf(database, `select count(*) from duckdb_tables()`)).toBe(0);
  });

  it('writes into a folder with a quote in its name', async () => {
    const { eventsFile } = await generate(`o'hara`, { users: 2, events: 14 });
    expect(readFileSync(eventsFile, 'utf8').startsWith(HEADER)).toBe(true);
  });

  it.each([
    [{ users: 0 }, 'users must be an integer in [1, 10000000], got 0'],
    [{ users: 1.5 }, 'got 1.5'],
    [{ users: 10_000_001 }, 'got 10000001'],
    [{ events: 499 }, 'events must be an integer in [500, 10000] for 100 users, got 499'],
    [{ events: 10_001 }, 'got 10001'],
    [{ events: 700.5 }, 'got 700.5'],
    [{ dirt: 0.51 }, 'dirt must be a share in [0, 0.5], got 0.51'],
    [{ seed: 0.5 }, 'seed must be an integer, got 0.5'],
    [{ firstDate: '2019-02-30' }, 'first date must be a date like 2024-12-31, got 2019-02-30'],
    [{ lastDate: '30.11.2019' }, 'last date must be a date'],
    [{ firstDate: '2019-11-25' }, 'at least 7 days, got 6 (2019-11-25 to 2019-11-30)'],
  ])('refuses %j', async (options, message) => {
    const failure = await generate('refused', options).catch((error: unknown) => error);
    expect(failure).toBeInstanceOf(UsageError);
    expect((failure as Error).message).toContain(message);
    expect(existsSync(join(root, 'refused'))).toBe(false);
  });

  it('names the folder or file it cannot write', async () => {
    writeFileSync(join(root, 'a-file'), '');
    mkdirSync(join(root, 'taken', 'events.csv'), { recursive: true });
    for (const folder of ['a-file', join('a-file', 'below'), 'taken']) {
      const failure = await generate(folder).catch((error: unknown) => error);
      expect(failure).toBeInstanceOf(FileError);
      expect((failure as Error).message).toContain(join(root, folder));
    }
  });
});
