import { join } from 'node:path';
import { createMatrix, type Matrix } from '../../pipeline/core/matrix.ts';
import { compareLabels } from '../agreement.ts';
import { measureOnce, type Measurement, type Method } from '../measure.ts';
import { gaussianBlob, gaussianMixture } from '../random-matrices.ts';
import { writeRaw, type MatrixFile } from '../raw-files.ts';
import type { Answer, Work } from '../sides/request.ts';
import { count, figure, megabytes, table } from '../table.ts';
import { kneeEps } from './density.ts';
import { ours, type KernelOptions } from './setting.ts';

/** Data that make clustering slow or wrong. */
export interface Trap {
  readonly name: string;
  readonly matrix: Matrix;
  /** A radius, or null for the knee. */
  readonly eps: number | null;
  readonly minSamples: number;
  /** What DBSCAN must find; null if that is not known beforehand. */
  readonly expected: { readonly clusters: number; readonly noise: number } | null;
}

/** Edge of a cubic lattice of about n points. */
function latticeEdge(n: number): number {
  return Math.max(3, Math.round(Math.cbrt(n)));
}

/**
 * The traps, each of about n rows.
 *
 * - All points equal; only two points; one blob in which everybody is everybody's neighbour.
 * - A cubic lattice with eps its spacing and minSamples 7: all distances tie with eps, only points inside are core, those on faces are
 *   borders, those on edges noise.
 */
export function makeTraps(n: number, seed: number): Trap[] {
  const blob = gaussianBlob(n, 5, seed);
  const edge = latticeEdge(n);
  const lattice = new Float64Array(3 * edge ** 3);
  for (let i = 0; i < edge ** 3; i++)
    lattice.set([i % edge, Math.floor(i / edge) % edge, Math.floor(i / edge ** 2)], 3 * i);
  const names = (d: number) => Array.from({ length: d }, (_, j) => `x${j}`);
  const one = { clusters: 1, noise: 0 };
  return [
    {
      name: 'all points equal',
      matrix: createMatrix(n, names(5), new Float64Array(5 * n).fill(1 / 3)),
      eps: 1,
      minSamples: 10,
      expected: one,
    },
    {
      name: 'two points',
      matrix: createMatrix(2, names(2), Float64Array.of(0, 0, 1, 1)),
      eps: 1,
      minSamples: 2,
      expected: { clusters: 0, noise: 2 },
    },
    {
      name: 'lattice, ties at eps',
      matrix: createMatrix(edge ** 3, names(3), lattice),
      eps: 1,
      minSamples: 7,
      expected: { clusters: 1, noise: 12 * (edge - 2) + 8 },
    },
    { name: 'one dense blob', matrix: blob, eps: 100, minSamples: 10, expected: one },
  ];
}

/** Scales at which the same data must give the same labels. */
const SCALES = [1, 1e-9, 1e9];

/** A row of the table. */
type Cells = string[];

/**
 * Runs every task of ours on data made to be hard, each in a process that is ended when it takes too long.
 *
 * @returns Markdown.
 */
export async function adversarialReport(options: KernelOptions, method: Method): Promise<string> {
  const rows: Cells[] = [];
  for (const trap of makeTraps(options.n, options.seed)) {
    const file = write(trap.name, trap.matrix, method);
    rows.push(...(await runTasks(trap, file, { options, method })).cells);
  }
  let unscaled: Answer | null = null;
  const matrix = gaussianMixture(options.n, 5, options.seed);
  for (const scale of SCALES) {
    const data = matrix.data.map((value) => value * scale);
    const name = `gm x ${scale.toExponential()}`;
    const trap: Trap = { name, matrix: { ...matrix, data }, eps: null, minSamples: 10, expected: null };
    const { cells, labels } = await runTasks(trap, write(name, trap.matrix, method), { options, method });
    if (unscaled !== null && labels !== null) {
      const { differing } = compareLabels(unscaled.labels, labels.labels);
      cells[0]!.push(`${cells[0]!.pop()}, ${differing} labels differ from those unscaled`);
    }
    unscaled ??= labels;
    rows.push(...cells);
  }
  const header = ['data', '-n', '-d', 'task', '-s', '-peak MB', 'answer'];
  return `## Adversarial data, each task at most ${method.limitSeconds} s\n\n${table(header, rows)}\n`;
}

