import { spawn, type ChildProcess } from 'node:child_process';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { packageRoot } from '../../pipeline/core/paths.ts';

const COMMAND = join(packageRoot, 'dist', 'pipeline', 'cli', 'main.js');

/** Settings that make clustering quick where its quality is not the question. */
export const QUICK: Readonly<Record<string, string>> = {
  PIPELINE_CLUSTERING_JACCARD_RUNS: '5',
  PIPELINE_CLUSTERING_STABILITY_RUNS: '3',
  PIPELINE_CLUSTERING_N_INIT: '2',
  PIPELINE_CLUSTERING_K_MAX: '8',
};

/** Seconds of every run that only tests of pictures want to spend. */
const WITHOUT_PICTURES: Readonly<Record<string, string>> = { PIPELINE_REPORT_PICTURES: 'false' };

/** Settings of a test that looks at pictures. */
export const WITH_PICTURES: Readonly<Record<string, string>> = { PIPELINE_REPORT_PICTURES: 'true' };

/** What a finished process left behind. */
export interface Outcome {
  readonly code: number | null;
  readonly stdout: string;
  readonly stderr: string;
}

/** A command that is running. */
export interface Running {
  readonly process: ChildProcess;
  readonly finished: Promise<Outcome>;
  /** Resolves once standard output or standard error holds the text; rejects if the process ends before. */
  seen(text: string): Promise<void>;
}

/** A folder in which commands run as a user runs them. */
export interface Workspace {
  readonly folder: string;
  /** Absolute path of a file in the folder. */
  path(name: string): string;
  /** Runs the built command to its end. */
  pipeline(args: readonly string[], environment?: Readonly<Record<string, string>>): Promise<Outcome>;
  /** Starts the built command. */
  start(args: readonly string[], environment?: Readonly<Record<string, string>>): Running;
  remove(): void;
}

/** Creates an empty folder for commands. */
export function createWorkspace(): Workspace {
  const folder = mkdtempSync(join(tmpdir(), 'medallion-e2e-'));
  const start = (args: readonly string[], environment: Readonly<Record<string, string>> = {}) =>
    startNode([COMMAND, ...args], { folder, environment: { ...WITHOUT_PICTURES, ...environment } });
  return {
    folder,
    path: (name) => join(folder, name),
    pipeline: (args, environment) => start(args, environment).finished,
    start,
    remove: () => rmSync(folder, { recursive: true, force: true }),
  };
}

/** Starts Node in a folder, without the settings of whoever runs the tests. */
export function startNode(
  args: readonly string[],
  { folder, environment = {} }: { folder: string; environment?: Readonly<Record<string, string>> },
): Running {
  const inherited = Object.entries(process.env).filter(
    ([name]) => !name.startsWith('PIPELINE_') && !['DEBUG', 'NODE_OPTIONS'].includes(name),
  );
  const child = spawn(process.execPath, args, {
    cwd: folder,
    env: { ...Object.fromEntries(inherited), ...environment },
    stdio: ['ignore', 'pipe', 'pipe'],
  });
  const text = { stdout: '', stderr: '' };
  for (const name of ['stdout', 'stderr'] as const) {
    child[name].setEncoding('utf8').on('data', (chunk: string) => (text[name] += chunk));
  }
  const finished = new Promise<Outcome>((resolve, reject) => {
    child.on('error', reject);
    child.on('close', (code) => resolve({ code, ...text }));
  });
  const holds = (wanted: string) => text.stdout.includes(wanted) || text.stderr.includes(wanted);
  const seen = (wanted: string) =>
    new Promise<void>((resolve, reject) => {
      const look = () => {
        if (holds(wanted)) resolve();
      };
      child.stdout.on('data', look);
      child.stderr.on('data', look);
      child.on('close', () => reject(new Error(`ended without "${wanted}": ${text.stdout}${text.stderr}`)));
      look();
    });
  return { process: child, finished, seen };
}
