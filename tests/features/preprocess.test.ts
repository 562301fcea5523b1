import { describe, expect, it } from 'vitest';
import { RETURNS_FEATURES, type FeatureDefinition } from '../../features/catalog.ts';
import { fitPreprocessing, type PreprocessingOptions } from '../../features/preprocess.ts';
import { InvalidInputError } from '../../pipeline/core/errors.ts';
import { columnOf, createMatrix, matrixFromRows, takeRows, type Matrix } from '../../pipeline/core/matrix.ts';
import { customers, GAPS, NAMES } from './customers.ts';
import { largestError, readFixture, toMatrix, type Table } from './fixture.ts';

const fit = (matrix: Matrix, options: PreprocessingOptions = {}, nullReasons?: Record<string, string>) =>
  fitPreprocessing({ matrix, catalog: RETURNS_FEATURES, nullReasons }, options);

const verdictOn = (selection: ReturnType<typeof fit>['output']['selection'], feature: string) =>
  selection.find((row) => row.feature === feature)!;

describe('fitPreprocessing(input, options)', () => {
  it('clusters by the core and keeps everything else scaled', () => {
    const { output } = fit(customers(200));
    expect(output.space.names).toEqual([
      'sales_order_no_nunique',
      'return_rate',
      'customer_lifetime_days',
      'recency_days',
      'monetary',
    ]);
    expect(output.scaled.names).toEqual(NAMES.filter((name) => name !== 'net_units'));
    expect(columnOf(output.space, 1)).toEqual(
      columnOf(output.scaled, output.scaled.names.indexOf('return_rate')),
    );
    expect(output.scaled.data.every(Number.isFinite)).toBe(true);
    expect(output.warnings).toEqual([]);
  });

  it('says what became of each feature of the catalog, in catalog order', () => {
    const { selection } = fit(customers(200)).output;
    expect(selection.map(({ feature }) => feature)).toEqual(RETURNS_FEATURES.map(({ name }) => name));
    const plain = { figure: null, twin: null, missingShare: 0, imputedCount: 0 };
    expect(verdictOn(selection, 'return_rate')).toEqual({
      feature: 'return_rate',
      status: 'clustered',
      reason: 'core',
      ...plain,
    });
    expect(verdictOn(selection, 'sku_nunique')).toMatchObject({
      status: 'profiled',
      reason: 'not_in_feature_set',
    });
    expect(verdictOn(selection, 'net_units')).toMatchObject({
      status: 'dropped',
      reason: 'alternative',
      twin: 'monetary',
    });
    expect(verdictOn(selection, 'customer_tenure_stage')).toMatchObject({
      status: 'profiled',
      reason: 'profile_only',
      missingShare: null,
    });
  });

  it('fills structural zeros before it counts what is missing', () => {
    const matrix = customers(100, { return_intensity: (i, x) => (i < 80 ? Number.NaN : x) });
    const { scaled, selection, imputed } = fit(matrix).output;
    expect(scaled.names).toContain('return_intensity');
    expect(verdictOn(selection, 'return_intensity')).toMatchObject({ missingShare: 0, imputedCount: 0 });
    expect(imputed).toEqual([]);
  });

  it('drops columns with too many or only unknown values, and says why', () => {
    const matrix = customers(100, {
      avg_days_to_return: (i, x) => (i < 31 ? Number.NaN : x),
      return_timing_spread: (i, x) => (i < 30 ? Number.NaN : x),
      category_loyalty_score: () => Number.NaN,
      avg_return_value: () => Number.NaN,
    });
    const { selection, scaled } = fit(matrix, {}, { category_loyalty_score: 'no_category' }).output;
    expect(verdictOn(selection, 'avg_days_to_return')).toMatchObject({
      status: 'dropped',
      reason: 'too_many_missing',
      figure: 0.31,
      missingShare: 0.31,
    });
    expect(verdictOn(selection, 'return_timing_spread')).toMatchObject({
      status: 'profiled',
      missingShare: 0.3,
      imputedCount: 30,
    });
    expect(verdictOn(selection, 'category_loyalty_score')).toMatchObject({
      reason: 'no_category',
      figure: 1,
    });
    expect(verdictOn(selection, 'avg_return_value')).toMatchObject({ reason: 'all_null', figure: 1 });
    expect(scaled.names).not.toContain('category_loyalty_score');
  });

  it('imputes the median, records the cells in original units, and counts completeness over clustered features', () => {
    const matrix = customers(101, {
      ...GAPS,
      recency_days: (i) => (i === 3 ? Number.NaN : i),
      sku_nunique: (i, x) => (i === 4 ? Number.NaN : x),
    });
    const { scaled, imputed, completeness } = fit(matrix).output;
    const recency = imputed.find(({ feature }) => feature === 'recency_days')!;
    expect([...recency.rows]).toEqual([3]);
    // Median of log1p of 0..100 without 3: the two middle values are 50 and 51.
    expect(recency.value).toBeCloseTo(Math.sqrt(51 * 52) - 1, 12);
    expect(scaled.data[3 * scaled.columns + scaled.names.indexOf('recency_days')]).toBe(0);
    const lag = imputed.find(({ feature }) => feature === 'avg_days_to_return')!;
    expect([...lag.rows]).toEqual(Array.from({ length: 21 }, (_, i) => 5 * i));
    expect([completeness[3], completeness[4], completeness[5]]).toEqual([0.8, 1, 1]);
  });

  it('gives the reason of what the data are too short for, profile columns included, without a figure of its own', () => {
    const reason = 'not identifiable from this span (0 days of orders, 1 needed)';
    const matrix = customers(100, { recency_days: () => Number.NaN });
    const { selection, warnings, space } = fit(
      matrix,
      {},
      { recency_days: reason, days_since_first_order: reason },
    ).output;
    for (const feature of ['recency_days', 'days_since_first_order'])
      expect(verdictOn(selection, feature)).toMatchObject({ status: 'dropped', reason });
    expect(warnings).toEqual([`recency_days is not clustered: ${reason}`]);
    expect(space.names).not.toContain('recency_days');
    expect(space.names.length).toBeGreaterThan(2);
  });

  it('lets units kept stand in where no value is delivered', () => {
    const matrix = customers(100, { monetary: () => Number.NaN });
    const { space, selection, warnings } = fit(matrix, {}, { monetary: 'no_value_column' }).output;
    expect(space.names).toContain('net_units');
    expect(verdictOn(selection, 'net_units')).toMatchObject({
      status: 'clustered',
      reason: 'stands_in',
      twin: 'monetary',
    });
    expect(warnings).toEqual([
      'monetary is not clustered: no_value_column',
      'net_units stands in for monetary',
    ]);
  });

  it('clusters a stand-in that is asked for by name, with names unweighted', () => {
    const { fitted, output } = fit(customers(100), { features: ['monetary', 'net_units'] });
    expect(output.space.names).toEqual(['monetary', 'net_units']);
    expect(fitted.space).toMatchObject({ weights: [1, 1], components: null });
  });

  it('drops near-constant columns, but keeps them in the scaled table', () => {
    const matrix = customers(1000, { sku_nunique: (i) => (i < 5 ? 2 + i : 1), recency_days: () => 7 });
    const { selection, scaled, space, warnings } = fit(matrix, { winsorise: [0, 1] }).output;
    expect(verdictOn(selection, 'sku_nunique')).toMatchObject({ reason: 'near_constant', figure: 0.995 });
    expect(scaled.names).toContain('sku_nunique');
    expect(space.names).not.toContain('recency_days');
    expect(warnings).toEqual(['recency_days is not clustered: near_constant 1.000']);
    const rarer = customers(1000, { sku_nunique: (i) => (i < 6 ? 2 + i : 1) });
    expect(verdictOn(fit(rarer, { winsorise: [0, 1] }).output.selection, 'sku_nunique').status).toBe(
      'profiled',
    );
  });

  it('drops the less important of two correlated features', () => {
    const matrix = customers(300, {
      return_rate: (i) => i / 300,
      return_ratio: (i) => (i / 300) ** 2,
      monetary: (i) => i,
    });
    const { selection, warnings } = fit(matrix).output;
    expect(verdictOn(selection, 'return_ratio')).toMatchObject({
      status: 'dropped',
      reason: 'correlated',
      twin: 'return_rate',
    });
    expect(verdictOn(selection, 'return_ratio').figure).toBeGreaterThan(0.999);
    expect(warnings).toEqual([
      `monetary is not clustered: correlated with return_rate ${verdictOn(selection, 'monetary').figure!.toFixed(3)}`,
    ]);
  });

  it('keeps a feature asked for, whatever else it is correlated with', () => {
    const matrix = customers(300, { return_rate: (i) => i / 300, return_ratio: (i) => (i / 300) ** 2 });
    const { space, selection } = fit(matrix, { features: ['return_ratio', 'sku_nunique'] }).output;
    expect(space.names).toEqual(['sku_nunique', 'return_ratio']);
    expect(verdictOn(selection, 'return_rate')).toMatchObject({ reason: 'correlated', twin: 'return_ratio' });
  });

  it('drops collinear features of the set on request only', () => {
    // As transforms are monotone but not linear, the sum is made after them: log1p(a) + log1p(b) = log1p(c).
    const units = Array.from(
      { length: 300 },
      (_, i) => [((i * 37) % 300) / 3, ((i * 101) % 300) / 3] as const,
    );
    const matrix = customers(300, {
      sku_nunique: (i) => units[i]![0],
      recent_orders: (i) => units[i]![1],
      recent_returns: (i) => (1 + units[i]![0]) * (1 + units[i]![1]) - 1,
    });
    const features = ['sku_nunique', 'recent_orders', 'recent_returns', 'return_rate'];
    const rules: PreprocessingOptions = { features, winsorise: [0, 1], maxCorrelation: 0.99 };
    expect(fit(matrix, rules).output.space.columns).toBe(4);
    const { selection, space } = fit(matrix, { ...rules, maxVif: 10 }).output;
    expect(space.names).toEqual(['sku_nunique', 'return_rate', 'recent_orders']);
    expect(verdictOn(selection, 'recent_returns')).toMatchObject({ status: 'dropped', reason: 'collinear' });
  });

  it('weights blocks and projects with all features, and only then unless told', () => {
    const matrix = customers(200);
    const all = fit(matrix, { features: 'all' });
    const { components, weights, features } = all.fitted.space;
    expect(components!.varianceShares.reduce((sum, share) => sum + share, 0)).toBeGreaterThanOrEqual(0.9);
    expect(all.output.space.names).toEqual(components!.components.map((_, k) => `pc${k + 1}`));
    expect(new Set(weights).size).toBe(9);
    expect(features).toHaveLength(37);
    const unprojected = fit(matrix, { features: 'all', pca: false }).output;
    expect(unprojected.space.names).toEqual(features);
    expect(fit(matrix, { pca: true, pcaVariance: 1 }).output.space.names).toEqual([
      'pc1',
      'pc2',
      'pc3',
      'pc4',
      'pc5',
    ]);
    expect(fit(matrix).fitted.space).toMatchObject({ weights: [1, 1, 1, 1, 1], components: null });
  });

  it('accepts profile columns in the input and passes them over', () => {
    const matrix = customers(50);
    const data = new Float64Array(matrix.data.length + 50);
    for (let i = 0; i < 50; i++) {
      data.set(matrix.data.subarray(i * NAMES.length, (i + 1) * NAMES.length), i * (NAMES.length + 1));
      data[(i + 1) * (NAMES.length + 1) - 1] = i === 0 ? Number.NaN : i;
    }
    const { selection, scaled } = fit(createMatrix(50, [...NAMES, 'gross_value'], data)).output;
    expect(scaled.names).not.toContain('gross_value');
    expect(verdictOn(selection, 'gross_value')).toMatchObject({ status: 'profiled', missingShare: 0.02 });
  });

  it('refuses a single customer, unknown, missing and impossible columns, and a set without survivors', () => {
    expect(() => fit(customers(1))).toThrow('at least 2 customers');
    expect(() => fit(customers(0))).toThrow(InvalidInputError);
    expect(() => fit(matrixFromRows([[1], [2]], ['age']))).toThrow('not in the catalog: age');
    expect(() => fit(matrixFromRows([[1], [2]], ['return_rate']))).toThrow(
      'not there: sales_order_no_nunique',
    );
    expect(() => fit(customers(10, { return_rate: () => -0.1 }))).toThrow('return_rate in row 0 is -0.1');
    const equal = customers(10, { return_rate: () => 0 });
    expect(() => fit(equal, { features: ['return_rate'] })).toThrow(
      'no feature is left to cluster 10 customers by: return_rate is not clustered: near_constant 1.000',
    );
    const nothing = createMatrix(10, NAMES, new Float64Array(10 * NAMES.length).fill(Number.NaN));
    expect(() => fit(nothing)).toThrow(InvalidInputError);
  });

  it('fits the same recipes whatever the order of rows', () => {
    const matrix = customers(100, GAPS);
    const reversed = takeRows(matrix, [...Array(100).keys()].reverse());
    expect(fit(reversed).fitted).toEqual(fit(matrix).fitted);
    const { selection } = fit(reversed, { features: 'all' }).output;
    expect(selection).toEqual(fit(matrix, { features: 'all' }).output.selection);
  });

  it.each([1e-9, 1e9])('gives an untransformed column the same row in another unit (times %d)', (factor) => {
    const change = (unit: number) => ({
      high_value_return_affinity: (_: number, x: number) => (x - 0.5) * unit,
    });
    const features = ['high_value_return_affinity'];
    const expected = fit(customers(80, change(1)), { features }).output.space.data;
    const actual = fit(customers(80, change(factor)), { features }).output.space.data;
    expect(largestError(actual, expected)).toBeLessThan(1e-12);
  });

  it('agrees with numpy and scikit-learn through all steps', () => {
    const reference = readFixture<{
      names: string[];
      matrix: Table;
      scaled: Table;
      weights: number[];
      scores: Table;
    }>('preprocess');
    const catalog: FeatureDefinition[] = RETURNS_FEATURES.filter(({ name }) =>
      reference.names.includes(name),
    );
    const matrix = toMatrix(reference.matrix, reference.names);
    const options: PreprocessingOptions = { features: 'all', maxMissing: 0.5, maxCorrelation: 1 };
    const { fitted, output } = fitPreprocessing({ matrix, catalog }, options);
    const order = reference.names.map((name) => output.scaled.names.indexOf(name));
    reference.names.forEach((_, j) => {
      const expected = columnOf(toMatrix(reference.scaled), j);
      expect(largestError(columnOf(output.scaled, order[j]!), expected)).toBeLessThan(1e-9);
    });
    expect(
      largestError(
        order.map((j) => fitted.space.weights[j]!),
        reference.weights,
      ),
    ).toBeLessThan(1e-9);
    expect(largestError(output.space.data, toMatrix(reference.scores).data)).toBeLessThan(1e-9);
  });
});
