import { join } from 'node:path';
import type { Method } from '../measure.ts';
import { MATRICES } from '../random-matrices.ts';
import { writeRaw } from '../raw-files.ts';
import { median } from '../statistics.ts';
import { nameOf } from '../measure.ts';
import { count, figure, megabytes, table } from '../table.ts';
import { dbscanLines, kDistanceLines } from './density.ts';
import { inertiaTable, scanLines } from './k-scan.ts';
import type { KernelOptions, Line, Setting } from './setting.ts';
import { sampledSilhouetteLines, silhouetteLines } from './silhouettes.ts';

/** Tasks by the names of the option. */
export const TASKS = ['dbscan', 'k-distances', 'k-scan', 'silhouettes', 'sampled-silhouettes'] as const;

/** Sides beside ours, by the names of the option. */
export const PEERS = ['scikit-learn', 'NumPy', 'density-clustering', 'ml-kmeans'] as const;

/**
 * Measures the kernels beside their peers.
 *
 * @returns Markdown, a section per task.
 */
export async function kernelReport(options: KernelOptions, method: Method): Promise<string> {
  const density: Line[] = [];
  const distances: Line[] = [];
  const scans: Line[] = [];
  const silhouettes: Line[] = [];
  const samples: Line[] = [];
  const inertias: string[][] = [];
  for (const d of options.dimensions) {
    for (const data of options.matrices) {
      const setting = writeMatrix(data, d, { options, method });
      distances.push(...(await kDistanceLines(setting)));
      density.push(...(await dbscanLines(setting)));
      const wants = (task: (typeof TASKS)[number]): boolean => options.tasks.includes(task);
      if (!wants('k-scan') && !wants('silhouettes') && !wants('sampled-silhouettes')) continue;
      const scan = await scanLines(setting);
      scans.push(...scan.lines);
      inertias.push(...scan.inertias);
      if (wants('sampled-silhouettes'))
        samples.push(...(await sampledSilhouetteLines(setting, scan.labelings)));
      if (!wants('silhouettes')) continue;
      silhouettes.push(...(await silhouetteLines(setting, scan.labelings)));
      silhouettes.push(...(await silhouetteLines(setting, { ...scan.labelings, count: 1 })));
    }
  }
  const { minSamples, ks, restarts, silhouetteRows, sampleRows } = options;
  const range = `K = ${ks[0]} to ${ks.at(-1)}`;
  return [
    section(`DBSCAN, minSamples ${minSamples}, eps at the knee of our k-distance curve`, density),
    section(`k-distance curve, k = ${minSamples}`, distances),
    section(`K scan, ${range}, ${restarts} restarts`, scans),
    inertias.length === 0 ? '' : `### Inertia per K\n\n${inertiaTable(inertias)}\n`,
    section(
      `Silhouettes of the partitions of our scan (${ks.length}, or one with K = ${ks[0]})`,
      silhouettes,
      `Seconds marked "scaled" were measured at ${count(silhouetteRows)} rows and multiplied by the square of the ratio of sizes; the peak is that of the small run.\n\n`,
    ),
    section(
      `Silhouettes of ${count(sampleRows)} rows against all, partitions of our scan (${ks.length})`,
      samples,
    ),
  ].join('');
}

function writeMatrix(
  data: string,
  d: number,
  { options, method }: Pick<Setting, 'options' | 'method'>,
): Setting {
  const path = join(method.folder, `${data}-${d}.f64`);
  method.say(`${data}: ${options.n} x ${d}`);
  writeRaw(path, MATRICES[data]!(options.n, d, options.seed).data);
  return { options, method, data, matrix: { path, rows: options.n, columns: d } };
}

function section(title: string, lines: readonly Line[], note = ''): string {
  if (lines.length === 0) return '';
  const header = ['data', '-n', '-d', 'side', '-median s', '-runs', '-/ ours', '-peak MB', 'agreement'];
  const isScaled = lines.some(({ scale }) => scale !== 1);
  return `## ${title}\n\n${isScaled ? note : ''}${table(header, lines.map(cellsOf))}\n`;
}

/** Cells of a line: an unscaled figure stands for what was measured, a ratio for seconds of the line over seconds of ours. */
export function cellsOf({ data, columns, measurement, ours, scale, agreement }: Line): string[] {
  const { rows, seconds, peakBytes } = measurement;
  const typical = scale * median(seconds);
  return [
    data,
    count(rows),
    String(columns),
    nameOf(measurement),
    figure(typical) + (scale === 1 ? '' : ' scaled'),
    String(seconds.length),
    ours === null ? '' : figure(typical / ours),
    megabytes(peakBytes),
    agreement,
  ];
}
