import { existsSync, readFileSync } from 'node:fs';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { EVENT_FAULTS, type EventFault } from '../../pipeline/synthetic/generate-events.ts';
import { createWorkspace, type Outcome, type Workspace } from './command.ts';
import { rowsOf } from './tables.ts';

interface Planted {
  readonly rows: number;
  readonly faults: Readonly<Record<EventFault, number>>;
}

/** The rule that finds each fault. */
const RULE_OF: Readonly<Record<EventFault, string>> = {
  malformed_lines: 'malformed_record',
  unknown_types: 'unknown_event_type',
  negative_prices: 'negative_price',
  bad_times: 'bad_event_time',
  null_users: 'no_user',
  exact_duplicates: 'duplicate',
};

let workspace: Workspace;
let planted: Planted;
let strict: Outcome;
const warehouse = () => workspace.path('data/warehouse.duckdb');
const lenient = () => workspace.path('lenient.duckdb');

beforeAll(async () => {
  workspace = createWorkspace();
  const sizes = ['--customers', '800', '--events', '8000', '--dirt', '0.05'];
  expect((await workspace.pipeline(['generate', ...sizes, '--out', '.'])).code).toBe(0);
  planted = (JSON.parse(readFileSync(workspace.path('dirt.json'), 'utf8')) as { events: Planted }).events;
  const run = ['run', '--layer', 'silver', '--events', 'events.csv'];
  strict = await workspace.pipeline(run);
  expect(strict.code).toBe(0);
  expect((await workspace.pipeline([...run, '--lenient', '--warehouse', 'lenient.duckdb'])).code).toBe(0);
});
afterAll(() => workspace.remove());

/** What a rule counted, by rule; copies of purchases that count are no fault: they mean two pieces. */
async function issuesOf(file: string): Promise<Record<string, number>> {
  const issues = await rowsOf<{ rule: string; count: number }>(
    file,
    `select rule, issue_count::integer as count from event_quality_issues where rule <> 'duplicate_kept'`,
  );
  return Object.fromEntries(issues.map(({ rule, count }) => [rule, count]));
}

/** Entries of the ledger with rows, by reason or, for what counts, by entry. */
async function ledgerOf(file: string): Promise<Record<string, number>> {
  const entries = await rowsOf<{ name: string; count: number }>(
    file,
    `select coalesce(reason, entry) as name, row_count::integer as count from silver_event_ledger where row_count > 0`,
  );
  return Object.fromEntries(entries.map(({ name, count }) => [name, count]));
}

const plantedByRule = () =>
  Object.fromEntries(EVENT_FAULTS.map((kind) => [RULE_OF[kind], planted.faults[kind]]));

describe('pipeline run over events with known faults', () => {
  it('is put to the test by every kind of fault', () => {
    expect(Object.keys(planted.faults).sort()).toEqual([...EVENT_FAULTS].sort());
    for (const fault of EVENT_FAULTS) expect(planted.faults[fault], fault).toBeGreaterThan(20);
  });

  it('accounts for every record in the ledger of the file', async () => {
    const [ledger] = await rowsOf(
      warehouse(),
      `select rows_in_file::integer as rows, rows_loaded::integer as loaded, rows_rejected::integer as rejected,
        rows_duplicate::integer as duplicate from bronze_files`,
    );
    const { malformed_lines: rejected } = planted.faults;
    const { rows } = planted;
    expect(ledger).toEqual({ rows, loaded: rows - rejected, rejected, duplicate: 0 });
  });

  it('counts exactly the planted faults as issues, and no other', async () => {
    expect(await issuesOf(warehouse())).toEqual(plantedByRule());
  });

  it('balances bronze events against events and exclusions, and prints it', async () => {
    const { malformed_record, ...excluded } = plantedByRule();
    const faulty = Object.values(excluded).reduce((sum, count) => sum + count, 0);
    const events = planted.rows - malformed_record! - faulty;
    expect(await ledgerOf(warehouse())).toEqual({ ...excluded, events });
    for (const [reason, count] of Object.entries(excluded))
      expect(strict.stderr).toContain(`${reason} ${count}`);
  });

  it('keeps events of unknown types as other with --lenient, and rejects the rest as before', async () => {
    const { unknown_event_type: unknown, ...others } = plantedByRule();
    expect(await issuesOf(lenient())).toEqual({ ...others, event_type_other: unknown });
    const [counted] = await rowsOf(
      lenient(),
      'select sum(other_count)::integer as others, sum(total_events)::integer as events from silver_user_features',
    );
    const { events } = await ledgerOf(lenient());
    expect(counted).toEqual({ others: unknown, events });
    expect(events).toBe((await ledgerOf(warehouse()))['events']! + unknown!);
  });
});

describe('pipeline generate', () => {
  it('writes nothing if the number of events is out of its range (exit 2)', async () => {
    const args = ['generate', '--customers', '100', '--events', '99', '--out', 'refused'];
    const { code, stderr } = await workspace.pipeline(args);
    expect(code).toBe(2);
    expect(stderr).toBe('error: generate: events must be an integer in [500, 10000] for 100 users, got 99\n');
    expect(existsSync(workspace.path('refused'))).toBe(false);
  });
});
