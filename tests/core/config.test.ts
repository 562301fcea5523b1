import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { listConfigKeys } from '../../pipeline/core/config-keys.ts';
import { DEFAULT_CONFIG, loadConfig } from '../../pipeline/core/config.ts';
import { FileError, UsageError } from '../../pipeline/core/errors.ts';

let folder: string;
beforeAll(() => {
  folder = mkdtempSync(join(tmpdir(), 'config-'));
});
afterAll(() => rmSync(folder, { recursive: true }));

let files = 0;
/** A configuration file with this text, as a source. */
function file(text: string): { path: string; optional: boolean } {
  const path = join(folder, `${(files += 1)}.yaml`);
  writeFileSync(path, text);
  return { path, optional: false };
}

/** The message of the usage error that a file causes, without the file's path. */
function refusal(text: string): string {
  const source = file(text);
  try {
    loadConfig({ file: source });
  } catch (error) {
    expect(error).toBeInstanceOf(UsageError);
    const { message } = error as Error;
    expect(message.startsWith(source.path)).toBe(true);
    return message.slice(source.path.length);
  }
  throw new Error(`no error for ${text}`);
}

describe('loadConfig(sources)', () => {
  it('is the default where nobody says anything', () => {
    expect(loadConfig({})).toEqual(DEFAULT_CONFIG);
    expect(DEFAULT_CONFIG).toMatchObject({ seed: 42, orders: { path: null, adapter: 'returns' } });
  });

  it('prefers option over variable over file over default, key by key', () => {
    const config = loadConfig({
      flags: { 'clustering.kMin': 6 },
      environment: { PIPELINE_CLUSTERING_K_MIN: '5', PIPELINE_CLUSTERING_K_MAX: '9', HOME: '/' },
      file: file('clustering:\n  kMin: 4\n  kMax: 8\n  nInit: 7\n'),
    });
    const { kMin, kMax, nInit, jaccardRuns } = config.clustering;
    expect({ kMin, kMax, nInit, jaccardRuns }).toEqual({ kMin: 6, kMax: 9, nInit: 7, jaccardRuns: 50 });
  });

  it('lets an option that equals the default win over the file', () => {
    expect(loadConfig({ flags: { seed: 42 }, file: file('seed: 7\n') }).seed).toBe(42);
  });

  it.each(['', '# nothing\n', 'clustering:\n  # k: 3\n'])('takes %j as saying nothing', (text) => {
    expect(loadConfig({ file: file(text) })).toEqual(DEFAULT_CONFIG);
  });

  it('takes unions in each of their forms', () => {
    expect(loadConfig({ file: file('clustering: { eps: auto, k: 4 }') }).clustering).toMatchObject({
      eps: 'auto',
      k: 4,
    });
    expect(loadConfig({ file: file('clustering: { eps: 0.5, k: auto }') }).clustering).toMatchObject({
      eps: 0.5,
      k: 'auto',
    });
    expect(loadConfig({ file: file('features: [return_rate, monetary]') }).features).toEqual([
      'return_rate',
      'monetary',
    ]);
    expect(loadConfig({ file: file('seed: spring') }).seed).toBe('spring');
  });

  it('reads an absent file only if it may be absent', () => {
    const path = join(folder, 'none.yaml');
    expect(loadConfig({ file: { path, optional: true } })).toEqual(DEFAULT_CONFIG);
    expect(() => loadConfig({ file: { path, optional: false } })).toThrow(FileError);
    expect(() => loadConfig({ file: { path: folder, optional: true } })).toThrow(FileError);
  });
});

