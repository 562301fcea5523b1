import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { fixedClock } from '../../pipeline/core/clock.ts';
import { DEFAULT_CONFIG } from '../../pipeline/core/config.ts';
import { silentLogger } from '../../pipeline/core/logger.ts';
import { silentReporter } from '../../pipeline/core/progress.ts';
import type { Stage } from '../../pipeline/core/stage.ts';
import { writeComments } from '../../pipeline/dictionary/write-comments.ts';
import { runPipeline, type RunEffects } from '../../pipeline/runner.ts';
import { rowsOf, tablesOf } from '../e2e/tables.ts';

let folder: string;
let warehouse: string;
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'comments-'));
  warehouse = join(folder, 'warehouse.duckdb');
});
afterEach(() => rmSync(folder, { recursive: true }));

const HISTORY = ['pipeline_runs', 'pipeline_stages'];

/** A stage that makes a table of one column. */
function making(table: string, column: string): Stage {
  return {
    name: table,
    layer: 'bronze',
    async run({ database }) {
      await database.execute(`create or replace table ${table} as select 'a' as ${column}`);
      return { rows: 1, notes: [], warnings: [] };
    },
  };
}

function run(stage: Stage, describeTables: RunEffects['describeTables']) {
  const config = { ...DEFAULT_CONFIG, warehouse };
  return runPipeline(
    [stage],
    { command: 'run', layer: 'gold', config, fullRefresh: false, version: '1.2.3' },
    {
      clock: fixedClock('2025-01-02T03:04:05.678Z'),
      logs: { logger: () => silentLogger, path: '', close: () => undefined },
      reporter: silentReporter,
      signal: new AbortController().signal,
      sleep: () => Promise.resolve(),
      describeTables,
    },
  );
}

/** Tables with a comment. */
async function described(): Promise<string[]> {
  const rows = await rowsOf<{ name: string }>(
    warehouse,
    'select table_name as name from duckdb_tables() where comment is not null order by all',
  );
  return rows.map(({ name }) => name);
}

describe('the comments of a run', () => {
  it('are set for the history and for what the stages made, and again for what is made anew', async () => {
    for (let time = 0; time < 2; time++) {
      expect((await run(making('silver_rfm_cuts', 'measure'), writeComments)).error).toBeNull();
      expect(await described()).toEqual([...HISTORY, 'silver_rfm_cuts']);
    }
  });

  it('leave tables of the same names in other schemas alone', async () => {
    const copying: Stage = {
      ...making('silver_rfm_cuts', 'measure'),
      async run({ database }) {
        await database.execute('create schema mine');
        // One that the warehouse has not, and one with a column that it has not there.
        await database.execute("create table mine.silver_orders as select 'a' as customer_id");
        await database.execute("create table mine.pipeline_runs as select 'a' as segmentation");
        return { rows: 1, notes: [], warnings: [] };
      },
    };
    expect((await run(copying, writeComments)).error).toBeNull();
    expect(await described()).toEqual(HISTORY);
  });

  it('belong to the transaction that makes the tables: if they fail, nothing stands', async () => {
    const fault = new Error('no words');
    let calls = 0;
    const failing: RunEffects['describeTables'] = async (database) => {
      await writeComments(database);
      if (++calls > 1) throw fault;
    };
    const { status, error } = await run(making('silver_rfm_cuts', 'measure'), failing);
    expect({ status, error }).toEqual({ status: 'failed', error: fault });
    expect(await tablesOf(warehouse)).toEqual(HISTORY);
    expect(await described()).toEqual(HISTORY);
  });
});
