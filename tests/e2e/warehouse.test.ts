import { copyFileSync, existsSync, mkdirSync, readFileSync, truncateSync, writeFileSync } from 'node:fs';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { createWorkspace, QUICK, type Workspace } from './command.ts';
import { contentOf, holdWarehouse, rowsOf } from './tables.ts';

let workspace: Workspace;
const RUN = ['run', '--no-report', '--orders', 'orders.csv', '--warehouse'];
const file = (name: string) => workspace.path(name);

beforeAll(async () => {
  workspace = createWorkspace();
  await workspace.pipeline(['generate', '--customers', '800', '--out', '.']);
  expect(await workspace.pipeline([...RUN, 'good.duckdb'], QUICK)).toMatchObject({ code: 0 });
});
afterAll(() => workspace.remove());

describe('a warehouse that another process holds', () => {
  it('is left alone, and the process is named (exit 4)', async () => {
    const holder = await holdWarehouse(file('good.duckdb'));
    for (const args of [
      [...RUN, 'good.duckdb'],
      ['status', '--warehouse', 'good.duckdb'],
    ]) {
      const { code, stdout, stderr } = await workspace.pipeline(args);
      expect({ code, stdout }).toEqual({ code: 4, stdout: '' });
      expect(stderr).toMatch(
        new RegExp(`^error: .*good\\.duckdb is in use by process ${holder.process.pid} .*--wait SECONDS\\n$`),
      );
    }
    holder.process.kill();
    await holder.finished;
    expect(await workspace.pipeline(['status', '--warehouse', 'good.duckdb'])).toMatchObject({ code: 0 });
  });

  it('is waited for with --wait', async () => {
    copyFileSync(file('good.duckdb'), file('wait.duckdb'));
    const holder = await holdWarehouse(file('wait.duckdb'));
    const waiting = workspace.start([...RUN, 'wait.duckdb', '--layer', 'bronze', '--wait', '60']);
    const first = await Promise.race([
      waiting.finished,
      new Promise((resolve) => setTimeout(resolve, 1500, 'waits')),
    ]);
    expect(first).toBe('waits');
    holder.process.kill();
    expect(await waiting.finished).toMatchObject({ code: 0 });
  });
});

describe('a warehouse that cannot be opened', () => {
  it('is said to be damaged, and what to do (exit 1)', async () => {
    writeFileSync(file('rubbish.duckdb'), Buffer.alloc(50_000, 'rubbish'));
    copyFileSync(file('good.duckdb'), file('cut.duckdb'));
    truncateSync(file('cut.duckdb'), 200_000);
    for (const name of ['rubbish.duckdb', 'cut.duckdb']) {
      const { code, stderr } = await workspace.pipeline([...RUN, name]);
      expect(code).toBe(1);
      expect(stderr).toMatch(
        /^error: the warehouse \w+\.duckdb is damaged or not a DuckDB file; move it away and run again: [^\n]+\n$/,
      );
    }
    expect(readFileSync(file('rubbish.duckdb')).equals(Buffer.alloc(50_000, 'rubbish'))).toBe(true);
  });

  it('is said to be of another version if a newer DuckDB wrote it (exit 1)', async () => {
    const bytes = readFileSync(file('good.duckdb'));
    // The header: 8 bytes checksum, "DUCK", 8 bytes version of the storage.
    expect(bytes.toString('latin1', 8, 12)).toBe('DUCK');
    bytes.writeBigUInt64LE(999n, 12);
    writeFileSync(file('newer.duckdb'), bytes);
    const unsigned = await workspace.pipeline(['status', '--warehouse', 'newer.duckdb']);
    bytes.writeBigUInt64LE(BigInt(/computed checksum (\d+)/.exec(unsigned.stderr)![1]!), 0);
    writeFileSync(file('newer.duckdb'), bytes);
    const { code, stderr } = await workspace.pipeline([...RUN, 'newer.duckdb']);
    expect(code).toBe(1);
    expect(stderr).toMatch(
      /^error: .*newer\.duckdb was written by another version of DuckDB .*update medallion-segments, or rebuild/,
    );
    expect(readFileSync(file('newer.duckdb')).equals(bytes)).toBe(true);
  });

  it('is named if the place is no place for a file (exit 5)', async () => {
    writeFileSync(file('blocked'), '');
    mkdirSync(file('folder.duckdb'));
    const inFile = await workspace.pipeline([...RUN, 'blocked/x.duckdb']);
    expect(inFile).toMatchObject({
      code: 5,
      stderr: expect.stringMatching(/cannot create the folder .*blocked.x\.duckdb/) as string,
    });
    const asFolder = await workspace.pipeline([...RUN, 'folder.duckdb']);
    expect(asFolder).toMatchObject({
      code: 5,
      stderr: expect.stringMatching(/cannot open the warehouse folder\.duckdb/) as string,
    });
  });
});

