import { join } from 'node:path';
import { packageRoot } from '../pipeline/core/paths.ts';
import type { MatrixFile } from './raw-files.ts';
import { SideProcess, type Ending } from './side-process.ts';
import type { Answer, Request, Work } from './sides/request.ts';

/** Rows to warm up on: more than the 2,000 below which no threads are used. */
const WARM_UP_ROWS = 4000;

const PACKAGES = 'packages.js';
const SCRIPTS: Readonly<Record<string, string>> = {
  ours: 'ours.js',
  'our workbook': 'workbook.js',
  'density-clustering': PACKAGES,
  'ml-kmeans': PACKAGES,
};

/** Scripts of Python, for the sides that have one of their own. */
const PYTHON_SCRIPTS: Readonly<Record<string, string>> = {
  XlsxWriter: 'workbook.py',
  openpyxl: 'workbook.py',
};

/** How measurements are made. */
export interface Method {
  /** Runs per side; fewer if they take longer than `budgetSeconds` together. */
  readonly repeat: number;
  readonly budgetSeconds: number;
  /** Seconds after which a run is ended and counts as failed. */
  readonly limitSeconds: number;
  /** Program that runs Python. */
  readonly python: string;
  /** Folder for answers. */
  readonly folder: string;
  /** Is told what is being measured. */
  readonly say: (text: string) => void;
}

/** Who is measured. */
export interface Contestant {
  readonly side: string;
  readonly variant: string | null;
  /** Rows it gets, from the first of the matrix. */
  readonly rows: number;
}

/** What was measured of a contestant. */
export interface Measurement extends Contestant {
  /** Of each run, in order. */
  readonly seconds: readonly number[];
  /** Largest resident memory of the process; NaN if it failed. */
  readonly peakBytes: number;
  /** Null if it failed. */
  readonly answer: Answer | null;
  /** Why it failed, if it did. */
  readonly problem: string | null;
}

interface Entrant extends Contestant {
  readonly process: SideProcess;
  readonly seconds: number[];
  problem: string | null;
}

/** Measures one side once: for an answer that others need, or to compare ways of a peer. */
export async function measureOnce(
  contestant: Contestant,
  subject: { readonly work: Work; readonly matrix: MatrixFile },
  method: Method,
): Promise<Measurement> {
  return (await measure([contestant], subject, { ...method, repeat: 1 }))[0]!;
}

/**
 * Measures several sides on the same work, each in a process of its own. They take turns run by run, so that what else the machine does
 * meets all of them; nobody computes while another does.
 *
 * @returns In the order of the contestants. A side that fails or takes too long is in it with its problem.
 */
export async function measure(
  contestants: readonly Contestant[],
  { work, matrix }: { readonly work: Work; readonly matrix: MatrixFile },
  method: Method,
): Promise<Measurement[]> {
  const entrants: Entrant[] = [];
  for (const contestant of contestants) {
    const request: Request = {
      side: contestant.side,
      variant: contestant.variant,
      work,
      matrix: { ...matrix, rows: contestant.rows },
      warmUpRows: Math.min(contestant.rows, WARM_UP_ROWS),
      answerPrefix: join(method.folder, `answer-${entrants.length}`),
    };
    const process = new SideProcess(commandOf(contestant.side, method.python), request);
    const entrant: Entrant = { ...contestant, process, seconds: [], problem: null };
    entrants.push(entrant);
    await attempt(entrant, () => process.ready(method.limitSeconds));
  }
  try {
    for (let run = 0; run < method.repeat; run++) {
      for (const entrant of entrants) {
        if (entrant.problem !== null || !isWithinBudget(entrant.seconds, method)) continue;
        const name = nameOf(entrant);
        await attempt(entrant, async () => {
          entrant.seconds.push(await entrant.process.run(method.limitSeconds));
        });
        method.say(
          `${work.task} ${entrant.rows} x ${matrix.columns}, ${name}: ${entrant.problem ?? `${entrant.seconds.at(-1)!.toFixed(3)} s`}`,
        );
      }
    }
    const results: Measurement[] = [];
    for (const { process, ...entrant } of entrants) {
      let ending: Ending | null = null;
      await attempt(entrant, async () => {
        ending = await process.finish(method.limitSeconds);
      });
      const { peakBytes, answer } = (ending as Ending | null) ?? { peakBytes: NaN, answer: null };
      results.push({ ...entrant, peakBytes, answer });
    }
    return results;
  } finally {
    entrants.forEach(({ process }) => process.kill());
  }
}

/** "scikit-learn (kd_tree)". */
export function nameOf({ side, variant }: Pick<Contestant, 'side' | 'variant'>): string {
  return variant === null ? side : `${side} (${variant})`;
}

/** Whether another run, as long as those before, ends within the budget. */
function isWithinBudget(seconds: readonly number[], { budgetSeconds }: Method): boolean {
  const spent = seconds.reduce((sum, value) => sum + value, 0);
  return seconds.length === 0 || (spent * (seconds.length + 1)) / seconds.length <= budgetSeconds;
}

async function attempt(entrant: { problem: string | null }, step: () => Promise<unknown>): Promise<void> {
  if (entrant.problem !== null) return;
  try {
    await step();
  } catch (error) {
    entrant.problem = (error as Error).message;
  }
}

/** The built scripts, so that what is measured is what is shipped, without a loader in the process. */
function commandOf(side: string, python: string): string[] {
  const script = SCRIPTS[side];
  if (script === undefined)
    return [python, join(packageRoot, 'bench', 'peers', PYTHON_SCRIPTS[side] ?? 'scikit-learn.py')];
  return [process.execPath, join(packageRoot, 'dist', 'bench', 'sides', script)];
}
