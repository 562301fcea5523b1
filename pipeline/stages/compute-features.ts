import { DataError } from '../core/errors.ts';
import { countRows } from '../core/models.ts';
import { activeSegmentations, type Segmentation } from '../core/segmentation.ts';
import { joinReports, type Stage, type StageContext, type StageReport } from '../core/stage.ts';
import { buildSilverTables } from './build-silver-tables.ts';
import { silverParameters } from './silver-parameters.ts';

/** Computes the features of every customer as of one day. */
export const computeFeatures: Stage = {
  name: 'compute features',
  layer: 'silver',
  topic: 'feature_creation',
  async run(context) {
    const reports: StageReport[] = [];
    for (const segmentation of activeSegmentations(context.config)) {
      reports.push(await computeSegmentation(context, segmentation));
    }
    return joinReports(reports);
  },
};

async function computeSegmentation(context: StageContext, segmentation: Segmentation): Promise<StageReport> {
  const { database } = context;
  const { featureTable, scopeTable, cleanTables } = segmentation;
  const scope = await database.queryOne<{ as_of: string; first: string }>(
    `select as_of_date::varchar as as_of, first_date::varchar as first from ${scopeTable}`,
  );
  const parameters = { ...silverParameters(context, segmentation), as_of_date: scope.as_of };
  const warnings = await buildSilverTables(context, {
    targets: [featureTable],
    standing: cleanTables,
    parameters,
  });
  const rows = await countRows(database, featureTable);
  if (rows === 0) {
    throw new DataError(`nothing happened on or before ${scope.as_of}; the first row is of ${scope.first}`);
  }
  return { rows, notes: [`${rows.toLocaleString('en-US')} customers as of ${scope.as_of}`], warnings };
}
