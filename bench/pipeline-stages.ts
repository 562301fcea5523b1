import { spawn } from 'node:child_process';
import { existsSync, readFileSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { packageRoot } from '../pipeline/core/paths.ts';
import { logLogSlope, median } from './statistics.ts';
import { count, figure, megabytes, table } from './table.ts';

/** Events a customer; about 1,000,000 for 146,000 customers. */
const EVENTS_PER_CUSTOMER = 7;

/** What `pipeline` is asked to do. */
export interface PipelineOptions {
  /** Sizes, in customers (events: users). */
  readonly customers: readonly number[];
  readonly segmentations: readonly string[];
  readonly repeat: number;
  readonly seed: number;
  /** Folder for data, emptied size by size. */
  readonly folder: string;
  readonly say: (text: string) => void;
}

/** A run of the built command. */
export interface PipelineRun {
  readonly customers: number;
  /** Seconds of each stage in order. */
  readonly stages: readonly { readonly stage: string; readonly seconds: number }[];
  /** From the start of the process to its end. */
  readonly wallSeconds: number;
  readonly peakBytes: number;
}

/** What is read of the run's `--json`. */
interface RunSummary {
  readonly stages: readonly { stage: string; status: string; seconds: number }[];
}

/**
 * Measures `run --layer gold` of the built command stage by stage, on generated data, a fresh warehouse each time.
 *
 * @returns Markdown, a section per segmentation.
 * @throws {Error} If the command fails.
 */
export async function pipelineReport(options: PipelineOptions): Promise<string> {
  const runs = new Map(options.segmentations.map((name) => [name, [] as PipelineRun[]]));
  for (const customers of options.customers) {
    const folder = join(options.folder, String(customers));
    options.say(`generating ${customers} customers`);
    const events = EVENTS_PER_CUSTOMER * customers;
    await runCommand(
      ['generate', '--customers', customers, '--events', events, '--seed', options.seed, '--out', folder],
      options.folder,
    );
    for (const [segmentation, list] of runs) {
      for (let run = 0; run < options.repeat; run++) {
        const measured = await runOnce(segmentation, customers, { ...options, folder });
        list.push(measured);
        options.say(`${segmentation} ${customers}: ${figure(measured.wallSeconds)} s`);
      }
    }
    rmSync(folder, { recursive: true });
  }
  return [...runs].map(([name, list]) => `## ${name}\n\n${stageTable(list)}\n`).join('');
}

/**
 * Medians per stage and size, and how they grow.
 *
 * @param runs - Of one segmentation; several of a size are summed up by their median.
 */
export function stageTable(runs: readonly PipelineRun[]): string {
  const sizes = [...new Set(runs.map((run) => run.customers))];
  const stages = [...new Set(runs.flatMap((run) => run.stages.map(({ stage }) => stage)))];
  const row = (
    name: string,
    figureOf: (run: PipelineRun) => number,
    show: (value: number) => string,
  ): string[] => {
    const medians = sizes.map((size) => median(runs.filter((run) => run.customers === size).map(figureOf)));
    return [name, ...medians.map(show), sizes.length < 2 ? '-' : logLogSlope(sizes, medians).toFixed(2)];
  };
  const secondsOf = (run: PipelineRun, name: string): number =>
    run.stages.find(({ stage }) => stage === name)?.seconds ?? NaN;
  return table(
    ['seconds', ...sizes.map((size) => `-${count(size)}`), '-slope'],
    [
      ...stages.map((stage) => row(stage, (run) => secondsOf(run, stage), figure)),
      row('process, start to end', (run) => run.wallSeconds, figure),
      row('peak MB', (run) => run.peakBytes, megabytes),
    ],
  );
}

async function runOnce(
  segmentation: string,
  customers: number,
  { folder }: { readonly folder: string },
): Promise<PipelineRun> {
  const warehouse = join(folder, 'warehouse.duckdb');
  const source = segmentation === 'behavior' ? ['--events', 'events.csv'] : ['--orders', 'orders.csv'];
  const args = ['run', '--layer', 'gold', '--segmentation', segmentation, ...source, '--json', '--quiet'];
  const { stdout, peakBytes, seconds } = await runCommand(
    [...args, '--warehouse', warehouse, '--out', join(folder, 'out')],
    folder,
  );
  for (const file of [warehouse, `${warehouse}.wal`]) rmSync(file, { force: true });
  const { stages } = JSON.parse(stdout) as RunSummary;
  return {
    customers,
    stages: stages.filter(({ status }) => status === 'succeeded'),
    wallSeconds: seconds,
    peakBytes,
  };
}

/** Runs the built command to its end; a module loaded before it leaves its peak memory in a file as it exits. */
async function runCommand(
  args: readonly (string | number)[],
  folder: string,
): Promise<{ stdout: string; peakBytes: number; seconds: number }> {
  const built = join(packageRoot, 'dist');
  const recorder = pathToFileURL(join(built, 'bench', 'record-peak.js')).href;
  const peakFile = join(folder, 'peak-bytes');
  const settings = Object.entries(process.env).filter(([name]) => !name.startsWith('PIPELINE_'));
  const begin = performance.now();
  const child = spawn(
    process.execPath,
    ['--import', recorder, join(built, 'pipeline', 'cli', 'main.js'), ...args.map(String)],
    {
      cwd: folder,
      env: { ...Object.fromEntries(settings), BENCH_PEAK_FILE: peakFile },
      stdio: ['ignore', 'pipe', 'pipe'],
    },
  );
  const text = { stdout: '', stderr: '' };
  for (const name of ['stdout', 'stderr'] as const) {
    child[name].setEncoding('utf8').on('data', (chunk: string) => (text[name] += chunk));
  }
  const code = await new Promise<number | null>((resolve, reject) => {
    child.on('error', reject);
    child.on('close', resolve);
  });
  const seconds = (performance.now() - begin) / 1000;
  if (code !== 0) throw new Error(`pipeline ${args.join(' ')} ended with ${code}: ${text.stderr}`);
  const peakBytes = existsSync(peakFile) ? Number(readFileSync(peakFile, 'utf8')) : NaN;
  return { stdout: text.stdout, peakBytes, seconds };
}
