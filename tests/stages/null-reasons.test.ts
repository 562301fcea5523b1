import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { featuresOf } from '../../features/catalog.ts';
import { configSchema } from '../../pipeline/core/config-schema.ts';
import { Database } from '../../pipeline/core/database.ts';
import { SEGMENTATIONS } from '../../pipeline/core/segmentation.ts';
import { forgetUnidentified, isAboutSpan, readNullReasons } from '../../pipeline/stages/null-reasons.ts';

const [RETURNS, BEHAVIOR] = [SEGMENTATIONS[0]!, SEGMENTATIONS[1]!];

interface Days {
  readonly first: string;
  readonly last: string;
  readonly asOf?: string;
  readonly span: number;
}

let database: Database;
beforeEach(async () => {
  database = await Database.open({ file: ':memory:', threads: 1 });
});
afterEach(() => database.close());

async function reasonsOf(segmentation: typeof RETURNS, days: Days, settings: object = {}) {
  const { first, last, asOf = last, span } = days;
  await database.execute(
    `create or replace table ${segmentation.scopeTable} as select date '${asOf}' as as_of_date, date '${first}' as first_date,
      date '${last}' as last_date, ${span} as span_days, true as has_values, true as has_categories`,
  );
  const config = configSchema.parse(settings);
  return readNullReasons({ database, config }, segmentation, featuresOf(segmentation.name));
}

const ONE_DAY = { first: '2024-03-05', last: '2024-03-05', span: 0 };

describe('readNullReasons(context, segmentation, catalog)', () => {
  it('finds everything that one day of orders cannot tell, with figures', async () => {
    const reasons = await reasonsOf(RETURNS, ONE_DAY);
    const orders = 'not identifiable from this span (0 days of orders, 1 needed)';
    const observed = (least: number) =>
      `not identifiable from this span (0 days from the first order to the as-of day, ${least} needed)`;
    const months = 'not identifiable from this span (1 calendar month of orders, 6 needed)';
    expect(reasons).toEqual({
      customer_lifetime_days: orders,
      sku_adjacency_timing: orders,
      recency_days: orders,
      days_since_first_order: orders,
      r_score: orders,
      customer_tenure_stage: 'not identifiable from this span (0 days of orders, 14 needed)',
      avg_days_to_return: observed(1),
      return_timing_spread: observed(1),
      sku_adjacency_return_timing: observed(1),
      recent_orders: observed(90),
      recent_returns: observed(90),
      recent_vs_avg_ratio: observed(120),
      behavior_stability_score: observed(120),
      seasonal_susceptibility_orders: observed(365),
      seasonal_susceptibility_returns: observed(365),
      trend_product_category_order_rate: months,
      trend_product_category_return_rate: months,
    });
  });

  it('finds nothing wanting in two years of orders', async () => {
    expect(await reasonsOf(RETURNS, { first: '2023-01-01', last: '2024-12-31', span: 730 })).toEqual({});
  });

  it('takes each span at its limit', async () => {
    const at = async (days: Days) => Object.keys(await reasonsOf(RETURNS, days));
    expect(await at({ first: '2024-01-01', last: '2024-03-30', span: 89 })).toContain('recent_orders');
    expect(await at({ first: '2024-01-01', last: '2024-03-31', span: 90 })).not.toContain('recent_orders');
    expect(await at({ first: '2024-01-01', last: '2024-05-31', span: 151 })).toContain(
      'trend_product_category_order_rate',
    );
    expect(await at({ first: '2024-01-31', last: '2024-06-01', span: 122 })).not.toContain(
      'trend_product_category_order_rate',
    );
  });

  it('can tell days to return from one day of orders that came back weeks later', async () => {
    const reasons = await reasonsOf(RETURNS, { ...ONE_DAY, asOf: '2024-04-05' });
    expect(Object.keys(reasons)).toEqual(expect.arrayContaining(['recency_days', 'customer_lifetime_days']));
    expect(Object.keys(reasons)).not.toContain('avg_days_to_return');
  });

  it('finds what one day of events cannot tell: trend and what is counted by day, not hours', async () => {
    expect(await reasonsOf(BEHAVIOR, { ...ONE_DAY, span: 0.97 })).toEqual({
      engagement_intensity: 'not identifiable from this span (0.9 days of events, 1 needed)',
      trend_ratio: 'not identifiable from this span (0.9 days of events, 14 needed)',
    });
  });

  it('rounds the span down, so that it never reads as what is needed', async () => {
    const days = { first: '2024-03-01', last: '2024-03-15', span: 13.999 };
    expect((await reasonsOf(BEHAVIOR, days))['trend_ratio']).toContain('(13.9 days of events, 14 needed)');
  });

  it('follows the configuration', async () => {
    const settings = { orderFeatures: { recencyWindowDays: 10 }, eventFeatures: { minSpanDays: 0 } };
    const days = { first: '2024-03-01', last: '2024-03-12', span: 11 };
    expect(Object.keys(await reasonsOf(RETURNS, days, settings))).not.toContain('recent_orders');
    expect(Object.keys(await reasonsOf(BEHAVIOR, days, settings))).toEqual([]);
  });
});

describe('forgetUnidentified(context, segmentation, columns)', () => {
  const COLUMNS = 'returns_recency_days as prefixed, recency_days as plain, returns_monetary as monetary';

  it('takes the values of what the span cannot tell under the given prefix, and no others', async () => {
    await reasonsOf(RETURNS, ONE_DAY);
    await database.execute(
      `create table persons as select 0 as returns_recency_days, 0 as recency_days, 5 as returns_monetary`,
    );
    const context = { database, config: configSchema.parse({}) };
    await forgetUnidentified(context, RETURNS, { table: 'persons', prefix: 'returns_' });
    const rows = () => database.queryRows(`select ${COLUMNS} from persons`);
    expect(await rows()).toEqual([{ prefixed: null, plain: 0, monetary: 5 }]);
    await forgetUnidentified(context, RETURNS, { table: 'persons' });
    expect(await rows()).toEqual([{ prefixed: null, plain: null, monetary: 5 }]);
  });

  it('takes nothing where the data are long enough', async () => {
    await reasonsOf(RETURNS, { first: '2023-01-01', last: '2024-12-31', span: 730 });
    await database.execute('create table persons as select 0 as recency_days');
    const context = { database, config: configSchema.parse({}) };
    await forgetUnidentified(context, RETURNS, { table: 'persons' });
    expect(await database.queryRows('select recency_days from persons')).toEqual([{ recency_days: 0 }]);
  });

  it('knows its reasons from others', async () => {
    const reasons = await reasonsOf(RETURNS, ONE_DAY);
    expect([isAboutSpan(reasons['recency_days']!), isAboutSpan('no_value')]).toEqual([true, false]);
  });
});
