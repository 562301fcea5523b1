#!/usr/bin/env node
import { InvalidInputError, messageOf, PipelineError, QueryError } from '../core/errors.ts';
import type { CommandWorld } from './command.ts';
import { runCommandLine } from './program.ts';

/** The only file that touches the process: arguments, environment, streams, signals and the exit code. */
const abort = new AbortController();
let interrupts = 0;
process.on('SIGINT', () => {
  interrupts += 1;
  if (interrupts > 1) process.exit(130);
  process.stderr.write('\ninterrupted: rolling back (press Ctrl-C again to stop at once)\n');
  abort.abort();
});
process.on('SIGTERM', () => abort.abort());
process.stdout.on('error', (error: NodeJS.ErrnoException) => {
  if (error.code === 'EPIPE') process.exit(0);
});
// A reader of the talk who leaves early does not end the work.
process.stderr.on('error', () => undefined);

const world: CommandWorld = {
  environment: process.env,
  stdout: process.stdout,
  stderr: process.stderr,
  isTerminal: process.stderr.isTTY && process.env['TERM'] !== 'dumb',
  signal: abort.signal,
};

try {
  process.exitCode = await runCommandLine(process.argv.slice(2), world);
} catch (error) {
  const isFault =
    !(error instanceof PipelineError) || error instanceof QueryError || error instanceof InvalidInputError;
  const wantsStack = process.env['DEBUG'] !== undefined && error instanceof Error;
  process.stderr.write(`${isFault && wantsStack ? error.stack : `error: ${messageOf(error)}`}\n`);
  if (isFault && !wantsStack)
    process.stderr.write('this is a fault of ours; run again with DEBUG=1 for the stack\n');
  process.exitCode = error instanceof PipelineError ? error.exitCode : 1;
}
