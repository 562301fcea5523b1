-- silver_customer_features: 36 features and the profile of each customer as of one date; null means not enough evidence.
-- Grain: one row per customer_id.
-- Reads: silver_customer_volumes, silver_customer_returns, silver_customer_timings, silver_customer_recency,
--        silver_customer_categories, silver_customer_adjacency, silver_customer_seasons, silver_customer_trends,
--        silver_customer_values, silver_customer_rfm
-- Features: returns
with
  volumes as (
    select
      *
    from
      silver_customer_volumes
  ),
  returns as (
    select
      *
    from
      silver_customer_returns
  ),
  timings as (
    select
      *
    from
      silver_customer_timings
  ),
  recency as (
    select
      *
    from
      silver_customer_recency
  ),
  categories as (
    select
      *
    from
      silver_customer_categories
  ),
  adjacency as (
    select
      *
    from
      silver_customer_adjacency
  ),
  seasons as (
    select
      *
    from
      silver_customer_seasons
  ),
  trends as (
    select
      *
    from
      silver_customer_trends
  ),
  customer_values as (
    select
      *
    from
      silver_customer_values
  ),
  rfm as (
    select
      *
    from
      silver_customer_rfm
  )
select
  volumes.customer_id,
  volumes.sales_order_no_nunique,
  volumes.sku_nunique,
  volumes.items_returned_count,
  volumes.sales_qty_mean,
  volumes.avg_order_size,
  returns.return_rate,
  returns.return_ratio,
  returns.return_product_variety,
  returns.avg_returns_per_order,
  returns.return_frequency_ratio,
  returns.return_intensity,
  returns.consecutive_returns,
  returns.avg_consecutive_returns,
  timings.customer_lifetime_days,
  timings.avg_days_to_return,
  timings.return_timing_spread,
  recency.recent_orders,
  recency.recent_returns,
  recency.recent_vs_avg_ratio,
  recency.behavior_stability_score,
  categories.category_diversity_score,
  categories.category_loyalty_score,
  categories.product_category_loyalty,
  categories.high_return_category_affinity,
  adjacency.sku_adjacency_orders,
  adjacency.sku_adjacency_returns,
  adjacency.sku_adjacency_timing,
  adjacency.sku_adjacency_return_timing,
  seasons.seasonal_susceptibility_orders,
  seasons.seasonal_susceptibility_returns,
  trends.trend_product_category_order_rate,
  trends.trend_product_category_return_rate,
  customer_values.avg_order_value,
  customer_values.avg_return_value,
  customer_values.high_value_return_affinity,
  timings.customer_tenure_stage,
  timings.recency_days,
  volumes.sales_order_no_nunique as frequency,
  customer_values.monetary,
  customer_values.gross_value,
  timings.days_since_first_order,
  rfm.r_score,
  rfm.f_score,
  rfm.m_score,
  rfm.rfm_segment,
  volumes.total_sales_qty::double as total_sales_qty,
  volumes.total_return_qty::double as total_return_qty,
  timings.first_order_date,
  timings.last_order_date,
  volumes.data_quality_flags
from
  volumes
  inner join returns on volumes.customer_id = returns.customer_id
  inner join timings on volumes.customer_id = timings.customer_id
  inner join recency on volumes.customer_id = recency.customer_id
  inner join categories on volumes.customer_id = categories.customer_id
  inner join adjacency on volumes.customer_id = adjacency.customer_id
  inner join seasons on volumes.customer_id = seasons.customer_id
  inner join trends on volumes.customer_id = trends.customer_id
  inner join customer_values on volumes.customer_id = customer_values.customer_id
  inner join rfm on volumes.customer_id = rfm.customer_id
