import type { TextOutput } from '../core/progress.ts';

/** What a command may touch. */
export interface CommandWorld {
  readonly environment: Readonly<Record<string, string | undefined>>;
  /** Data goes here. */
  readonly stdout: TextOutput;
  /** Talk goes here. */
  readonly stderr: TextOutput;
  /** Whether progress can be redrawn. */
  readonly isTerminal: boolean;
  /** Aborted when the user interrupts. */
  readonly signal: AbortSignal;
}

/** Parsed arguments by option name as typed, e.g. `full-refresh`; only those that were given. */
export type Arguments = Readonly<Record<string, unknown>>;

/** What a command does; returns the exit code. */
export type CommandHandler = (argv: Arguments, world: CommandWorld) => Promise<number>;
