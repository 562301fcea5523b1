import { DataError } from '../core/errors.ts';
import { countRows } from '../core/models.ts';
import { activeSegmentations, type Segmentation } from '../core/segmentation.ts';
import { joinReports, type Stage, type StageContext, type StageReport } from '../core/stage.ts';
import { buildSilverTables, type SilverPlan } from './build-silver-tables.ts';
import { silverParameters } from './silver-parameters.ts';

/** Computes the features of every customer as of one day. */
export const computeFeatures: Stage = {
  name: 'compute features',
  layer: 'silver',
  topic: 'feature_creation',
  async run(context) {
    const reports: StageReport[] = [];
    for (const segmentation of activeSegmentations(context.config)) {
      const parameters = silverParameters(context, segmentation);
      reports.push(await computeSegmentation(context, segmentation, { parameters }));
    }
    return joinReports(reports);
  },
};

/**
 * Computes the features of the customers of one segmentation as of the day of its scope.
 *
 * @param plan - Values of the models' parameters; tables that stand besides the cleaned ones.
 * @throws {DataError} If nothing happened by that day.
 */
export async function computeSegmentation(
  context: StageContext,
  segmentation: Segmentation,
  { parameters, standing = [] }: Omit<SilverPlan, 'targets'>,
): Promise<StageReport> {
  const { database } = context;
  const { featureTable, scopeTable, cleanTables } = segmentation;
  const scope = await database.queryOne<{ as_of: string; first: string }>(
    `select as_of_date::varchar as as_of, first_date::varchar as first from ${scopeTable}`,
  );
  const warnings = await buildSilverTables(context, {
    targets: [featureTable],
    standing: [...cleanTables, ...standing],
    parameters: { ...parameters, as_of_date: scope.as_of },
  });
  const rows = await countRows(database, featureTable);
  if (rows === 0) {
    throw new DataError(`nothing happened on or before ${scope.as_of}; the first row is of ${scope.first}`);
  }
  return { rows, notes: [`${rows.toLocaleString('en-US')} customers as of ${scope.as_of}`], warnings };
}