describe('a configuration file', () => {
  it.each([
    ['clustring:\n  k: 3\n', ': unknown key clustring; the closest valid key is clustering'],
    ['clustering:\n  kk: 3\n', ': unknown key clustering.kk; the closest valid key is clustering.k'],
    ['kMin: 3\n', ': unknown key kMin; the closest valid key is clustering.kMin'],
    ['clustering: 3\n', ': clustering is 3: expected keys below it, such as clustering.engine'],
    ['clustering:\n  k: 1\n', ': clustering.k is 1: expected number to be >=2'],
    ['clustering:\n  k: 2.5\n', ': clustering.k is 2.5: expected "auto", or int, received number'],
    ['clustering:\n  engine: slow\n', ': clustering.engine is "slow": expected one of "fast"|"library"'],
    ['asOf: 2024-02-30\n', ': asOf is "2024-02-30": expected a date like 2024-12-31'],
    ['asOf: [1]\n', ': asOf is [1]: expected a date like 2024-12-31'],
    ['memoryLimit: lots\n', ': memoryLimit is "lots": expected a size like 4GB'],
    ['threads: 0\n', ': threads is 0: expected number to be >=1'],
    ['sample: 0\n', ': sample is 0: expected number to be >0'],
    ['strict: yes\n', ': strict is "yes": expected boolean, received string'],
    ['timezone: Mars\n', ': timezone is "Mars": expected a zone name such as UTC or Europe/Berlin'],
    [
      'preprocessing:\n  winsorise: [0.1]\n',
      ': preprocessing.winsorise is [0.1]: expected array to have >=2 items',
    ],
    ['features: []\n', ': features is []: expected array to have >=1 items'],
    ['- a\n', ': expected keys and values, got ["a"]'],
    [
      'orders:\n  path: *.csv\n',
      ' is not valid YAML: Unresolved alias (the anchor must be set before the alias): .csv; a value that begins with * must stand in quotes',
    ],
  ])('%j is refused with what was expected', (text, message) => {
    expect(refusal(text)).toBe(message);
  });

  it.each(['a: [\n', 'seed: 1\nseed: 2\n', '\tseed: 1\n'])(
    '%j is refused as no YAML, in one line',
    (text) => {
      expect(refusal(text)).toMatch(/^ is not valid YAML: [^\n]+ at line \d+, column \d+$/);
    },
  );

  it('keeps secrets and addresses out of messages', () => {
    expect(refusal('privacy:\n  hashKey: 31337\n')).toBe(
      ': privacy.hashKey has an unfit value: expected string, received number',
    );
    expect(refusal('cleaning:\n  mergeEmails:\n    ann@example.com: 3\n')).toBe(
      ': cleaning.mergeEmails has an unfit value: expected string, received number',
    );
    expect(refusal('privacy:\n  hashkey: s3cret\n')).not.toContain('s3cret');
  });

  it('shortens long values', () => {
    expect(refusal(`threads: ${'x'.repeat(500)}\n`).length).toBeLessThan(150);
  });
});

describe('variables', () => {
  const load = (environment: Record<string, string>) => loadConfig({ environment });

  it('hold numbers, booleans, lists, maps and null as YAML', () => {
    expect(load({ PIPELINE_THREADS: '3' }).threads).toBe(3);
    expect(load({ PIPELINE_STRICT: 'true' }).strict).toBe(true);
    expect(load({ PIPELINE_ORDERS_PATH: '[a.csv, b.csv]' }).orders.path).toEqual(['a.csv', 'b.csv']);
    expect(load({ PIPELINE_PREPROCESSING_WINSORISE: '[0, 1]' }).preprocessing.winsorise).toEqual([0, 1]);
    expect(load({ PIPELINE_CLEANING_MERGE_EMAILS: '{a@x.org: b@x.org}' }).cleaning.mergeEmails).toEqual({
      'a@x.org': 'b@x.org',
    });
    expect(load({ PIPELINE_MEMORY_LIMIT: 'null' }).memoryLimit).toBeNull();
  });

  it.each([
    ['PIPELINE_ORDERS_PATH', '*.csv'],
    ['PIPELINE_ORDERS_PATH', 'data/*.csv'],
    ['PIPELINE_WAREHOUSE', '2024'],
    ['PIPELINE_OUT', '@results'],
  ])('%s=%s is text where only text fits', (variable, text) => {
    const { orders, warehouse, out } = load({ [variable]: text });
    expect([orders.path, warehouse, out]).toContain(text);
  });

  it.each([',', ';', '|', '\t'])('name the delimiter %j as it is', (delimiter) => {
    expect(load({ PIPELINE_ORDERS_DELIMITER: delimiter }).orders.delimiter).toBe(delimiter);
  });

  it('are named in errors, with the closest valid one if unknown', () => {
    expect(() => load({ PIPELINE_THREADS: 'many' })).toThrow(
      'PIPELINE_THREADS: threads is "many": expected number, received string',
    );
    expect(() => load({ PIPELINE_SEEED: '3' })).toThrow(
      'unknown variable PIPELINE_SEEED; the closest valid one is PIPELINE_SEED',
    );
  });

  it('exist for every key, each under a name of its own', () => {
    const variables = listConfigKeys().map((key) => key.variable);
    expect(new Set(variables).size).toBe(variables.length);
    for (const variable of variables) expect(variable).toMatch(/^PIPELINE_[A-Z]+(_[A-Z]+)*$/);
  });
});

describe('settings that only make sense together', () => {
  it('are refused if the smallest number of clusters exceeds the largest', () => {
    expect(() => loadConfig({ flags: { 'clustering.kMin': 20 } })).toThrow(
      'clustering.kMin is 20 and clustering.kMax is 15',
    );
  });

  it('are refused if ids are hashed without a key', () => {
    const flags = { 'privacy.hashCustomerIds': true };
    expect(() => loadConfig({ flags })).toThrow('set PIPELINE_PRIVACY_HASH_KEY');
    expect(loadConfig({ flags, environment: { PIPELINE_PRIVACY_HASH_KEY: '12345' } }).privacy.hashKey).toBe(
      '12345',
    );
  });
});
