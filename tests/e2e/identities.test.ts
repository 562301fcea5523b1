import { copyFileSync, readFileSync, writeFileSync } from 'node:fs';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { createWorkspace, QUICK, type Outcome } from './command.ts';
import { contentOf, rowsOf, stableRows, tablesOf, wronglyDescribed } from './tables.ts';

const workspace = createWorkspace();
const warehouse = () => workspace.path('data/warehouse.duckdb');
afterAll(() => workspace.remove());

/** Generated pairs: `[e-mail, user id]`. */
let pairs: [string, string][];
let outcome: Outcome;

function run(...options: readonly string[]): Promise<Outcome> {
  return workspace.pipeline(['run', '--no-report', ...options], QUICK);
}

const SOURCES = ['--orders', 'orders.csv', '--events', 'events.csv'];

function writeMap(
  name: string,
  rows: readonly (readonly string[])[],
  header = 'customer_email,user_id',
): void {
  writeFileSync(workspace.path(name), [header, ...rows.map((row) => row.join(',')), ''].join('\n'));
}

/** The generated map with faults whose number is known. */
function dirtyMap(): string[][] {
  const upper = pairs.map(([email, user]) => [` ${email.toUpperCase()}`, `${user} `]);
  const [first, second, third] = pairs as [[string, string], [string, string], [string, string]];
  return [
    ...upper,
    [...first],
    [third[0], ''],
    ['', third[1]],
    // The user of the second pair now is two customers'.
    [first[0], second[1]],
    ['nobody@example.com', 'unknown-1'],
    [first[0], 'unknown-2'],
    ['too', 'many', 'fields'],
  ];
}

beforeAll(async () => {
  const sizes = ['--customers', '700', '--events', '6000', '--seed', '5'];
  expect((await workspace.pipeline(['generate', ...sizes, '--out', '.'])).code).toBe(0);
  const [, ...lines] = readFileSync(workspace.path('identities.csv'), 'utf8').trimEnd().split('\n');
  pairs = lines.map((line) => line.split(',') as [string, string]);
  writeMap('map.csv', dirtyMap());
  outcome = await run(...SOURCES, '--identities', 'map.csv');
});

describe('pipeline run with an identity map', () => {
  it('accounts for every row of the map', async () => {
    expect(outcome).toMatchObject({ code: 0 });
    const count = pairs.length;
    expect(outcome.stderr).toContain(
      `rows in 1 file(s) ${count + 7} = loaded ${count + 6} + rejected 1 + duplicates 0`,
    );
    // Without the pair that became ambiguous, with the two of unknown users.
    expect(outcome.stderr).toContain(
      `identity map: bronze rows ${count + 6} = pairs ${count + 1} + excluded 5 ` +
        '(ambiguous_user 2, duplicate_pair 1, no_customer 1, no_user 1)',
    );
    const rejects = await rowsOf(
      warehouse(),
      'select source_file, source_line::integer as line, target_table from bronze_rejects',
    );
    expect(rejects).toEqual([{ source_file: 'map.csv', line: count + 8, target_table: 'bronze_identities' }]);
  });

  it('comments every table and column of both segmentations, and calls none never null that is', async () => {
    expect(await wronglyDescribed(warehouse())).toEqual([]);
    expect((await tablesOf(warehouse())).length).toBeGreaterThan(70);
  });

  it('makes one person of every customer and every other user, with both labels', async () => {
    const known = pairs.filter(([, user]) => user !== pairs[1]![1]);
    const matched = new Set(known.map(([email]) => email)).size;
    const expected = { matched, orders_only: 700 - matched, events_only: 700 - known.length };
    const rows = await rowsOf<{ status: string; count: number }>(
      warehouse(),
      'select match_status as status, count(*)::integer as count from gold_customer_360 group by all',
    );
    expect(Object.fromEntries(rows.map(({ status, count }) => [status, count]))).toEqual(expected);
    const devices = known.length - matched;
    expect(outcome.stderr).toContain(
      `persons ${(1400 - known.length).toLocaleString('en-US')} = matched ${matched} + orders only ` +
        `${expected.orders_only} + events only ${expected.events_only}; ${devices} further user id(s)`,
    );
    expect(outcome.stderr).toContain(
      `pairs of the identity map ${known.length + 2} = both known ${known.length} + user not in the events 1 + ` +
        'customer not in the orders 0 + neither 1',
    );
  });

  it('tells of each person what the results tell', async () => {
    const [differences] = await rowsOf<{ count: number }>(
      warehouse(),
      `select count(*)::integer as count from gold_customer_360 as persons
      left join clustering_results as returns on returns.segmentation = 'returns' and returns.customer_id = persons.customer_id
      left join clustering_results as behavior on behavior.segmentation = 'behavior' and behavior.customer_id = persons.user_id
      where (returns_segment, returns_archetype, returns_is_outlier) is distinct from
          (returns.cluster_label, returns.archetype, returns.is_outlier)
        or (behavior_segment, behavior_archetype, behavior_is_outlier) is distinct from
          (behavior.cluster_label, behavior.archetype, behavior.is_outlier)`,
    );
    expect(differences).toEqual({ count: 0 });
    const [busiest] = await rowsOf<{ count: number; wrong: number }>(
      warehouse(),
      `with devices as (
        select persons.person_id, persons.behavior_total_events, users.total_events
        from (select *, unnest(user_ids) as device from gold_customer_360 where user_count > 1) as persons
        inner join silver_user_features as users on users.user_id = device
      )
      select count(distinct person_id)::integer as count,
        count(*) filter (total_events > behavior_total_events)::integer as wrong from devices`,
    );
    expect(busiest!.count).toBeGreaterThan(10);
    expect(busiest!.wrong).toBe(0);
  });
});

