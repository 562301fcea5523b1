import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { Database } from '../../pipeline/core/database.ts';
import { EVENT_FAULTS, generateEvents } from '../../pipeline/synthetic/generate-events.ts';

const linesOf = (file: string): string[] => readFileSync(file, 'utf8').trimEnd().split('\n').slice(1);

/** The rows of one list that the other has not, each as often as it is missing. */
function missingFrom(rows: readonly string[], others: readonly string[]): string[] {
  const left = new Map<string, number>();
  for (const row of others) left.set(row, (left.get(row) ?? 0) + 1);
  return rows.filter((row) => {
    const count = left.get(row) ?? 0;
    left.set(row, count - 1);
    return count <= 0;
  });
}

describe('dirty events', () => {
  let root: string;
  let database: Database;

  beforeAll(async () => {
    root = mkdtempSync(join(tmpdir(), 'dirty-events-'));
    database = await Database.open({ file: ':memory:', threads: 2 });
  });
  afterAll(() => {
    database.close();
    rmSync(root, { recursive: true });
  });

  it('are counted fault by fault as the file shows them', async () => {
    const options = { users: 1500, events: 15_000, seed: 5 };
    const clean = await generateEvents({ ...options, out: join(root, 'clean') }, { database });
    const dirty = await generateEvents({ ...options, out: join(root, 'dirty'), dirt: 0.1 }, { database });
    const [before, after] = [linesOf(clean.eventsFile), linesOf(dirty.eventsFile)];
    const { rows, faults } = dirty.planted;
    expect(Object.keys(faults)).toEqual([...EVENT_FAULTS]);
    expect(after).toHaveLength(rows);

    const added = missingFrom(after, before);
    const count = (test: (fields: readonly string[]) => boolean) =>
      added.filter((row) => test(row.split(','))).length;
    const whole = (test: (fields: readonly string[]) => boolean) =>
      count((fields) => fields.length === 9 && test(fields));
    const repeated = added.filter((row) => before.includes(row));
    expect(faults).toEqual({
      malformed_lines: count((fields) => fields.length !== 9),
      unknown_types: whole(([, type]) => ['search', 'wishlist'].includes(type!)),
      negative_prices: whole((fields) => fields[6]!.startsWith('-')),
      bad_times: whole(([time]) => ['yesterday', '2019-13-45 00:00:00 UTC'].includes(time!)),
      null_users: whole((fields) => fields[7] === ''),
      exact_duplicates: repeated.length,
    });
    expect(repeated.some((row) => row.includes('purchase'))).toBe(false);

    const faulty = Object.values(faults).reduce((sum, n) => sum + n);
    expect(added).toHaveLength(faulty);
    expect(missingFrom(before, after)).toHaveLength(faulty - faults.exact_duplicates);
    expect(Math.min(...Object.values(faults))).toBeGreaterThan(100);
    expect(faulty / dirty.events).toBeCloseTo(0.1, 1);
    expect(clean.planted).toEqual({
      rows: clean.events,
      faults: Object.fromEntries(EVENT_FAULTS.map((fault) => [fault, 0])),
    });
    expect(readFileSync(dirty.truthFile, 'utf8')).toBe(readFileSync(clean.truthFile, 'utf8'));
    expect([dirty.events, dirty.buyers]).toEqual([clean.events, clean.buyers]);
  });
});
