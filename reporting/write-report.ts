import { join } from 'node:path';
import { replaceTextFile } from './atomic-file.ts';
import { selectionCsv } from './csv.ts';
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
 * Writes workbook, metadata, the table of the K scan and the pictures of one segmentation into a folder. Pictures of an
 * earlier run that are not drawn any more are removed.
 *
 * @param input - Plain data; its assignments are read once, block by block.
 * @param outDir - Folder of the segmentation, e.g. `data/output/returns`; created if missing.
 * @throws {FileError} If a file cannot be written; files written before stay, the old one of that name too.
 * @throws {z.ZodError} If counts or shares are out of range, before anything is written.
 * @remarks Memory does not grow with the number of customers beyond one block and the compressor's backlog.
 */
export async function writeReport(
  input: ReportInput,
  outDir: string,
  { pictures: wanted = true }: ReportOptions = {},
): Promise<WrittenReport> {
  const metadata = buildMetadata(input);
  const model = buildReportModel(input);
  const pictures = wanted ? await drawPictures(input) : [];
  const workbook = join(outDir, 'clustering_results.xlsx');
  const metadataFile = join(outDir, 'clustering_metadata.json');
  const selectionFile = join(outDir, 'cluster_selection_comparison.csv');
  await writeWorkbook(model, workbook);
  await replaceTextFile(metadataFile, `${JSON.stringify(metadata, null, 2)}\n`);
  await replaceTextFile(selectionFile, selectionCsv(input.selection));
  const pictureFiles = await writePictures(pictures, outDir);
  return { workbook, files: [workbook, metadataFile, selectionFile, ...pictureFiles] };
}
