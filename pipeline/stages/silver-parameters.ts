import type { Config } from '../core/config.ts';
import type { Database, Parameters } from '../core/database.ts';
import { DataError } from '../core/errors.ts';
import type { Segmentation } from '../core/segmentation.ts';
import type { StageContext } from '../core/stage.ts';

/**
 * Values of the `$parameters` that cleaning takes: those of the configuration, and what the delivered values tell.
 *
 * @throws {DataError} If day-first and month-first dates both occur and the configuration does not say which is right.
 */
export async function cleaningParameters(
  context: StageContext,
  segmentation: Segmentation,
): Promise<Parameters> {
  const parameters = silverParameters(context, segmentation);
  if (segmentation.source !== 'orders') return parameters;
  return { ...parameters, date_order: (await knownDateOrder(context)) ?? DEFAULT_DATE_ORDER };
}

/** How 03/04/2024 is read. */
export type DateOrder = 'mdy' | 'dmy';

/** What is assumed where nothing tells: the common format of exports. */
export const DEFAULT_DATE_ORDER: DateOrder = 'mdy';

/**
 * The order of dates that the configuration or the delivered dates tell; null if neither does.
 *
 * @throws {DataError} If both orders occur and the configuration does not say which is right.
 */
export async function knownDateOrder({
  database,
  config,
}: Pick<StageContext, 'database' | 'config'>): Promise<DateOrder | null> {
  const { dateOrder } = config.orders;
  return dateOrder === 'auto' ? detectDateOrder(database) : dateOrder;
}

/** Values of the `$parameters` of the silver models of a segmentation that the configuration tells. */
export function silverParameters(
  { config, startedAt }: Pick<StageContext, 'config' | 'startedAt'>,
  segmentation: Segmentation,
): Parameters {
  const common = {
    timezone: config.timezone,
    earliest_date: config.cleaning.earliestDate,
    run_date: startedAt.toISOString().slice(0, 10),
    hash_key: config.privacy.hashCustomerIds ? config.privacy.hashKey : '',
    sample: config.sample,
    sample_seed: String(config.seed),
  };
  return {
    ...common,
    ...(segmentation.source === 'orders' ? orderParameters(config) : eventParameters(config)),
  };
}

function orderParameters({ asOf, orders, cleaning, orderFeatures: features }: Config): Parameters {
  const [newDays, growingDays, matureDays] = features.tenureDays;
  return {
    as_of: asOf,
    decimal_comma: orders.decimalComma,
    matching: cleaning.matching,
    similar_emails: cleaning.similarEmails,
    category_column: null,
    in_reference: true,
    recency_window_days: features.recencyWindowDays,
    return_horizon_days: features.returnHorizonDays,
    change_pseudo_units: features.changePseudoUnits,
    affinity_pseudo_units: features.affinityPseudoUnits,
    adjacency_days: features.adjacencyDays,
    adjacency_mode: features.adjacency,
    seasonal_min_days: features.seasonalMinDays,
    seasonal_min_events: features.seasonalMinEvents,
    trend_min_months: features.trendMinMonths,
    high_value_quantile: features.highValueQuantile,
    high_value_min_orders: features.highValueMinOrders,
    tenure_new_days: newDays,
    tenure_growing_days: growingDays,
    tenure_mature_days: matureDays,
    min_span_days: features.minSpanDays,
  };
}

function eventParameters({ asOf, events, eventFeatures }: Config): Parameters {
  return {
    as_of_time: asOf,
    dedupe: events.dedupe,
    lenient: events.lenient,
    session_gap_minutes: eventFeatures.sessionGapMinutes,
    min_span_days: eventFeatures.minSpanDays,
    price_ladder_min_views: eventFeatures.priceLadderMinViews,
  };
}

interface SlashDates {
  first_above_12: number;
  second_above_12: number;
}

/**
 * Decides whether 03/04/2024 is March or April, on every slash or dash date of the data: a first part above 12 can only
 * be a day.
 *
 * @returns null without evidence.
 * @throws {DataError} If both orders occur.
 */
async function detectDateOrder(database: Database): Promise<DateOrder | null> {
  const found = await database.queryOne<SlashDates>(
    String.raw`with dates as (
      select regexp_extract(unnest([order_date, return_date]), '^\s*(\d{1,2})[/-](\d{1,2})[/-]\d{2}', ['a', 'b']) as part
      from bronze_return_order_data
    ),
    parts as (select part from dates where part.a <> '')
    select
      count(*) filter (part.a::integer between 13 and 31 and part.b::integer between 1 and 12)::double as first_above_12,
      count(*) filter (part.b::integer between 13 and 31 and part.a::integer between 1 and 12)::double as second_above_12
    from parts`,
  );
  if (found.first_above_12 > 0 && found.second_above_12 > 0) {
    throw new DataError(
      `dates are written both day first (${found.first_above_12} of them) and month first (${found.second_above_12}); ` +
        `set orders.dateOrder to mdy or dmy: the others are then excluded as bad_order_date`,
    );
  }
  if (found.first_above_12 > 0) return 'dmy';
  return found.second_above_12 > 0 ? 'mdy' : null;
}