describe('places that cannot be written', () => {
  it('are named: logs (exit 5), before anything is done', async () => {
    writeFileSync(file('no-logs'), '');
    const { code, stderr } = await workspace.pipeline([...RUN, 'new.duckdb'], { PIPELINE_LOGS: 'no-logs' });
    expect(code).toBe(5);
    expect(stderr).toMatch(
      /^error: cannot write the log no-logs.pipeline_execution_\d{8}_\d{6}\.log: [^\n]+\n$/,
    );
  });

  it('are named: the folder of results (exit 5), before any work', async () => {
    writeFileSync(file('no-out'), '');
    const args = ['run', '--orders', 'orders.csv', '--out', 'no-out', '--warehouse', 'out.duckdb'];
    const { code, stderr } = await workspace.pipeline(args, QUICK);
    expect(code).toBe(5);
    expect(stderr).toMatch(/^error: cannot create the folder no-out for results: [^\n]+\n$/);
    expect(existsSync(file('out.duckdb'))).toBe(false);
  });

  it('are named: results (exit 5); the tables stand', async () => {
    mkdirSync(file('taken/returns/clustering_results.xlsx'), { recursive: true });
    const args = ['run', '--orders', 'orders.csv', '--out', 'taken', '--warehouse', 'out.duckdb'];
    const { code, stderr } = await workspace.pipeline(args, QUICK);
    expect(code).toBe(5);
    expect(stderr).toMatch(/cannot write taken.returns.clustering_results\.xlsx/);
    expect(await rowsOf(file('out.duckdb'), 'select 1 from clustering_runs')).toHaveLength(1);
  });

  it('are named: generated orders (exit 5)', async () => {
    writeFileSync(file('no-data'), '');
    const { code, stderr } = await workspace.pipeline(['generate', '--customers', '5', '--out', 'no-data']);
    expect(code).toBe(5);
    expect(stderr).toMatch(/^error: cannot write to the folder no-data: [^\n]+\n$/);
  });
});

describe('an interrupted run', () => {
  it.each(['SIGINT', 'SIGTERM'] as const)('rolls back on %s and exits with 130', async (signal) => {
    const name = `${signal}.duckdb`;
    copyFileSync(file('good.duckdb'), file(name));
    const before = await contentOf(file(name));
    const running = workspace.start([...RUN, name, '--full-refresh']);
    await running.seen('[1/5] load bronze: ');
    running.process.kill(signal);
    const { code, stderr } = await running.finished;
    expect(code).toBe(130);
    expect(stderr).toMatch(/error: interrupted; the warehouse is as it was before the run\n$/);
    expect(await contentOf(file(name))).toEqual(before);
    const [run] = await rowsOf(
      file(name),
      'select status, message from pipeline_runs order by started_at desc limit 1',
    );
    expect(run).toEqual({
      status: 'failed',
      message: 'interrupted; the warehouse is as it was before the run',
    });
  });

  it('counts as failed once it was killed, and the next run goes through', async () => {
    copyFileSync(file('good.duckdb'), file('killed.duckdb'));
    const before = await contentOf(file('killed.duckdb'));
    const running = workspace.start([...RUN, 'killed.duckdb', '--full-refresh']);
    await running.seen('[2/5] clean rows: ');
    running.process.kill('SIGKILL');
    await running.finished;
    const next = await workspace.pipeline([...RUN, 'killed.duckdb', '--layer', 'bronze']);
    expect(next).toMatchObject({
      code: 0,
      stderr: expect.stringContaining('0 file(s) loaded, 1 unchanged') as string,
    });
    expect(await contentOf(file('killed.duckdb'))).toEqual(before);
    const runs = await rowsOf<{ status: string }>(
      file('killed.duckdb'),
      'select status from pipeline_runs order by started_at',
    );
    expect(runs.map((run) => run.status)).toEqual(['succeeded', 'failed', 'succeeded']);
  });
});
