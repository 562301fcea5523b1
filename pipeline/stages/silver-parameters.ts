import type { Config } from '../core/config.ts';
import type { Parameters } from '../core/database.ts';

/** Values of the `$parameters` of the silver models, from the configuration. */
export function silverParameters(
  config: Config,
  { dateOrder, runDate }: { dateOrder: 'mdy' | 'dmy'; runDate: string },
): Parameters {
  const features = config.orderFeatures;
  const [newDays, growingDays, matureDays] = features.tenureDays;
  return {
    date_order: dateOrder,
    timezone: config.timezone,
    earliest_date: config.cleaning.earliestDate,
    run_date: runDate,
    decimal_comma: config.orders.decimalComma,
    hash_key: config.privacy.hashCustomerIds ? config.privacy.hashKey : '',
    sample: config.sample,
    sample_seed: String(config.seed),
    matching: config.cleaning.matching,
    similar_emails: config.cleaning.similarEmails,
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
  };
}
