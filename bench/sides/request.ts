import type { MatrixFile } from '../raw-files.ts';

/** Labelings in a file: int32, `count` times `length` values, one labeling after the other. */
export interface LabelingsFile {
  readonly path: string;
  readonly count: number;
  readonly length: number;
}

/** What is to be computed. Distances are in units of the matrix. */
export type Work =
  | { readonly task: 'dbscan'; readonly eps: number; readonly minSamples: number }
  | { readonly task: 'k-distances'; readonly k: number }
  | {
      readonly task: 'k-scan';
      readonly ks: readonly number[];
      readonly restarts: number;
      readonly seed: number;
    }
  | {
      readonly task: 'silhouettes';
      readonly labelings: LabelingsFile;
      /** Rows drawn to be measured, each against all; null: all are. */
      readonly sampleRows: number | null;
    }
  | { readonly task: 'workbook' };

/** What a side's process is started with, as JSON in its first argument. */
export interface Request {
  /** Who computes: one script may stand for several sides. */
  readonly side: string;
  /** A way of the side to do it (the algorithm of a neighbour search, the threads of a silhouette); null if it has one only. */
  readonly variant: string | null;
  readonly work: Work;
  readonly matrix: MatrixFile;
  /** Rows the process runs on before it is ready, so that compilers and threads are warm. */
  readonly warmUpRows: number;
  /** Prefix of the files the answer is written to: `<prefix>.labels` (int32), `<prefix>.values` (float64). */
  readonly answerPrefix: string;
}

/**
 * What a side's process says, one JSON object a line. It says `ready` once its data are loaded and it is warm, `seconds` after each line
 * "run" it is sent, and `finished` when its input ends and its answer is written.
 */
export type Reply =
  | { readonly ready: string }
  | { readonly seconds: number }
  | { readonly finished: { readonly peakBytes: number; readonly labels: number; readonly values: number } };

/**
 * The answer of the last run.
 *
 * - `dbscan`: labels of length n, -1 for noise.
 * - `k-distances`: values of length n.
 * - `k-scan`: labels of all K one after the other, and the inertia per K as values.
 * - `silhouettes`: values of all labelings one after the other, NaN for rows that were not measured.
 * - `workbook`: size of the file in bytes, as the only value.
 */
export interface Answer {
  readonly labels: Int32Array;
  readonly values: Float64Array;
}
