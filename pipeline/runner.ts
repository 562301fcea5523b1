import { setImmediate } from 'node:timers/promises';
import type { Clock } from './core/clock.ts';
import type { Config } from './core/config.ts';
import { Database } from './core/database.ts';
import { InterruptedError, messageOf, WarehouseLockedError } from './core/errors.ts';
import type { LogFiles } from './core/logger.ts';
import { createMacros, createTables } from './core/models.ts';
import type { ProgressReporter } from './core/progress.ts';
import { createRandom } from './core/random.ts';
import { LAYERS, type Layer, type Stage, type StageContext, type StageResult } from './core/stage.ts';

export interface RunOptions {
  /** What the user called, for the history: `run`, `report`. */
  readonly command: string;
  /** Last layer to build. */
  readonly layer: Layer;
  readonly config: Config;
  readonly fullRefresh: boolean;
  readonly version: string;
}

/** What a run touches besides the warehouse. */
export interface RunEffects {
  readonly clock: Clock;
  readonly logs: LogFiles;
  readonly reporter: ProgressReporter;
  /** Aborted when the user interrupts. */
  readonly signal: AbortSignal;
  /** Waits, in seconds; injected so that tests do not. */
  readonly sleep: (seconds: number) => Promise<void>;
  /** Says in the warehouse what its tables and columns hold, within the transaction that made them. */
  readonly describeTables: (database: Database) => Promise<unknown>;
}

export interface RunResult {
  readonly runId: string;
  readonly status: 'succeeded' | 'failed';
  readonly seconds: number;
  readonly stages: readonly StageResult[];
  readonly warnings: readonly string[];
  /** What ended the run, if it failed. */
  readonly error: unknown;
}

/**
 * Runs the stages up to a layer, in order, in one transaction: a run that fails leaves every table as it was. Stages
 * that write files run after the tables are committed. The history of runs is written outside the transaction.
 *
 * @throws {WarehouseLockedError} If another process holds the warehouse longer than `config.wait` seconds.
 * @throws {InterruptedError} If the user interrupts while waiting for it; later, it is the result's `error`.
 */
export async function runPipeline(
  stages: readonly Stage[],
  options: RunOptions,
  effects: RunEffects,
): Promise<RunResult> {
  const database = await openWarehouse(options.config, effects);
  try {
    return await new Run(database, { stages, options, effects }).execute();
  } finally {
    database.close();
  }
}

async function openWarehouse(config: Config, { clock, sleep, signal }: RunEffects): Promise<Database> {
  const options = {
    file: config.warehouse,
    threads: config.threads ?? undefined,
    memoryLimit: config.memoryLimit ?? undefined,
  };
  const deadline = clock.seconds() + config.wait;
  for (;;) {
    try {
      return await Database.open(options);
    } catch (error) {
      if (!(error instanceof WarehouseLockedError) || clock.seconds() >= deadline) throw error;
      await sleep(0.5);
      if (signal.aborted) throw new InterruptedError('interrupted while waiting for the warehouse');
    }
  }
}

interface Outcome {
  status: StageResult['status'];
  seconds: number | null;
  rows: number | null;
  message: string | null;
}

/** One execution: the state that its steps share. */
class Run {
  readonly #database: Database;
  readonly #stages: readonly Stage[];
  readonly #options: RunOptions;
  readonly #effects: RunEffects;
  readonly #startedAt: Date;
  readonly #runId: string;
  readonly #outcomes: Outcome[];
  readonly #warnings: string[] = [];

