import { join } from 'node:path';
import { replaceTextFile } from './atomic-file.ts';
import { selectionCsv } from './csv.ts';
import { htmlReport } from './html/html-report.ts';
import { markdownReport } from './markdown/markdown-report.ts';
import { buildMetadata } from './metadata.ts';
import { drawPictures } from './pictures/index.ts';
import type { ReportInput } from './report-input.ts';
import { buildReportModel } from './report-model.ts';
import { writeWorkbook } from './workbook.ts';
import { writePictures } from './write-pictures.ts';

/** What was written: the workbook to open, and every file including it. */
export interface WrittenReport {
  readonly workbook: string;
  readonly files: readonly string[];
}

/** What a report is made of. */
export interface ReportOptions {
  /** Whether pictures are drawn; default true. */
  readonly pictures?: boolean;
}

/**
 * Writes workbook, page, Markdown, metadata, the table of the K scan and the pictures of one segmentation into a folder.
 * Pictures of an earlier run that are not drawn any more are removed.
 *
 * @param input - Plain data; its assignments are read twice, block by block.
 * @param outDir - Folder of the segmentation, e.g. `data/output/returns`; created if missing.
 * @throws {FileError} If a file cannot be written; files written before stay, the old one of that name too.
 * @throws {z.ZodError} If counts or shares are out of range, before anything is written.
 * @remarks The workbook needs memory for one block of customers and the compressor's backlog, the page for at most
 * `MOST_CUSTOMERS` customers.
 */
export async function writeReport(
  input: ReportInput,
  outDir: string,
  { pictures: wanted = true }: ReportOptions = {},
): Promise<WrittenReport> {
  const metadata = buildMetadata(input);
  const pictures = wanted ? await drawPictures(input) : [];
  const model = buildReportModel(input, pictures);
  const workbook = join(outDir, 'clustering_results.xlsx');
  await writeWorkbook(model, workbook);
  const texts: readonly (readonly [name: string, text: string])[] = [
    ['report.html', await htmlReport(input, pictures)],
    ['cluster_report.md', markdownReport(input, pictures)],
    ['clustering_metadata.json', `${JSON.stringify(metadata, null, 2)}\n`],
    ['cluster_selection_comparison.csv', selectionCsv(input.selection)],
  ];
  const files = [workbook];
  for (const [name, text] of texts) {
    files.push(join(outDir, name));
    await replaceTextFile(join(outDir, name), text);
  }
  return { workbook, files: [...files, ...(await writePictures(pictures, outDir))] };
}
