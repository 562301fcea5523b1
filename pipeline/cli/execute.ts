import { setTimeout } from 'node:timers/promises';
import { systemClock } from '../core/clock.ts';
import type { Config } from '../core/config.ts';
import { openLogFiles } from '../core/logger.ts';
import {
  createBarReporter,
  createLineReporter,
  silentReporter,
  type ProgressReporter,
} from '../core/progress.ts';
import type { Layer, Stage } from '../core/stage.ts';
import { writeComments } from '../dictionary/write-comments.ts';
import { runPipeline, type RunResult } from '../runner.ts';
import type { Arguments, CommandWorld } from './command.ts';
import { packageVersion } from './version.ts';

export interface Execution {
  readonly command: string;
  readonly layer: Layer;
  readonly fullRefresh: boolean;
  readonly stages: readonly Stage[];
}

/**
 * Runs stages with logs and progress as the user asked for.
 *
 * @throws Whatever ended the run, once its history is written.
 */
export async function execute(
  execution: Execution,
  config: Config,
  { argv, world }: CommandContext,
): Promise<RunResult> {
  const logs = openLogFiles(config.logs, { startedAt: systemClock.now(), level: config.logLevel });
  try {
    const result = await runPipeline(
      execution.stages,
      { ...execution, config, version: packageVersion() },
      {
        clock: systemClock,
        logs,
        reporter: reporterFor(argv, world),
        signal: world.signal,
        sleep: (seconds) => setTimeout(seconds * 1000),
        describeTables: writeComments,
      },
    );
    if (argv['json'] === true) world.stdout.write(`${JSON.stringify(toJson(result), null, 2)}\n`);
    if (result.error !== null) throw result.error;
    if (argv['quiet'] !== true) {
      world.stderr.write(`done in ${result.seconds.toFixed(1)} s (run ${result.runId}); log: ${logs.path}\n`);
    }
    return result;
  } finally {
    logs.close();
  }
}

export interface CommandContext {
  readonly argv: Arguments;
  readonly world: CommandWorld;
}

function reporterFor(argv: Arguments, world: CommandWorld): ProgressReporter {
  if (argv['quiet'] === true) return silentReporter;
  return world.isTerminal ? createBarReporter(world.stderr) : createLineReporter(world.stderr);
}

function toJson({ error, ...result }: RunResult): object {
  return {
    ...result,
    error: error === null ? null : { name: (error as Error).name, message: (error as Error).message },
  };
}
