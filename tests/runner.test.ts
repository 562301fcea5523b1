import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { DEFAULT_CONFIG } from '../pipeline/core/config.ts';
import { DataError, InterruptedError, WarehouseLockedError } from '../pipeline/core/errors.ts';
import { silentLogger, type Logger, type LogTopic } from '../pipeline/core/logger.ts';
import { createLineReporter } from '../pipeline/core/progress.ts';
import type { Layer, Stage, StageContext } from '../pipeline/core/stage.ts';
import { runPipeline, type RunEffects, type RunResult } from '../pipeline/runner.ts';
import { memoryOutput, type MemoryOutput } from './core/memory.ts';
import { holdWarehouse, rowsOf, tablesOf } from './e2e/tables.ts';

let folder: string;
let warehouse: string;
let output: MemoryOutput;
let abort: AbortController;
/** Seconds that the clock of the run shows; sleeping and the stages below move it on. */
let seconds: number;
let logged: string[];

beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'runner-'));
  warehouse = join(folder, 'warehouse.duckdb');
  output = memoryOutput();
  abort = new AbortController();
  seconds = 100;
  logged = [];
});
afterEach(() => rmSync(folder, { recursive: true }));

function effects(): RunEffects {
  const loggerOf = (topic?: LogTopic): Logger => ({
    ...silentLogger,
    info: (message) => void logged.push(`${topic ?? 'run'}: ${message}`),
    error: (message, fields) => void logged.push(`${message}: ${String(fields?.['reason'])}`),
  });
  return {
    clock: { now: () => new Date('2024-05-06T07:08:09.123Z'), seconds: () => seconds },
    logs: { logger: loggerOf, path: 'run.log', close: () => undefined },
    reporter: createLineReporter(output),
    signal: abort.signal,
    sleep: (duration) => {
      seconds += duration;
      return Promise.resolve();
    },
    describeTables: () => Promise.resolve(),
  };
}

/** Runs stages up to a layer. */
function run(stages: readonly Stage[], { layer = 'gold' as Layer, wait = 0 } = {}): Promise<RunResult> {
  const config = { ...DEFAULT_CONFIG, warehouse, wait };
  return runPipeline(
    stages,
    { command: 'run', layer, config, fullRefresh: false, version: '1.2.3' },
    effects(),
  );
}

/** A stage that takes two seconds and does something. */
function stage(
  name: string,
  more: Partial<Stage> = {},
  work?: (context: StageContext) => Promise<void>,
): Stage {
  return {
    name,
    layer: 'bronze',
    async run(context) {
      seconds += 2;
      await work?.(context);
      return { rows: 1234, notes: [`${name} noted`], warnings: [] };
    },
    ...more,
  };
}

/** A stage that fills a table named like itself. */
function building(table: string, value: number, more: Partial<Stage> = {}): Stage {
  return stage(table, more, ({ database }) =>
    database.execute(`create or replace table ${table} as select ${value}::integer as value`),
  );
}

function failing(name: string, error: Error, more: Partial<Stage> = {}): Stage {
  return stage(name, more, () => Promise.reject(error));
}

const history = () =>
  rowsOf(
    warehouse,
    'select stage, status, seconds, row_count::integer as rows, message from pipeline_stages order by position',
  );

