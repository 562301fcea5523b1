import type { MatrixFile } from '../raw-files.ts';
import type { Answer } from '../sides/request.ts';
import { measureOnce, type Contestant, type Measurement, type Method } from '../measure.ts';
import type { Work } from '../sides/request.ts';

/** What `kernels` is asked to do. */
export interface KernelOptions {
  readonly n: number;
  readonly dimensions: readonly number[];
  /** Names of MATRICES. */
  readonly matrices: readonly string[];
  readonly tasks: readonly string[];
  /** Sides beside ours; those that are not there are left out. */
  readonly peers: readonly string[];
  readonly minSamples: number;
  readonly ks: readonly number[];
  readonly restarts: number;
  /** Rows at which peers compute silhouettes; their seconds are scaled to n. */
  readonly silhouetteRows: number;
  /** Rows of the sample of which silhouettes are measured. */
  readonly sampleRows: number;
  /** Sizes at which the JavaScript packages are measured. */
  readonly libraryRows: readonly number[];
  readonly seed: number;
}

/** A matrix of the benchmark, and how it is measured. */
export interface Setting {
  readonly options: KernelOptions;
  readonly method: Method;
  /** Name of the matrix. */
  readonly data: string;
  readonly matrix: MatrixFile;
}

/** A line of the table of a task. */
export interface Line {
  readonly data: string;
  readonly columns: number;
  readonly measurement: Measurement;
  /** Seconds of ours on the same work; null where that is the line itself. */
  readonly ours: number | null;
  /** Factor on the seconds of this line, for work that was made smaller; 1 otherwise. */
  readonly scale: number;
  /** What was found, or how far it agrees with ours. */
  readonly agreement: string;
}

/** Our side on the first rows of a matrix. */
export function ours(rows: number): Contestant {
  return { side: 'ours', variant: null, rows };
}

/**
 * Our answer to some work, computed once, for others to build on.
 *
 * @throws {Error} If ours fails: nothing can be compared then.
 */
export async function ourAnswer(work: Work, matrix: MatrixFile, method: Method): Promise<Answer> {
  const { answer, problem } = await measureOnce(ours(matrix.rows), { work, matrix }, method);
  if (answer === null) throw new Error(`ours failed at ${work.task}: ${problem}`);
  return answer;
}

/**
 * Tries all ways in which a peer can do some work, once each.
 *
 * @returns Those that were not the fastest, as measured, and the fastest to be measured properly (null if none works).
 */
export async function chooseVariant(
  { side, rows }: Omit<Contestant, 'variant'>,
  variants: readonly string[],
  { work, matrix, method }: { readonly work: Work; readonly matrix: MatrixFile; readonly method: Method },
): Promise<{ others: Measurement[]; best: Contestant | null }> {
  const tried: Measurement[] = [];
  for (const variant of variants)
    tried.push(await measureOnce({ side, variant, rows }, { work, matrix }, method));
  const working = tried.filter(({ problem }) => problem === null);
  working.sort((a, b) => a.seconds[0]! - b.seconds[0]!);
  const best = working[0];
  return {
    others: tried.filter((measurement) => measurement !== best),
    best: best === undefined ? null : { side, variant: best.variant, rows },
  };
}
