import type { Parameters } from '../../pipeline/core/database.ts';

/** Every parameter of the silver models with its default; cases override what they are about in params.json. */
export const SQL_DEFAULTS: Parameters = {
  as_of_date: '2024-12-31',
  recency_window_days: 90,
  return_horizon_days: 30,
  change_pseudo_units: 10,
  affinity_pseudo_units: 50,
  adjacency_days: 14,
  adjacency_mode: 'category',
  seasonal_min_days: 365,
  seasonal_min_events: 8,
  trend_min_months: 6,
  high_value_quantile: 0.75,
  high_value_min_orders: 3,
  tenure_new_days: 90,
  tenure_growing_days: 180,
  tenure_mature_days: 365,
};