describe('runPipeline(stages, options, effects)', () => {
  it('runs the stages up to a layer in order, and commits', async () => {
    const stages = [
      building('a', 1),
      building('b', 2, { layer: 'silver' }),
      building('c', 3, { layer: 'gold' }),
    ];
    const result = await run(stages, { layer: 'silver' });
    expect(result).toEqual({
      runId: '20240506T070809123',
      status: 'succeeded',
      seconds: 4,
      stages: [
        { stage: 'a', status: 'succeeded', seconds: 2, rows: 1234, message: null },
        { stage: 'b', status: 'succeeded', seconds: 2, rows: 1234, message: null },
      ],
      warnings: [],
      error: null,
    });
    expect(await tablesOf(warehouse)).toEqual(['a', 'b', 'pipeline_runs', 'pipeline_stages']);
  });

  it('writes the run to its history', async () => {
    await run([building('a', 1)]);
    const [row] = await rowsOf(
      warehouse,
      'select run_id, command, layer, status, started_at, seconds, message, version from pipeline_runs',
    );
    expect(row).toEqual({
      run_id: '20240506T070809123',
      command: 'run',
      layer: 'gold',
      status: 'succeeded',
      started_at: new Date('2024-05-06T07:08:09.123Z'),
      seconds: 2,
      message: null,
      version: '1.2.3',
    });
    expect(await history()).toEqual([
      { stage: 'a', status: 'succeeded', seconds: 2, rows: 1234, message: null },
    ]);
  });

  it('tells each stage with its rows, seconds, notes and warnings', async () => {
    const warned: Stage = {
      ...stage('load'),
      topic: 'feature_creation',
      run: () => Promise.resolve({ rows: 1, notes: ['noted'], warnings: ['odd'] }),
    };
    const result = await run([warned, stage('clean')]);
    expect(result.warnings).toEqual(['odd']);
    expect(output.text).toBe(
      '[1/2] load: 1 rows in 0.0 s\n      noted\n      warning: odd\n[2/2] clean: 1,234 rows in 2.0 s\n      clean noted\n',
    );
    expect(logged).toEqual(['feature_creation: stage succeeded', 'run: stage succeeded']);
  });

  it('gives every stage the same run id, time and a fresh generator', async () => {
    const seen: unknown[] = [];
    const look = ({ runId, startedAt, random, version }: StageContext) => {
      seen.push([runId, startedAt.toISOString(), random.next(), version]);
      return Promise.resolve();
    };
    await run([stage('a', {}, look), stage('b', {}, look)]);
    expect(seen[0]).toEqual(seen[1]);
    expect(seen[0]).toEqual(
      expect.arrayContaining(['20240506T070809123', '2024-05-06T07:08:09.123Z', '1.2.3']),
    );
  });
});

describe('a run in which a stage fails', () => {
  it('leaves every table as it was, and says what became of each stage', async () => {
    await run([building('a', 1)]);
    const error = new DataError('too little');
    const result = await run([
      building('a', 2),
      building('b', 2),
      failing('c', error),
      stage('d'),
      stage('e', { afterCommit: true }),
    ]);
    expect(result).toMatchObject({ status: 'failed', error, seconds: 6 });
    expect(
      result.stages.map(({ stage: name, status, seconds: took, message }) => [name, status, took, message]),
    ).toEqual([
      ['a', 'rolled_back', 2, null],
      ['b', 'rolled_back', 2, null],
      ['c', 'failed', 2, 'too little'],
      ['d', 'not_run', null, null],
      ['e', 'not_run', null, null],
    ]);
    expect(await tablesOf(warehouse)).toEqual(['a', 'pipeline_runs', 'pipeline_stages']);
    expect(await rowsOf(warehouse, 'select value from a')).toEqual([{ value: 1 }]);
    expect(logged.at(-1)).toBe('run failed: too little');
  });

  it('is in the history all the same', async () => {
    await run([building('a', 1), failing('b', new DataError('too little'))]);
    expect(await rowsOf(warehouse, 'select status, message from pipeline_runs')).toEqual([
      { status: 'failed', message: 'too little' },
    ]);
    expect(await history()).toEqual([
      { stage: 'a', status: 'rolled_back', seconds: 2, rows: 1234, message: null },
      { stage: 'b', status: 'failed', seconds: 2, rows: null, message: 'too little' },
    ]);
  });

  it('is rolled back by a statement that the database refuses', async () => {
    const refused = stage('b', {}, ({ database }) => database.execute('select nonsense'));
    const result = await run([building('a', 1), refused]);
    expect(result.error).toMatchObject({ name: 'QueryError' });
    expect(await tablesOf(warehouse)).toEqual(['pipeline_runs', 'pipeline_stages']);
  });
});

