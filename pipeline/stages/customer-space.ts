import { placeInSpace, type FittedSpace } from '../../features/space.ts';
import { columnOf, type Matrix } from '../core/matrix.ts';
import { readNumericTable } from '../core/numeric-table.ts';
import type { Segmentation } from '../core/segmentation.ts';
import type { StageContext } from '../core/stage.ts';
import { readPreprocessing } from './cluster-model.ts';

/** The customers of a stratum where they are clustered, one row each. */
export interface CustomerSpace {
  /** Customer ids, ascending: the order of all rows. */
  readonly keys: readonly string[];
  /** Shape (n, d). */
  readonly space: Matrix;
  readonly fitted: FittedSpace;
  readonly completeness: Float64Array;
  readonly outlierScores: Float64Array;
}

/** Reads the one space of preprocessing, rebuilt from the gold table and what was fitted. */
export async function readCustomerSpace(
  context: StageContext,
  segmentation: Segmentation,
  stratum: string,
): Promise<CustomerSpace> {
  const fitted = await readPreprocessing(context, segmentation, stratum);
  const names = fitted.columns.map((column) => column.name);
  const extra = ['feature_completeness_score', 'outlier_score'];
  const read = (columns: readonly string[], as: readonly string[]) =>
    readNumericTable(context.database, {
      table: segmentation.processedTable,
      key: 'customer_id',
      columns,
      names: as,
      stratum,
    });
  const scaled = await read(
    names.map((name) => `${name}_scaled`),
    names,
  );
  const scores = await read(extra, extra);
  return {
    keys: scaled.keys,
    space: placeInSpace(scaled.matrix, fitted.space),
    fitted: fitted.space,
    completeness: columnOf(scores.matrix, 0),
    outlierScores: columnOf(scores.matrix, 1),
  };
}