describe('another run', () => {
  it('gives the same persons whatever the order and the header of the map', async () => {
    const before = await stableRows(warehouse(), 'gold_customer_360');
    const reversed = dirtyMap().map((row) => [...row].reverse());
    writeMap('reversed.csv', reversed.reverse(), 'User ID,E-Mail');
    const { code } = await run(...SOURCES, '--identities', 'reversed.csv', '--full-refresh');
    expect(code).toBe(0);
    expect(await stableRows(warehouse(), 'gold_customer_360')).toEqual(before);
  });

  it('leaves no table of the last results without a map, and joins again from the results of one segmentation and the other', async () => {
    const before = await stableRows(warehouse(), 'gold_customer_360');
    const without = await run('--orders', 'orders.csv');
    expect(without).toMatchObject({ code: 0 });
    expect(without.stderr).not.toContain('join customers');
    expect(await tablesOf(warehouse())).not.toContain('gold_customer_360');
    const again = await run('--events', 'events.csv', '--identities', 'reversed.csv');
    expect(again).toMatchObject({ code: 0 });
    expect(await stableRows(warehouse(), 'gold_customer_360')).toEqual(before);
  });

  it('says what is missing where only one segmentation has results', async () => {
    const { code, stderr } = await run(
      '--orders',
      'orders.csv',
      '--identities',
      'map.csv',
      '--warehouse',
      'orders.duckdb',
    );
    expect(code).toBe(0);
    expect(stderr).toContain(
      'warning: gold_customer_360 is not built: the warehouse holds no results of the segmentation behavior; give its files with --events',
    );
    expect(await tablesOf(workspace.path('orders.duckdb'))).not.toContain('gold_customer_360');
  });
});

describe('an identity map that cannot be read', () => {
  it.each([
    {
      what: 'lacks a column',
      content: 'email,device\nann@x.com,7\n',
      exitCode: 5,
      sentence: /needs column\(s\) user_id which the header lacks/,
    },
    {
      what: 'is empty',
      content: '',
      exitCode: 3,
      sentence: /bad\.csv is empty: expected a header line and rows/,
    },
    {
      what: 'is missing',
      content: null,
      exitCode: 5,
      sentence: /no file matches bad-\*\.csv .*--identities/,
    },
  ])('ends the run if it $what, and every table stays', async ({ content, exitCode, sentence }) => {
    copyFileSync(warehouse(), workspace.path('copy.duckdb'));
    const good = await contentOf(workspace.path('copy.duckdb'));
    if (content !== null) writeFileSync(workspace.path('bad.csv'), content);
    const path = content === null ? 'bad-*.csv' : 'bad.csv';
    const options = ['--quiet', '--warehouse', 'copy.duckdb', '--identities', path];
    const { code, stderr } = await run(...SOURCES, ...options);
    expect(code).toBe(exitCode);
    expect(stderr).toMatch(/^error: [^\n]+\n$/);
    expect(stderr).toMatch(sentence);
    expect(await contentOf(workspace.path('copy.duckdb'))).toEqual(good);
  });
});

describe('pipeline score with an identity map in the configuration', () => {
  it('does not read it: nobody is joined', async () => {
    expect(await workspace.pipeline(['report', '--segmentation', 'returns'])).toMatchObject({ code: 0 });
    const model = 'data/output/returns/models/model.json';
    const map = { PIPELINE_IDENTITIES_PATH: 'nowhere.csv' };
    expect(await workspace.pipeline(['score', 'orders.csv', '--model', model], map)).toMatchObject({
      code: 0,
    });
    expect(await workspace.pipeline(['run', '--orders', 'orders.csv'], map)).toMatchObject({ code: 5 });
  });
});