describe('stages after the commit', () => {
  it('see the committed tables and the times of the stages before them', async () => {
    let seen: object[] = [];
    const look = stage('report', { afterCommit: true }, async ({ database }) => {
      seen = await database.queryRows(
        'select value, stage, seconds from a cross join pipeline_stages where seconds is not null',
      );
    });
    // Their place among the others does not matter: they run last.
    const result = await run([look, building('a', 1)]);
    expect(seen).toEqual([{ value: 1, stage: 'a', seconds: 2 }]);
    expect(result.stages.map((entry) => entry.status)).toEqual(['succeeded', 'succeeded']);
    expect(await history()).toHaveLength(2);
  });

  it('leave the tables standing if they fail', async () => {
    const result = await run([
      building('a', 1),
      failing('report', new Error('disk full'), { afterCommit: true }),
    ]);
    expect(result.stages.map((entry) => entry.status)).toEqual(['succeeded', 'failed']);
    expect(result.status).toBe('failed');
    expect(await rowsOf(warehouse, 'select value from a')).toEqual([{ value: 1 }]);
  });
});

describe('an interrupt', () => {
  it('ends the running statement and rolls the run back', async () => {
    const endless = stage('b', {}, async ({ database }) => {
      setTimeout(() => abort.abort(), 50);
      await database.execute('select count(*) from range(1000000000000) as r(i) where hash(i) = 0');
    });
    const result = await run([building('a', 1), endless]);
    expect(result.error).toBeInstanceOf(InterruptedError);
    expect(result.error).toMatchObject({
      message: 'interrupted; the warehouse is as it was before the run',
      exitCode: 130,
    });
    expect(result.stages.map((entry) => entry.status)).toEqual(['rolled_back', 'failed']);
    expect(await tablesOf(warehouse)).toEqual(['pipeline_runs', 'pipeline_stages']);
  });

  it('is heard where a stage tells its progress, and before the next stage', async () => {
    const afterProgress: string[] = [];
    const telling = stage('a', {}, async ({ progress }) => {
      // Signals wait in the event loop until somebody lets them in.
      setImmediate(() => abort.abort());
      await progress(0.5, 'half');
      afterProgress.push('went on');
    });
    const result = await run([telling, stage('b')]);
    expect(afterProgress).toEqual([]);
    expect(result.stages.map((entry) => entry.status)).toEqual(['failed', 'not_run']);

    abort = new AbortController();
    const silent = stage('a', {}, () => Promise.resolve(abort.abort()));
    const second = await run([silent, stage('b')]);
    expect(second.stages.map((entry) => entry.status)).toEqual(['rolled_back', 'failed']);
  });

  it('says that the tables stand once they are committed', async () => {
    const report = stage('report', { afterCommit: true }, async ({ progress }) => {
      abort.abort();
      await progress(null, 'writing');
    });
    const result = await run([building('a', 1), report]);
    expect(result.error).toMatchObject({
      exitCode: 130,
      message: expect.stringContaining('the tables of this run stand') as string,
    });
    expect(await rowsOf(warehouse, 'select value from a')).toEqual([{ value: 1 }]);
  });
});

describe('a run that never ended', () => {
  it('counts as failed as soon as the next one begins', async () => {
    await run([building('a', 1)]);
    const forget = stage('a', {}, ({ database }) =>
      database.execute(`update pipeline_runs set run_id = 'killed', status = 'running'`),
    );
    await run([forget]);
    const result = await run([stage('b')]);
    expect(result.status).toBe('succeeded');
    expect(
      await rowsOf(warehouse, `select distinct status, message from pipeline_runs where run_id = 'killed'`),
    ).toEqual([{ status: 'failed', message: 'the process ended before the run did' }]);
  });
});

describe('a warehouse that another process holds', () => {
  it('is not waited for, or as long as asked', async () => {
    const holder = await holdWarehouse(warehouse);
    try {
      await expect(run([stage('a')])).rejects.toBeInstanceOf(WarehouseLockedError);
      expect(seconds).toBe(100);
      await expect(run([stage('a')], { wait: 3 })).rejects.toMatchObject({ exitCode: 4 });
      expect(seconds).toBe(103);
    } finally {
      holder.process.kill();
      await holder.finished;
    }
    expect(await run([stage('a')])).toMatchObject({ status: 'succeeded' });
  });

  it('is no longer waited for after an interrupt', async () => {
    const holder = await holdWarehouse(warehouse);
    try {
      const waiting = run([stage('a')], { wait: 1e9 });
      setTimeout(() => abort.abort(), 20);
      await expect(waiting).rejects.toBeInstanceOf(InterruptedError);
    } finally {
      holder.process.kill();
      await holder.finished;
    }
  });
});