  constructor(
    database: Database,
    setUp: { stages: readonly Stage[]; options: RunOptions; effects: RunEffects },
  ) {
    const last = LAYERS.indexOf(setUp.options.layer);
    this.#database = database;
    this.#stages = setUp.stages.filter(
      (stage) => LAYERS.indexOf(stage.layer) <= last && (stage.isNeeded?.(setUp.options.config) ?? true),
    );
    this.#options = setUp.options;
    this.#effects = setUp.effects;
    this.#startedAt = setUp.effects.clock.now();
    this.#runId = createRunId(this.#startedAt);
    this.#outcomes = this.#stages.map(() => ({
      status: 'not_run',
      seconds: null,
      rows: null,
      message: null,
    }));
  }

  async execute(): Promise<RunResult> {
    const { clock, signal } = this.#effects;
    const start = clock.seconds();
    const interrupt = () => this.#database.interrupt();
    let error: unknown = null;
    await this.#openHistory();
    signal.addEventListener('abort', interrupt);
    try {
      await this.#runStages();
    } catch (thrown) {
      error = signal.aborted ? new InterruptedError(this.#whatStands(), { cause: thrown }) : thrown;
      this.#effects.logs
        .logger()
        .error('run failed', { reason: messageOf(error), kind: (error as Error).name });
    } finally {
      signal.removeEventListener('abort', interrupt);
    }
    const seconds = clock.seconds() - start;
    await this.#closeHistory(seconds, error);
    return {
      runId: this.#runId,
      status: error === null ? 'succeeded' : 'failed',
      seconds,
      stages: this.#results(),
      warnings: this.#warnings,
      error,
    };
  }

  /** What an interrupted run leaves behind: stages that are not rolled back are committed. */
  #whatStands(): string {
    return this.#outcomes.some((outcome) => outcome.status === 'succeeded')
      ? 'interrupted while files were written; the tables of this run stand: pipeline report writes the files'
      : 'interrupted; the warehouse is as it was before the run';
  }

  async #runStages(): Promise<void> {
    await createMacros(this.#database);
    const isInTransaction = (stage: Stage) => stage.afterCommit !== true;
    try {
      await this.#database.transaction(async () => {
        for (const [index, stage] of this.#stages.entries())
          if (isInTransaction(stage)) await this.#runStage(index);
        await this.#effects.describeTables(this.#database);
      });
    } catch (error) {
      for (const outcome of this.#outcomes)
        if (outcome.status === 'succeeded') outcome.status = 'rolled_back';
      throw error;
    }
    // A report shows how long the stages before it took.
    await this.#recordStages();
    for (const [index, stage] of this.#stages.entries())
      if (!isInTransaction(stage)) await this.#runStage(index);
  }

  async #runStage(index: number): Promise<void> {
    const { clock, reporter, logs } = this.#effects;
    const stage = this.#stages[index]!;
    const outcome = this.#outcomes[index]!;
    const start = clock.seconds();
    reporter.stageStarted(index + 1, this.#stages.length, stage.name);
    try {
      await this.#hearSignals();
      const report = await stage.run(this.#contextOf(stage));
      outcome.status = 'succeeded';
      outcome.rows = report.rows;
      outcome.seconds = clock.seconds() - start;
      this.#warnings.push(...report.warnings);
      const warnings = report.warnings.map((warning) => `warning: ${warning}`);
      const rows = report.rows.toLocaleString('en-US');
      reporter.stageEnded(`${rows} rows in ${outcome.seconds.toFixed(1)} s`, [...report.notes, ...warnings]);
      const fields = { stage: stage.name, rows: report.rows, seconds: outcome.seconds, notes: report.notes };
      logs.logger(stage.topic).info('stage succeeded', fields);
      for (const warning of report.warnings) logs.logger(stage.topic).warn(warning, { stage: stage.name });
    } catch (error) {
      outcome.status = 'failed';
      outcome.seconds = clock.seconds() - start;
      outcome.message = messageOf(error);
      reporter.stageEnded('failed', []);
      throw error;
    }
  }

  #contextOf(stage: Stage): StageContext {
    const { config, fullRefresh } = this.#options;
    return {
      database: this.#database,
      config,
      runId: this.#runId,
      startedAt: this.#startedAt,
      clock: this.#effects.clock,
      random: createRandom(config.seed),
      logger: this.#effects.logs.logger(stage.topic),
      fullRefresh,
      version: this.#options.version,
      progress: async (fraction, what) => {
        this.#effects.reporter.stageProgress(fraction, what);
        await this.#hearSignals();
      },
    };
  }

  /** Lets waiting signals in and ends the run if one was an interrupt. */
  async #hearSignals(): Promise<void> {
    await setImmediate();
    if (this.#effects.signal.aborted) throw new InterruptedError('interrupted');
  }

  #results(): StageResult[] {
    return this.#stages.map((stage, index) => ({ stage: stage.name, ...this.#outcomes[index]! }));
  }

  async #openHistory(): Promise<void> {
    await this.#database.transaction(async () => {
      await createTables(this.#database, 'meta', { rebuild: this.#options.fullRefresh });
      await this.#effects.describeTables(this.#database);
    });
    // Nobody else can hold the warehouse now: a run that still counts as running was killed.
    await this.#database.execute(
      `update pipeline_runs set status = 'failed', message = 'the process ended before the run did'
      where status = 'running'`,
    );
    await this.#database.execute(
      `insert into pipeline_runs by name
      select $runId as run_id, $command as command, $layer as layer, 'running' as status,
        $startedAt::timestamp as started_at, $version as version`,
      {
        runId: this.#runId,
        command: this.#options.command,
        layer: this.#options.layer,
        startedAt: this.#startedAt.toISOString().replace('Z', ''),
        version: this.#options.version,
      },
    );
  }

  async #closeHistory(seconds: number, error: unknown): Promise<void> {
    await this.#database.execute(
      `update pipeline_runs set status = $status, seconds = $seconds, ended_at = $endedAt::timestamp, message = $message
      where run_id = $runId`,
      {
        status: error === null ? 'succeeded' : 'failed',
        seconds,
        endedAt: this.#effects.clock.now().toISOString().replace('Z', ''),
        message: error === null ? null : messageOf(error),
        runId: this.#runId,
      },
    );
    await this.#recordStages();
  }

  /** Writes what became of the stages so far, in place of what was written before. */
  async #recordStages(): Promise<void> {
    const results = this.#results();
    await this.#database.execute('delete from pipeline_stages where run_id = $runId', { runId: this.#runId });
    await this.#database.append('pipeline_stages', [
      { kind: 'text', values: results.map(() => this.#runId) },
      { kind: 'integer', values: results.map((_, index) => index + 1) },
      { kind: 'text', values: results.map((result) => result.stage) },
      { kind: 'text', values: results.map((result) => result.status) },
      { kind: 'double', values: results.map((result) => result.seconds) },
      { kind: 'integer', values: results.map((result) => result.rows) },
      { kind: 'text', values: results.map((result) => result.message) },
    ]);
  }
}

/** Sortable and readable: `20241231T235959123`. One writer per warehouse, so milliseconds are enough. */
function createRunId(startedAt: Date): string {
  return startedAt.toISOString().replaceAll(/[-:.Z]/g, '');
}
