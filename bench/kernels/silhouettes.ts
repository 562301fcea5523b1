import { meanSilhouette } from '../../clustering/indices.ts';
import { silhouetteStandardError } from '../../clustering/silhouette-sample.ts';
import { largestDifference, silhouettesByDefinition } from '../agreement.ts';
import { measure, type Contestant, type Measurement } from '../measure.ts';
import { readIntegers, readMatrix } from '../raw-files.ts';
import { median } from '../statistics.ts';
import { count, figure } from '../table.ts';
import type { LabelingsFile, Work } from '../sides/request.ts';
import { chooseVariant, ours, type Line, type Setting } from './setting.ts';

/** Rows of the full matrix at which ours is held against the definition. */
const CHECKED_ROWS = 32;
/** The same where each row costs more: samples are taken of many. */
const CHECKED_SAMPLED_ROWS = 8;

/** Ways of scikit-learn; threads do not always pay. */
const THREADS = ['n_jobs=-1', 'n_jobs=1'];

/**
 * Exact silhouettes of several labelings: ours at full size, peers at `silhouetteRows` with their seconds scaled by the square of the size,
 * and ours there too, to compare the values.
 */
export async function silhouetteLines(setting: Setting, labelings: LabelingsFile): Promise<Line[]> {
  const { options, matrix, method } = setting;
  const work: Work = { task: 'silhouettes', labelings, sampleRows: null };
  const rows = Math.min(matrix.rows, options.silhouetteRows);
  const contestants: Contestant[] = [ours(matrix.rows)];
  const others: Measurement[] = [];
  if (rows < matrix.rows) contestants.push(ours(rows));
  if (options.peers.includes('scikit-learn')) {
    const subject = { work, matrix, method };
    const choice = await chooseVariant({ side: 'scikit-learn', rows }, THREADS, subject);
    others.push(...choice.others);
    if (choice.best !== null) contestants.push(choice.best);
  }
  if (options.peers.includes('NumPy')) contestants.push({ side: 'NumPy', variant: null, rows });
  const measured = [...(await measure(contestants, { work, matrix }, method)), ...others];
  const full = measured[0]!;
  const sample = measured.find((one) => one.side === 'ours' && one.rows === rows)!;
  return measured.map((measurement) => ({
    data: `${setting.data}, ${labelings.count === 1 ? 'one' : labelings.count}`,
    columns: matrix.columns,
    measurement,
    ours: measurement.side === 'ours' ? null : median(full.seconds),
    scale: measurement.side === 'ours' ? 1 : (matrix.rows / measurement.rows) ** 2,
    agreement: measurement.problem ?? describe(measurement, { setting, labelings, sample }),
  }));
}

function describe(
  { side, rows, answer }: Measurement,
  {
    setting,
    labelings,
    sample,
  }: { readonly setting: Setting; readonly labelings: LabelingsFile; readonly sample: Measurement },
): string {
  if (side === 'ours') {
    const checked = Array.from({ length: CHECKED_ROWS }, (_, i) => Math.floor((i * rows) / CHECKED_ROWS));
    return agreementWithDefinition(setting, labelings, { rows, values: answer!.values, checked });
  }
  if (sample.answer === null) return '';
  const difference = largestDifference(sample.answer.values, answer!.values);
  return `differs by at most ${figure(difference)} (${count(rows)} rows)`;
}

/** Silhouettes of the first rows of a matrix, and those that are held against the definition. */
interface CheckedSilhouettes {
  readonly rows: number;
  /** All labelings one after the other. */
  readonly values: Float64Array;
  readonly checked: readonly number[];
}

/**
 * Silhouettes of a sample of rows in several labelings, each measured against all rows: ours only, nobody else offers them.
 *
 * @returns Nothing where the sample would hold every row.
 */
export async function sampledSilhouetteLines(setting: Setting, labelings: LabelingsFile): Promise<Line[]> {
  const { options, matrix, method } = setting;
  const { rows } = matrix;
  const { sampleRows } = options;
  if (rows <= sampleRows) return [];
  const work: Work = { task: 'silhouettes', labelings, sampleRows };
  const [measurement] = await measure([ours(rows)], { work, matrix }, method);
  const { answer, problem } = measurement!;
  return [
    {
      data: `${setting.data}, ${labelings.count}`,
      columns: matrix.columns,
      measurement: measurement!,
      ours: null,
      scale: 1,
      agreement: problem ?? describeSample(setting, labelings, answer!.values),
    },
  ];
}

/** The mean of the first labeling with its error, and how far some rows are from the definition. */
function describeSample(setting: Setting, labelings: LabelingsFile, values: Float64Array): string {
  const { rows } = setting.matrix;
  const first = values.subarray(0, rows);
  const measured = [...first.keys()].filter((row) => !Number.isNaN(first[row]!));
  const step = Math.ceil(measured.length / CHECKED_SAMPLED_ROWS);
  const checked = measured.filter((_, i) => i % step === 0);
  const error = silhouetteStandardError(first, rows);
  const mean = `K = ${setting.options.ks[0]}: ${meanSilhouette(first).toFixed(4)} ± ${error.toFixed(4)} (${count(measured.length)} rows)`;
  return `${mean}; ${agreementWithDefinition(setting, labelings, { rows, values, checked })}`;
}

/** "differs from the definition by at most 1e-9 (32 rows)", over all labelings. */
function agreementWithDefinition(
  { matrix }: Setting,
  { path, count: labelingCount, length }: LabelingsFile,
  { rows, values, checked }: CheckedSilhouettes,
): string {
  const points = readMatrix({ ...matrix, rows });
  const flat = readIntegers(path, labelingCount * length);
  const differences = Array.from({ length: labelingCount }, (_, l) => {
    const labels = flat.slice(l * length, l * length + rows);
    const expected = silhouettesByDefinition(points, labels, checked);
    return largestDifference(
      expected,
      Float64Array.from(checked, (row) => values[l * rows + row]!),
    );
  });
  return `differs from the definition by at most ${figure(Math.max(...differences))} (${checked.length} rows)`;
}
