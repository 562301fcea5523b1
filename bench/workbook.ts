import { join } from 'node:path';
import { measure, type Measurement, type Method } from './measure.ts';
import { gaussianMixture } from './random-matrices.ts';
import { writeRaw } from './raw-files.ts';
import { median } from './statistics.ts';
import { count, figure, megabytes, table } from './table.ts';

/** Columns of numbers; four of text stand before them. */
const NUMBER_COLUMNS = 32;
const TEXT_COLUMNS = 4;

/** Sides beside ours, each a package of Python, in the mode that is meant for many rows. */
export const WORKBOOK_PEERS: Readonly<Record<string, string>> = {
  XlsxWriter: 'constant_memory',
  openpyxl: 'write_only',
};

/**
 * Measures the writer of workbooks beside its peers: one sheet of customers, written row by row with the look it has in
 * the report (number formats, coloured segments, a frozen and filtered header).
 *
 * @param peers - Names of {@link WORKBOOK_PEERS}.
 * @returns Markdown.
 */
export async function workbookReport(
  { n, seed, peers }: { readonly n: number; readonly seed: number; readonly peers: readonly string[] },
  method: Method,
): Promise<string> {
  const path = join(method.folder, 'customers.f64');
  writeRaw(path, gaussianMixture(n, NUMBER_COLUMNS, seed).data);
  const contestants = [
    { side: 'our workbook', variant: null, rows: n },
    ...peers.map((side) => ({ side, variant: WORKBOOK_PEERS[side]!, rows: n })),
  ];
  const matrix = { path, rows: n, columns: NUMBER_COLUMNS };
  const measurements = await measure(contestants, { work: { task: 'workbook' }, matrix }, method);
  return `## ${count(n)} customers x ${TEXT_COLUMNS + NUMBER_COLUMNS} columns\n\n${workbookTable(measurements)}\n`;
}

/** A line per side; the first is ours. */
export function workbookTable(measurements: readonly Measurement[]): string {
  const ours = median(measurements[0]!.seconds);
  return table(
    ['side', '-median s', '-runs', '-/ ours', '-peak MB', '-file MB'],
    measurements.map(({ side, variant, seconds, peakBytes, answer, problem }, index) => [
      variant === null ? side : `${side} (${variant})`,
      problem ?? figure(median(seconds)),
      String(seconds.length),
      index === 0 ? '' : figure(median(seconds) / ours),
      megabytes(peakBytes),
      figure((answer?.values[0] ?? NaN) / 1e6),
    ]),
  );
}
