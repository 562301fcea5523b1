import type { PreprocessingOutput } from '../../features/preprocess.ts';
import type { Database } from '../core/database.ts';
import { columnOf } from '../core/matrix.ts';
import type { Segmentation, Stratum } from '../core/segmentation.ts';
import type { StageContext } from '../core/stage.ts';
import { double, integer, labels, text } from './result-columns.ts';

/** One stratum after preprocessing: rows in the order of `keys`. */
export interface PreparedStratum {
  readonly stratum: Stratum;
  /** Customer ids, ascending. */
  readonly keys: readonly string[];
  readonly output: PreprocessingOutput;
  readonly outlierScores: Float64Array;
}

/** Writes the scaled features of all strata into one table; a feature that a stratum lacks is null there. */
export async function writeProcessed(
  { database }: StageContext,
  segmentation: Segmentation,
  prepared: readonly PreparedStratum[],
): Promise<void> {
  const { processedTable } = segmentation;
  const features = [...new Set(prepared.flatMap(({ output }) => output.scaled.names))];
  await createProcessedTable(database, segmentation, features);
  for (const { stratum, keys, output, outlierScores } of prepared) {
    const unknown = new Float64Array(keys.length).fill(NaN);
    const scaledOf = (name: string) => output.scaled.names.indexOf(name);
    await database.append(processedTable, [
      text(keys.map(() => stratum.name)),
      text(keys),
      ...features.map((name) =>
        double(scaledOf(name) < 0 ? unknown : columnOf(output.scaled, scaledOf(name))),
      ),
      double(output.completeness),
      double(outlierScores),
    ]);
  }
}

/** Creates or replaces the table of scaled features, without rows. @param features - Names, in the order of the columns. */
export async function createProcessedTable(
  database: Database,
  { processedTable }: Segmentation,
  features: readonly string[],
): Promise<void> {
  const columns = features.map((name) => `${name}_scaled double`);
  await database.execute(
    `create or replace table ${processedTable} (stratum varchar not null, customer_id varchar not null, ${columns.join(', ')},
      feature_completeness_score double not null, outlier_score double not null)`,
  );
}

/** Adds what became of each feature of a stratum, and which values were imputed. */
export async function writeSelection(
  context: StageContext,
  segmentation: Segmentation,
  { stratum, keys, output }: PreparedStratum,
): Promise<void> {
  const { database, logger } = context;
  const { selection, imputed } = output;
  const of = { segmentation: segmentation.name, stratum: stratum.name };
  await database.append('feature_selection', [
    ...labels(context, of, selection.length),
    text(selection.map((entry) => entry.feature)),
    text(selection.map((entry) => entry.status)),
    text(selection.map((entry) => entry.reason)),
    double(selection.map((entry) => entry.figure)),
    text(selection.map((entry) => entry.twin)),
    double(selection.map((entry) => entry.missingShare)),
    integer(selection.map((entry) => entry.imputedCount)),
  ]);
  const cells = imputed.flatMap((column) => [...column.rows].map((row) => ({ row, column })));
  await database.append('imputed_values', [
    ...labels(context, of, cells.length),
    text(cells.map((cell) => keys[cell.row]!)),
    text(cells.map((cell) => cell.column.feature)),
    double(cells.map((cell) => cell.column.value)),
  ]);
  logger.info('values imputed', { ...of, cells: cells.length, customers: keys.length });
}
