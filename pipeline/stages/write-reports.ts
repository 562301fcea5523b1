import { join } from 'node:path';
import { replaceTextFile } from '../../reporting/atomic-file.ts';
import { writeReport } from '../../reporting/write-report.ts';
import { DataError } from '../core/errors.ts';
import { hasTable } from '../core/models.ts';
import { SEGMENTATIONS, type Segmentation } from '../core/segmentation.ts';
import { joinReports, type Stage, type StageContext, type StageReport } from '../core/stage.ts';
import { readStoredModel } from './cluster-model.ts';
import { readReportInput } from './report-input.ts';

/** Writes workbook, metadata, tables and model of each segmentation from the committed tables. */
export const writeReports: Stage = {
  name: 'write report',
  layer: 'gold',
  afterCommit: true,
  async run(context) {
    const reports: StageReport[] = [];
    for (const segmentation of await findResults(context)) {
      reports.push(await reportOn(context, segmentation));
    }
    return joinReports(reports);
  },
};

/**
 * Segmentations the warehouse holds results of, or the one that was asked for.
 *
 * @throws {DataError} If there is none.
 */
async function findResults({ database, config }: StageContext): Promise<Segmentation[]> {
  const rows = (await hasTable(database, 'clustering_results'))
    ? await database.queryRows<{ segmentation: string }>(
        'select distinct segmentation from clustering_results',
      )
    : [];
  const found = SEGMENTATIONS.filter(
    ({ name }) => rows.some((row) => row.segmentation === name) && (config.segmentation ?? name) === name,
  );
  if (found.length > 0) return found;
  throw new DataError(
    `${config.warehouse} holds no clustering to report on: run pipeline run --layer gold first`,
  );
}

async function reportOn(context: StageContext, segmentation: Segmentation): Promise<StageReport> {
  const folder = join(context.config.out, segmentation.name);
  const input = await readReportInput(context, segmentation);
  const { workbook, files } = await writeReport(input, folder, { pictures: context.config.report.pictures });
  const model = await writeModel(context, segmentation, folder);
  context.logger.info('files written', { files: [...files, model] });
  const rows = input.runs.reduce((sum, run) => sum + run.customerCount, 0);
  return { rows, notes: [`workbook: ${workbook}`, `${files.length + 1} files in ${folder}`], warnings: [] };
}

/** One file for all strata, in their order. */
async function writeModel(
  context: StageContext,
  segmentation: Segmentation,
  folder: string,
): Promise<string> {
  const model = await readStoredModel(context, segmentation);
  const path = join(folder, 'models', 'model.json');
  await replaceTextFile(path, `${JSON.stringify(model)}\n`);
  return path;
}
