import type { Matrix } from '../pipeline/core/matrix.ts';
import type { ClusteringEngine, KMeansResult, KMeansTask, OnStep } from './engine.ts';

/** Restarts of K-means on each sample: fewer than for the full fit, whose answer they only have to find again. */
export const RESAMPLING_RESTARTS = 3;

/** Samples handed to the engine at a time: enough to keep several threads busy, few enough to hear signals in between. */
const SAMPLES_PER_CALL = 5;

/** A sample of rows with what K-means found in it. */
export interface SampleFits {
  /** Ascending, distinct. */
  readonly rows: Int32Array;
  /** One per k of the task. */
  readonly fits: readonly KMeansResult[];
}

/** K-means on samples of rows. */
export interface SampleTasks {
  readonly runs: number;
  /** The sample and the numbers of clusters of one run; called once per run, in order. */
  readonly taskOf: (run: number) => Pick<KMeansTask, 'ks' | 'random'> & { readonly rows: Int32Array };
}

/**
 * Runs K-means on samples of rows, a few samples per call of the engine.
 *
 * @param matrix - Shape (n, d), finite, n >= 1. Not modified.
 * @returns One item per run, in order.
 * @throws {InvalidInputError} If a task is out of range.
 */
export async function* fitSamples(
  matrix: Matrix,
  { runs, taskOf }: SampleTasks,
  {
    engine,
    onStep = () => undefined,
  }: { readonly engine: ClusteringEngine; readonly onStep?: OnStep | undefined },
): AsyncGenerator<SampleFits, void, void> {
  for (let first = 0; first < runs; first += SAMPLES_PER_CALL) {
    await onStep(first / runs);
    const count = Math.min(SAMPLES_PER_CALL, runs - first);
    const tasks = Array.from({ length: count }, (_, i) => taskOf(first + i));
    const fits = await engine.kMeans(
      matrix,
      tasks.map((task) => ({ ...task, nInit: RESAMPLING_RESTARTS })),
    );
    for (const [i, { rows }] of tasks.entries()) yield { rows, fits: fits[i]! };
  }
}
