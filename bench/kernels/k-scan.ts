import { join } from 'node:path';
import { measure, type Measurement } from '../measure.ts';
import { writeRaw } from '../raw-files.ts';
import { table } from '../table.ts';
import type { LabelingsFile, Work } from '../sides/request.ts';
import { toLines } from './density.ts';
import { ourAnswer, ours, type Line, type Setting } from './setting.ts';

/** What the K scan gives. */
export interface KScanResult {
  readonly lines: Line[];
  /** Inertia per K as lines of a table. */
  readonly inertias: string[][];
  /** Our labelings of all rows, one per K. */
  readonly labelings: LabelingsFile;
}

/** K-means for all K: at full size beside scikit-learn, at small sizes beside ml-kmeans. */
export async function scanLines(setting: Setting): Promise<KScanResult> {
  const { matrix, method, options } = setting;
  const work: Work = { task: 'k-scan', ks: options.ks, restarts: options.restarts, seed: options.seed };
  const wanted = options.tasks.includes('k-scan');
  const hasPeer = wanted && options.peers.includes('scikit-learn');
  const { rows } = matrix;
  const peer = { side: 'scikit-learn', variant: null, rows };
  const repeat = wanted ? method.repeat : 1;
  const contestants = hasPeer ? [ours(rows), peer] : [ours(rows)];
  const measured = await measure(contestants, { work, matrix }, { ...method, repeat });
  const own = measured[0]!;
  if (own.answer === null) throw new Error(`ours failed at k-scan: ${own.problem}`);
  const labelings = writeLabelings(setting, own.answer.labels, 'ours');
  if (!wanted) return { lines: [], inertias: [], labelings };

  const chosen = new Map<Measurement, number>();
  for (const measurement of measured) {
    if (measurement.answer === null) continue;
    const theirs =
      measurement === own ? labelings : writeLabelings(setting, measurement.answer.labels, 'peer');
    chosen.set(measurement, await bestK(setting, theirs));
  }
  const describe = (measurement: Measurement): string => {
    const k = `K by silhouette ${chosen.get(measurement)}`;
    return measurement === own ? k : `${k}; ${inertiaRange(own, measurement)}`;
  };
  const lines = toLines(setting, measured, describe);
  for (const size of options.peers.includes('ml-kmeans') ? options.libraryRows : []) {
    if (size > options.n) continue;
    const pair = [ours(size), { side: 'ml-kmeans', variant: null, rows: size }];
    const small = await measure(pair, { work, matrix }, method);
    lines.push(
      ...toLines(setting, small, (measurement, first) =>
        measurement === first ? '' : inertiaRange(first, measurement),
      ),
    );
  }
  return { lines, inertias: inertiaRows(setting, own, measured[1]), labelings };
}

/** Inertia per K of ours and of the peer as a Markdown table. */
export function inertiaTable(rows: readonly string[][]): string {
  return table(['data', '-d', '-K', '-ours', '-scikit-learn', '-ours above it, %'], rows);
}

function inertiaRows({ data, matrix, options }: Setting, own: Measurement, peer?: Measurement): string[][] {
  const theirs = peer?.answer?.values;
  if (theirs === undefined) return [];
  return options.ks.map((k, i) => {
    const [mine, its] = [own.answer!.values[i]!, theirs[i]!];
    const excess = (100 * (mine / its - 1)).toFixed(3);
    return [data, String(matrix.columns), String(k), mine.toPrecision(7), its.toPrecision(7), excess];
  });
}

/** "our inertia -0.31 to +0.02 % of its". */
function inertiaRange(own: Measurement, { answer }: Measurement): string {
  if (own.answer === null || answer === null) return '';
  const excesses = own.answer.values.map((value, i) => 100 * (value / answer.values[i]! - 1));
  const signed = (value: number) => `${value < 0 ? '-' : '+'}${Math.abs(value).toFixed(2)}`;
  return `our inertia ${signed(Math.min(...excesses))} to ${signed(Math.max(...excesses))} % of its`;
}

function writeLabelings(
  { matrix, method, options }: Setting,
  labels: Int32Array,
  name: string,
): LabelingsFile {
  const path = join(method.folder, `labelings-${name}`);
  writeRaw(path, labels);
  return { path, count: options.ks.length, length: matrix.rows };
}

/** K with the largest mean silhouette on the first rows, all by our kernel: the partitions are compared, not the kernels. */
async function bestK({ matrix, method, options }: Setting, labelings: LabelingsFile): Promise<number> {
  const rows = Math.min(matrix.rows, options.silhouetteRows);
  const work: Work = { task: 'silhouettes', labelings, sampleRows: null };
  const { values } = await ourAnswer(work, { ...matrix, rows }, method);
  const means = options.ks.map(
    (_, l) => values.subarray(l * rows, (l + 1) * rows).reduce((sum, value) => sum + value, 0) / rows,
  );
  return options.ks[means.indexOf(Math.max(...means))]!;
}
