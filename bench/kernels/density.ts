import { kneeIndex } from '../../clustering/knee.ts';
import { compareLabels, largestDifference } from '../agreement.ts';
import { measure, type Measurement } from '../measure.ts';
import { median } from '../statistics.ts';
import { figure } from '../table.ts';
import type { Work } from '../sides/request.ts';
import { chooseVariant, ourAnswer, ours, type Line, type Setting } from './setting.ts';

/** Neighbour searches of scikit-learn; which is fastest depends on the data. */
const SEARCHES = ['brute', 'kd_tree', 'ball_tree'];

/**
 * How far eps lies above the knee, relatively: the knee is the distance of a pair, and of many pairs in rounded data. At the knee itself
 * rounding would decide which of them count, which is not what is compared here.
 */
const CLEARANCE = 1e-9;

/** The radius at the knee of our curve, for the first rows of a matrix. */
export async function kneeEps({ matrix, method, options }: Setting): Promise<number> {
  const work: Work = { task: 'k-distances', k: options.minSamples };
  const curve = (await ourAnswer(work, matrix, method)).values.sort();
  return curve[kneeIndex(curve)]! * (1 + CLEARANCE);
}

/** DBSCAN: at full size beside scikit-learn, at small sizes beside density-clustering. */
export async function dbscanLines(setting: Setting): Promise<Line[]> {
  const { options, matrix } = setting;
  const workAt = async (rows: number): Promise<Work> => ({
    task: 'dbscan',
    eps: await kneeEps({ ...setting, matrix: { ...matrix, rows } }),
    minSamples: options.minSamples,
  });
  const lines: Line[] = [];
  if (options.tasks.includes('dbscan')) {
    lines.push(...(await besideScikitLearn(setting, await workAt(matrix.rows), agreementOfLabels)));
  }
  if (!options.tasks.includes('dbscan') || !options.peers.includes('density-clustering')) return lines;
  for (const rows of options.libraryRows.filter((size) => size <= options.n)) {
    const contestants = [ours(rows), { side: 'density-clustering', variant: null, rows }];
    const work = await workAt(rows);
    const measured = await measure(contestants, { work, matrix }, setting.method);
    lines.push(...toLines(setting, measured, agreementOfLabels));
  }
  return lines;
}

/** The k-distance curve, beside scikit-learn. */
export async function kDistanceLines(setting: Setting): Promise<Line[]> {
  if (!setting.options.tasks.includes('k-distances')) return [];
  const work: Work = { task: 'k-distances', k: setting.options.minSamples };
  return besideScikitLearn(setting, work, agreementOfDistances);
}

/** Describes a measurement, or how it agrees with ours. */
type Agreement = (measurement: Measurement, own: Measurement) => string;

async function besideScikitLearn(setting: Setting, work: Work, agreement: Agreement): Promise<Line[]> {
  const { matrix, method, options } = setting;
  const { rows } = matrix;
  const { others, best } = options.peers.includes('scikit-learn')
    ? await chooseVariant({ side: 'scikit-learn', rows }, SEARCHES, { work, matrix, method })
    : { others: [], best: null };
  const contestants = best === null ? [ours(rows)] : [ours(rows), best];
  const measured = await measure(contestants, { work, matrix }, method);
  return toLines(setting, [...measured, ...others], agreement);
}

/** Lines of measurements of the same work, ours first. */
export function toLines(
  { data, matrix }: Setting,
  measured: readonly Measurement[],
  agreement: Agreement,
): Line[] {
  const own = measured[0]!;
  return measured.map((measurement) => ({
    data,
    columns: matrix.columns,
    measurement,
    ours: measurement === own ? null : median(own.seconds),
    scale: 1,
    agreement: measurement.problem ?? agreement(measurement, own),
  }));
}

function agreementOfLabels(measurement: Measurement, own: Measurement): string {
  const { labels } = measurement.answer!;
  if (measurement === own || own.answer === null) {
    const clusters = labels.reduce((most, label) => Math.max(most, label), -1) + 1;
    const noise = labels.reduce((sum, label) => sum + (label < 0 ? 1 : 0), 0);
    return `${clusters} clusters, ${figure((100 * noise) / labels.length)} % noise`;
  }
  const { ari, differing } = compareLabels(own.answer.labels, labels);
  return differing === 0 ? 'identical labels' : `${differing} labels differ, ARI ${ari.toFixed(6)}`;
}

function agreementOfDistances(measurement: Measurement, own: Measurement): string {
  const { values } = measurement.answer!;
  const largest = values.reduce((most, value) => Math.max(most, value), 0);
  if (measurement === own || own.answer === null) return `up to ${figure(largest)}`;
  return `differs by at most ${figure(largestDifference(own.answer.values, values))}`;
}
