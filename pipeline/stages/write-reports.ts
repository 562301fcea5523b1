import { join } from 'node:path';
import { replaceTextFile } from '../../reporting/atomic-file.ts';
import { writeReport } from '../../reporting/write-report.ts';
import { DataError } from '../core/errors.ts';
import { hasTable } from '../core/models.ts';
import { RETURNS } from '../core/segmentation.ts';
import type { Stage, StageContext } from '../core/stage.ts';
import { readReportInput } from './report-input.ts';

/** Writes workbook, metadata, tables and model of each segmentation from the committed tables. */
export const writeReports: Stage = {
  name: 'write report',
  layer: 'gold',
  afterCommit: true,
  async run(context) {
    const folder = join(context.config.out, RETURNS.name);
    await assertResults(context);
    const input = await readReportInput(context, RETURNS);
    const { workbook, files } = await writeReport(input, folder);
    const model = await writeModel(context, folder);
    const { rows } = await context.database.queryOne<{ rows: number }>(
      'select count(*)::double as rows from clustering_results where segmentation = $segmentation',
      { segmentation: RETURNS.name },
    );
    context.logger.info('files written', { files: [...files, model] });
    return { rows, notes: [`workbook: ${workbook}`, `${files.length + 1} files in ${folder}`], warnings: [] };
  },
};

async function assertResults({ database, config }: StageContext): Promise<void> {
  const exists = await hasTable(database, 'clustering_runs');
  const found = exists
    ? await database.queryRows('select 1 from clustering_runs where segmentation = $name', {
        name: RETURNS.name,
      })
    : [];
  if (found.length > 0) return;
  throw new DataError(
    `${config.warehouse} holds no clustering to report on: run pipeline run --layer gold first`,
  );
}

async function writeModel({ database }: StageContext, folder: string): Promise<string> {
  const { model } = await database.queryOne<{ model: string }>(
    'select model from fitted_models where segmentation = $segmentation',
    { segmentation: RETURNS.name },
  );
  const path = join(folder, 'models', 'model.json');
  await replaceTextFile(path, `${JSON.stringify(JSON.parse(model), null, 1)}\n`);
  return path;
}
