import { existsSync, mkdtempSync, readdirSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { Database } from '../../pipeline/core/database.ts';
import { UsageError } from '../../pipeline/core/errors.ts';
import {
  generateSources,
  type GeneratedSources,
  type GenerateSourcesOptions,
} from '../../pipeline/synthetic/generate-sources.ts';

let root: string;
let database: Database;

beforeAll(async () => {
  root = mkdtempSync(join(tmpdir(), 'sources-'));
  database = await Database.open({ file: ':memory:', threads: 2 });
});
afterAll(() => {
  database.close();
  rmSync(root, { recursive: true });
});

function generate(folder: string, options: Partial<GenerateSourcesOptions> = {}): Promise<GeneratedSources> {
  return generateSources({ customers: 60, seed: 7, out: join(root, folder), ...options }, { database });
}

describe('generateSources(options, effects)', () => {
  it('writes orders, events and the map of both if asked for, and the truth of each', async () => {
    expect((await generate('orders')).events).toBeNull();
    expect(readdirSync(join(root, 'orders')).sort()).toEqual(['orders.csv', 'truth_orders.csv']);
    await generate('both', { events: 420 });
    expect(readdirSync(join(root, 'both')).sort()).toEqual([
      'events.csv',
      'identities.csv',
      'orders.csv',
      'truth_events.csv',
      'truth_orders.csv',
    ]);
  });

  it('reports the faults of both files', async () => {
    const { orders, events, dirtFile } = await generate('dirty', { events: 420, dirt: 0.2 });
    expect(JSON.parse(readFileSync(dirtFile!, 'utf8'))).toEqual({
      rate: 0.2,
      seed: 7,
      ...orders.planted,
      events: events!.planted,
    });
    for (const { faults } of [orders.planted, events!.planted])
      expect(Math.max(...Object.values(faults))).toBeGreaterThan(0);
  });

  it('writes no report of faults where the files are clean, not even that of an earlier run', async () => {
    const { dirtFile } = await generate('again', { dirt: 0.5 });
    expect(existsSync(dirtFile!)).toBe(true);
    expect((await generate('again')).dirtFile).toBeNull();
    expect(existsSync(dirtFile!)).toBe(false);
  });

  it.each([
    [{ events: 299 }, 'events must be an integer in [300, 6000] for 60 users, got 299'],
    [{ events: 6001 }, 'got 6001'],
    [{ events: NaN }, 'got NaN'],
    [{ customers: 0, events: 7 }, 'customers must be an integer in [1, 10000000], got 0'],
    [{ dirt: 0.6, events: 420 }, 'dirt must be a share in [0, 0.5], got 0.6'],
  ])('refuses %j before anything is written', async (options, message) => {
    const failure = await generate('refused', options).catch((error: unknown) => error);
    expect(failure).toBeInstanceOf(UsageError);
    expect((failure as Error).message).toContain(message);
    expect(existsSync(join(root, 'refused'))).toBe(false);
  });
});
