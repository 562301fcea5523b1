/** Where a run tells how far it is. */
export interface ProgressReporter {
  stageStarted(position: number, total: number, name: string): void;
  stageProgress(fraction: number | null, what: string): void;
  /** `outcome` is the stage's closing line, e.g. `391,150 rows in 7.3 s`. */
  stageEnded(outcome: string, details: readonly string[]): void;
}

/** What a reporter writes to: standard error, or a buffer in tests. */
export interface TextOutput {
  write(text: string): unknown;
  readonly columns?: number | undefined;
}

const BAR_WIDTH = 20;
/** Back to the beginning of an emptied line. */
const ERASE = '\r\u001b[2K';

/** On a terminal: the running stage as a bar that is redrawn, each finished stage as a line. */
export function createBarReporter(output: TextOutput): ProgressReporter {
  let title = '';
  const draw = (text: string) => output.write(`${ERASE}${text.slice(0, (output.columns ?? 100) - 1)}`);
  return {
    stageStarted(position, total, name) {
      title = `[${position}/${total}] ${name}`;
      draw(title);
    },
    stageProgress(fraction, what) {
      if (fraction === null) return void draw(`${title}  ${what}`);
      const filled = Math.round(Math.min(1, Math.max(0, fraction)) * BAR_WIDTH);
      draw(`${title}  ${'█'.repeat(filled)}${'░'.repeat(BAR_WIDTH - filled)}  ${what}`);
    },
    stageEnded(outcome, details) {
      output.write(`${ERASE}${title}: ${outcome}\n`);
      for (const detail of details) output.write(`      ${detail}\n`);
    },
  };
}

/** Elsewhere: one line a finished stage, its details below it. */
export function createLineReporter(output: TextOutput): ProgressReporter {
  let title = '';
  return {
    stageStarted(position, total, name) {
      title = `[${position}/${total}] ${name}`;
    },
    stageProgress: () => undefined,
    stageEnded(outcome, details) {
      output.write(`${title}: ${outcome}\n`);
      for (const detail of details) output.write(`      ${detail}\n`);
    },
  };
}

/** `--quiet`: nothing. */
export const silentReporter: ProgressReporter = {
  stageStarted: () => undefined,
  stageProgress: () => undefined,
  stageEnded: () => undefined,
};
