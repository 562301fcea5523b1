import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { createWorkspace, QUICK, type Outcome, type Workspace } from './command.ts';
import { stableRows, tablesOf } from './tables.ts';

const BRONZE = ['bronze_files', 'bronze_rejects', 'bronze_return_order_data'];
const SILVER = [
  'data_quality_issues',
  'email_consolidation_candidates',
  'silver_customer_features',
  'silver_ledger',
  'silver_order_lines',
  'silver_return_matches',
  'silver_unmatched_returns',
];
const GOLD = [
  'cluster_profiles',
  'cluster_selection',
  'cluster_summary',
  'clustering_results',
  'clustering_runs',
  'feature_selection',
  'fitted_models',
  'gold_cluster_processed',
  'imputed_values',
  'ineligible_customers',
];
const ORDERS = ['--orders', 'orders.csv'];

let workspace: Workspace;
beforeAll(async () => {
  workspace = createWorkspace();
  const { code } = await workspace.pipeline(['generate', '--customers', '300', '--out', '.']);
  expect(code).toBe(0);
});
afterAll(() => workspace.remove());

describe('pipeline run --layer', () => {
  it('stops after bronze and writes one line a stage to standard error', async () => {
    const args = ['run', '--layer', 'bronze', '--warehouse', 'bronze.duckdb', ...ORDERS];
    const { code, stdout, stderr } = await workspace.pipeline(args);
    expect({ code, stdout }).toEqual({ code: 0, stdout: '' });
    expect(stderr.match(/^\[\d\/\d\] .*$/gm)).toEqual([
      expect.stringMatching(/^\[1\/1\] load bronze: [\d,]+ rows in /),
    ]);
    const tables = await tablesOf(workspace.path('bronze.duckdb'));
    expect(tables).toEqual(expect.arrayContaining(BRONZE));
    expect(tables.filter((name) => /^(silver|gold|cluster)/.test(name))).toEqual([]);
  });

  it('stops after silver and says nothing with --quiet', async () => {
    const args = ['run', '--layer', 'silver', '--quiet', '--warehouse', 'silver.duckdb', ...ORDERS];
    expect(await workspace.pipeline(args)).toEqual({ code: 0, stdout: '', stderr: '' });
    const tables = await tablesOf(workspace.path('silver.duckdb'));
    expect(tables).toEqual(expect.arrayContaining([...BRONZE, ...SILVER]));
    expect(tables.filter((name) => /^(gold|cluster)/.test(name))).toEqual([]);
    expect(existsSync(workspace.path('data/output'))).toBe(false);
  });
});

describe('pipeline run', () => {
  let first: Outcome;
  let second: Outcome;
  let before: Record<string, string[]>;
  const warehouse = () => workspace.path('data/warehouse.duckdb');
  const results = async () => ({
    features: await stableRows(warehouse(), 'silver_customer_features'),
    results: await stableRows(warehouse(), 'clustering_results'),
    summary: await stableRows(warehouse(), 'cluster_summary'),
  });
  beforeAll(async () => {
    first = await workspace.pipeline(['run', ...ORDERS], QUICK);
    before = await results();
    second = await workspace.pipeline(['run', '--json', ...ORDERS], QUICK);
  });

  it('builds every layer, leaves the warehouse unlocked and no temporary files', async () => {
    expect(first).toMatchObject({ code: 0, stdout: '' });
    expect(await tablesOf(warehouse())).toEqual(expect.arrayContaining([...BRONZE, ...SILVER, ...GOLD]));
    expect(existsSync(`${warehouse()}.wal`)).toBe(false);
  });

  it('tells each stage in one line and where workbook and log are', () => {
    const stages = first.stderr.match(/^\[\d\/6\] [a-z ]+(?=: [\d,]+ rows in \d+\.\d s$)/gm);
    expect(stages).toEqual([
      '[1/6] load bronze',
      '[2/6] clean rows',
      '[3/6] compute features',
      '[4/6] build gold',
      '[5/6] cluster customers',
      '[6/6] write report',
    ]);
    const workbook = /workbook: (.+)$/m.exec(first.stderr)?.[1];
    const log = /log: (.+)$/m.exec(first.stderr)?.[1];
    expect(existsSync(workspace.path(workbook!))).toBe(true);
    expect(existsSync(workspace.path(log!))).toBe(true);
    expect(first.stderr).not.toContain('\u001b');
  });

  it('prints the result of the run, and nothing else, as JSON to standard output', () => {
    const result = JSON.parse(second.stdout) as { status: string; stages: { status: string }[]; error: null };
    expect(result).toMatchObject({ status: 'succeeded', error: null });
    expect(result.stages.map((stage) => stage.status)).toEqual(Array(6).fill('succeeded'));
  });

  it('loads nothing the second time and finds the same but for run id and time', async () => {
    expect(second.stderr).toContain('0 file(s) loaded, 1 unchanged');
    expect(before['results']!.length).toBeGreaterThan(250);
    expect(await results()).toEqual(before);
  });

  it('names no customer in log or talk', () => {
    const logs = readdirSync(workspace.path('logs')).map((file) =>
      readFileSync(workspace.path(`logs/${file}`), 'utf8'),
    );
    expect(logs.length).toBeGreaterThan(2);
    for (const text of [...logs, first.stderr, second.stderr, second.stdout]) expect(text).not.toContain('@');
  });

  it('shows its history, stages and files in pipeline status', async () => {
    const { code, stdout, stderr } = await workspace.pipeline(['status', '--json']);
    expect({ code, stderr }).toEqual({ code: 0, stderr: '' });
    const status = JSON.parse(stdout) as { runs: object[]; stages: object[]; files: object[] };
    expect(status.runs).toHaveLength(2);
    expect(status.stages[4]).toMatchObject({ stage: 'cluster customers', status: 'succeeded' });
    expect(status.files).toEqual([expect.objectContaining({ path: 'orders.csv', rows_rejected: 0 })]);
    const table = await workspace.pipeline(['status']);
    expect(table.stdout).toContain('orders.csv: rows in');
  });
});