function write(name: string, { data, rows, columns }: Matrix, { folder }: Method): MatrixFile {
  const path = join(folder, `${name.replaceAll(/\W+/g, '-')}.f64`);
  writeRaw(path, data);
  return { path, rows, columns };
}

async function runTasks(
  trap: Trap,
  matrix: MatrixFile,
  { options, method }: { readonly options: KernelOptions; readonly method: Method },
): Promise<{ cells: Cells[]; labels: Answer | null }> {
  const { minSamples } = trap;
  const ks = options.ks.map((k) => Math.min(k, matrix.rows)).filter((k, i, all) => all.indexOf(k) === i);
  const setting = { options: { ...options, minSamples }, method, data: trap.name, matrix };
  const eps = trap.eps ?? (await kneeEps(setting));
  const run = async (work: Work): Promise<Measurement> =>
    measureOnce(ours(matrix.rows), { work, matrix }, method);
  const cellsOf = (task: string, one: Measurement, answer: string): Cells => [
    trap.name,
    count(matrix.rows),
    String(matrix.columns),
    task,
    figure(one.seconds[0] ?? NaN),
    megabytes(one.peakBytes),
    one.problem ?? answer,
  ];

  const density = await run({ task: 'dbscan', eps, minSamples });
  const curve = await run({ task: 'k-distances', k: Math.min(minSamples, matrix.rows) });
  const scan = await run({ task: 'k-scan', ks, restarts: 2, seed: options.seed });
  const cells = [
    cellsOf('dbscan', density, describeLabels(density, trap)),
    cellsOf('k-distances', curve, describeValues(curve)),
    cellsOf('k-scan', scan, scan.answer === null ? '' : describeScan(scan.answer, ks.length)),
  ];
  if (scan.answer !== null) {
    const path = join(method.folder, 'labelings-trap');
    writeRaw(path, scan.answer.labels);
    const silhouettes = await run({
      task: 'silhouettes',
      labelings: { path, count: ks.length, length: matrix.rows },
      sampleRows: null,
    });
    cells.push(cellsOf('silhouettes', silhouettes, describeValues(silhouettes)));
  }
  return { cells, labels: density.answer };
}

function describeLabels({ answer }: Measurement, { expected }: Trap): string {
  if (answer === null) return '';
  const clusters = answer.labels.reduce((most, label) => Math.max(most, label), -1) + 1;
  const noise = answer.labels.reduce((sum, label) => sum + (label < 0 ? 1 : 0), 0);
  const found = `${clusters} clusters, ${noise} noise`;
  if (expected === null) return found;
  if (expected.clusters === clusters && expected.noise === noise) return `${found}: right`;
  return `${found}: WRONG, expected ${expected.clusters} and ${expected.noise}`;
}

function describeScan({ labels, values }: Answer, scans: number): string {
  const n = labels.length / scans;
  const sizes = Array.from({ length: scans }, (_, i) => new Set(labels.subarray(i * n, (i + 1) * n)).size);
  return `${sizes[0]} to ${sizes.at(-1)} clusters, inertia ${figure(values[0]!)} to ${figure(values.at(-1)!)}`;
}

function describeValues({ answer }: Measurement): string {
  const known = answer?.values.filter((value) => !Number.isNaN(value));
  if (known === undefined) return '';
  if (known.length === 0) return 'undefined, as it is with fewer than two clusters';
  const [least, most] = [
    known.reduce((a, b) => Math.min(a, b), Infinity),
    known.reduce((a, b) => Math.max(a, b), -Infinity),
  ];
  return `${figure(least)} to ${figure(most)}`;
}
