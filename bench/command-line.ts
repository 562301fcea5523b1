import { parseArgs } from 'node:util';
import { PEERS, TASKS } from './kernels/suite.ts';
import { MATRICES } from './random-matrices.ts';

/** Text for people who ask for help or err. */
export const USAGE = `npm run bench -- [kernels|pipeline|workbook] [options]      without a name: all

kernels                               ours beside scikit-learn (if python has it), density-clustering and ml-kmeans
  --n 146000                          rows
  --d 20,5                            columns
  --data gm,rfm                       matrices: full-dimensional gaussians with noise; like tables of customers
  --tasks ${TASKS.join(',')}
  --peers ${PEERS.join(',')}
  --repeat 3                          runs per side, taking turns; the median counts
  --silhouette-rows 20000             rows for silhouettes of the peers, scaled to n
  --sample-rows 50000                 rows of which sampled silhouettes are measured (left out for fewer rows)
  --library-rows 5000,20000           rows for the JavaScript packages
  --restarts 10                       restarts of K-means
  --budget 300                        seconds per side and task after which no further run is started
  --limit 1800                        seconds after which a run is ended
  --python python3                    program that runs Python
  --adversarial                       instead of all this: hard data (--n 100000, --limit 120), ours only
pipeline                              run --layer gold of the built command, by stage
  --customers 10000,50000,146000      sizes; 500000,1000000 take long and 5 GB of disk
  --segmentations behavior,returns
  --repeat 1
workbook                              writing customers x 36 columns, beside XlsxWriter and openpyxl (if python has them)
  --n 146000                          customers
  --repeat 3, --budget, --limit, --python as above
all
  --seed 1                            of the data
  --out FILE                          where the report goes (default: bench/results/<date>-<name>.md)
  --folder DIR                        where data are written for the time (default: the temporary folder)
`;

/** A mistake in the arguments. */
export class BenchUsageError extends Error {}

const SUITES = ['kernels', 'pipeline', 'workbook'] as const;

/** What was asked for; numbers in seconds, rows and columns. */
export interface BenchArguments {
  readonly suites: readonly (typeof SUITES)[number][];
  readonly adversarial: boolean;
  readonly help: boolean;
  readonly n: number;
  readonly dimensions: readonly number[];
  readonly matrices: readonly string[];
  readonly tasks: readonly string[];
  readonly peers: readonly string[];
  /** Null: the default of the suite. */
  readonly repeat: number | null;
  readonly silhouetteRows: number;
  readonly sampleRows: number;
  readonly libraryRows: readonly number[];
  readonly restarts: number;
  readonly budgetSeconds: number;
  readonly limitSeconds: number;
  readonly python: string;
  readonly customers: readonly number[];
  readonly segmentations: readonly string[];
  readonly seed: number;
  /** Null: a dated file in bench/results. */
  readonly out: string | null;
  /** Null: the temporary folder. */
  readonly folder: string | null;
}

/** Rows below which the tasks lose their meaning: a scan to K = 15, a knee. */
const FEWEST_ROWS = 200;

/**
 * Reads the arguments.
 *
 * @throws {BenchUsageError} For names and numbers that do not exist or make no sense.
 */
export function parseCommandLine(args: readonly string[]): BenchArguments {
  const { values, positionals } = parse(args);
  const number = (name: keyof typeof values, fallback: number, least = 1): number =>
    wholeNumber(name, values[name] === undefined ? String(fallback) : String(values[name]), least);
  const numbers = (name: keyof typeof values, fallback: string, least = 1): number[] =>
    list(values[name], fallback).map((text) => wholeNumber(name, text, least));
  const names = (name: keyof typeof values, known: readonly string[]): string[] =>
    list(values[name], known.join()).map((text) => knownName(name, text, known));
  const adversarial = values.adversarial === true;
  const [suite] = positionals;
  if (positionals.length > 1) throw new BenchUsageError(`one name at most, got ${positionals.join(' ')}`);
  if (suite !== undefined) knownName('suite', suite, SUITES);
  if (values.out !== undefined && suite === undefined) throw new BenchUsageError('--out needs a name');
  return {
    suites: SUITES.filter((name) => suite === undefined || name === suite),
    adversarial,
    help: values.help === true,
    n: number('n', adversarial ? 100_000 : 146_000, FEWEST_ROWS),
    dimensions: numbers('d', '20,5'),
    matrices: names('data', Object.keys(MATRICES)),
    tasks: names('tasks', TASKS),
    peers: names('peers', PEERS),
    repeat: values.repeat === undefined ? null : number('repeat', 1),
    silhouetteRows: number('silhouette-rows', 20_000, FEWEST_ROWS),
    sampleRows: number('sample-rows', 50_000, FEWEST_ROWS),
    libraryRows: numbers('library-rows', '5000,20000', FEWEST_ROWS),
    restarts: number('restarts', 10),
    budgetSeconds: number('budget', 300),
    limitSeconds: number('limit', adversarial ? 120 : 1800),
    python: values.python ?? 'python3',
    customers: numbers('customers', '10000,50000,146000', FEWEST_ROWS),
    segmentations: names('segmentations', ['behavior', 'returns']),
    seed: number('seed', 1, 0),
    out: values.out ?? null,
    folder: values.folder ?? null,
  };
}

function parse(args: readonly string[]) {
  const text = { type: 'string' } as const;
  const flag = { type: 'boolean' } as const;
  const options = {
    ...{ n: text, d: text, data: text, tasks: text, peers: text, repeat: text, restarts: text },
    ...{ 'silhouette-rows': text, 'sample-rows': text, 'library-rows': text, budget: text },
    ...{ limit: text, python: text },
    ...{ customers: text, segmentations: text, seed: text, out: text, folder: text },
    ...{ adversarial: flag, help: flag },
  };
  try {
    return parseArgs({ args: [...args], options, allowPositionals: true });
  } catch (error) {
    throw new BenchUsageError((error as Error).message);
  }
}

function list(value: string | boolean | undefined, fallback: string): string[] {
  return (typeof value === 'string' ? value : fallback).split(',').filter((text) => text !== '');
}

function wholeNumber(name: string, text: string, least: number): number {
  const value = Number(text);
  if (Number.isInteger(value) && value >= least) return value;
  throw new BenchUsageError(`--${name}: expected a whole number of at least ${least}, got ${text}`);
}

function knownName(option: string, text: string, known: readonly string[]): string {
  if (known.includes(text)) return text;
  throw new BenchUsageError(`${option}: expected ${known.join(', ')}, got ${text}`);
}
