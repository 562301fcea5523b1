import { largestDifference, silhouettesByDefinition } from '../agreement.ts';
import { measure, type Contestant, type Measurement } from '../measure.ts';
import { readIntegers, readMatrix } from '../raw-files.ts';
import { median } from '../statistics.ts';
import { count, figure } from '../table.ts';
import type { LabelingsFile, Work } from '../sides/request.ts';
import { chooseVariant, ours, type Line, type Setting } from './setting.ts';

/** Rows of the full matrix at which ours is held against the definition. */
const CHECKED_ROWS = 32;

/** Ways of scikit-learn; threads do not always pay. */
const THREADS = ['n_jobs=-1', 'n_jobs=1'];

/**
 * Exact silhouettes of several labelings: ours at full size, peers at `silhouetteRows` with their seconds scaled by the square of the size,
 * and ours there too, to compare the values.
 */
export async function silhouetteLines(setting: Setting, labelings: LabelingsFile): Promise<Line[]> {
  const { options, matrix, method } = setting;
  const work: Work = { task: 'silhouettes', labelings };
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
    const difference = differenceToDefinition(setting, labelings, { rows, values: answer!.values });
    return `differs from the definition by at most ${figure(difference)} (${CHECKED_ROWS} rows)`;
  }
  if (sample.answer === null) return '';
  const difference = largestDifference(sample.answer.values, answer!.values);
  return `differs by at most ${figure(difference)} (${count(rows)} rows)`;
}

/** Largest difference from the definition over rows spread evenly and all labelings. */
function differenceToDefinition(
  { matrix }: Setting,
  { path, count: labelingCount, length }: LabelingsFile,
  { rows, values }: { readonly rows: number; readonly values: Float64Array },
): number {
  const points = readMatrix({ ...matrix, rows });
  const flat = readIntegers(path, labelingCount * length);
  const checked = Array.from({ length: CHECKED_ROWS }, (_, i) => Math.floor((i * rows) / CHECKED_ROWS));
  const differences = Array.from({ length: labelingCount }, (_, l) => {
    const labels = flat.slice(l * length, l * length + rows);
    const expected = silhouettesByDefinition(points, labels, checked);
    return largestDifference(
      expected,
      Float64Array.from(checked, (row) => values[l * rows + row]!),
    );
  });
  return Math.max(...differences);
}
