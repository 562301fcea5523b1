import { beforeAll, describe, expect, it } from 'vitest';
import { RETURNS_FEATURES } from '../../features/catalog.ts';
import {
  applyPreprocessing,
  fitPreprocessing,
  type FittedPreprocessing,
  type PreprocessingOptions,
} from '../../features/preprocess.ts';
import { columnOf, createMatrix, matrixFromRows, takeRows, type Matrix } from '../../pipeline/core/matrix.ts';
import { customers, GAPS, NAMES } from './customers.ts';

const fit = (matrix: Matrix, options: PreprocessingOptions) =>
  fitPreprocessing({ matrix, catalog: RETURNS_FEATURES }, options);

describe('applyPreprocessing(fitted, matrix)', () => {
  const matrix = customers(150, GAPS);
  let batches: readonly ReturnType<typeof fit>[];
  beforeAll(() => {
    batches = [
      {},
      { features: 'all' },
      { pca: true, scale: 'minmax' },
      { scale: 'robust' },
      { scale: 'standard' },
    ].map((options) => fit(matrix, options as PreprocessingOptions));
  });

  it('gives the batch again from a model that went through JSON, bit for bit', () => {
    for (const { fitted, output } of batches) {
      const model = JSON.parse(JSON.stringify(fitted)) as FittedPreprocessing;
      expect(model).toEqual(fitted);
      const { scaled, space, imputed, completeness } = applyPreprocessing(model, matrix);
      expect({ scaled, space, imputed, completeness }).toEqual({
        scaled: output.scaled,
        space: output.space,
        imputed: output.imputed,
        completeness: output.completeness,
      });
    }
  });

  it('gives one customer alone the row of the batch, bit for bit', () => {
    for (const { fitted, output } of batches) {
      for (const i of [0, 1, 75, 149]) {
        const alone = applyPreprocessing(fitted, takeRows(matrix, [i]));
        expect(alone.space.data).toEqual(takeRows(output.space, [i]).data);
        expect(alone.scaled.data).toEqual(takeRows(output.scaled, [i]).data);
        expect(alone.completeness[0]).toBe(output.completeness[i]);
      }
    }
  });

  it('draws in values beyond those of the batch and fills an unknown customer with medians', () => {
    const { fitted, output } = batches[0]!;
    const extreme = applyPreprocessing(fitted, customers(1, { recency_days: () => 1e9 }));
    const column = output.space.names.indexOf('recency_days');
    expect(extreme.space.data[column]).toBe(Math.max(...columnOf(output.space, column)));
    const unknown = createMatrix(1, NAMES, new Float64Array(NAMES.length).fill(Number.NaN));
    const row = applyPreprocessing(fitted, unknown);
    expect([...row.space.data]).toEqual([0, 0, 0, 0, 0]);
    expect(row.completeness[0]).toBe(0);
  });

  it('accepts columns in any order and no rows, and names a column that is missing', () => {
    const { fitted, output } = batches[0]!;
    const reversed = matrixFromRows(
      [[...matrix.data.subarray(0, NAMES.length)].reverse()],
      NAMES.toReversed(),
    );
    expect(applyPreprocessing(fitted, reversed).space.data).toEqual(takeRows(output.space, [0]).data);
    expect(applyPreprocessing(fitted, takeRows(matrix, [])).space.rows).toBe(0);
    expect(() => applyPreprocessing(fitted, matrixFromRows([[1]], ['return_rate']))).toThrow(
      'no column sales_order_no_nunique',
    );
  });
});
