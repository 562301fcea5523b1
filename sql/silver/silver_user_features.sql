-- silver_user_features: behaviour, RFM and profile of each user as of one instant; null means not enough evidence.
-- Grain: one row per user_id.
-- Reads: silver_user_activity, silver_user_rfm, silver_user_timings, silver_user_diversity, silver_user_prices
-- Rule: users with a purchase and users without are two strata; what only a purchase can show is null or 0 in the second.
-- Features: behavior
-- Column: stratum: buyers if the user bought anything, else non_buyers.
with
  activity as (
    select
      *
    from
      silver_user_activity
  ),
  rfm as (
    select
      *
    from
      silver_user_rfm
  ),
  timings as (
    select
      *
    from
      silver_user_timings
  ),
  diversity as (
    select
      *
    from
      silver_user_diversity
  ),
  prices as (
    select
      *
    from
      silver_user_prices
  )
select
  activity.user_id,
  case
    when rfm.frequency > 0 then 'buyers'
    else 'non_buyers'
  end as stratum,
  activity.total_events,
  activity.view_count,
  activity.cart_count,
  activity.remove_count,
  activity.purchase_count,
  activity.other_count,
  activity.unique_sessions,
  activity.unique_products_viewed,
  activity.unique_products_purchased,
  diversity.unique_categories,
  diversity.unique_brands,
  activity.purchase_conversion_rate,
  activity.cart_conversion_rate,
  activity.cart_abandonment_rate,
  activity.bounce_rate,
  activity.avg_events_per_session,
  activity.avg_session_duration_hours,
  activity.max_session_duration_hours,
  timings.engagement_intensity,
  rfm.recency_hours,
  timings.activity_recency_hours,
  rfm.frequency,
  rfm.monetary,
  rfm.avg_order_value,
  rfm.r_score,
  rfm.f_score,
  rfm.m_score,
  rfm.rfm_code,
  rfm.rfm_total,
  rfm.rfm_segment,
  timings.time_span_hours,
  timings.avg_time_between_events_hours,
  timings.peak_activity_hour,
  timings.peak_hour_sin,
  timings.peak_hour_cos,
  timings.share_night,
  timings.share_morning,
  timings.share_afternoon,
  timings.share_evening,
  timings.hours_since_first_seen,
  timings.trend_ratio,
  diversity.product_diversity,
  diversity.category_diversity,
  diversity.brand_diversity,
  diversity.category_entropy,
  diversity.category_concentration,
  diversity.exploration_score,
  diversity.focus_score,
  diversity.brand_share,
  rfm.loyalty_score,
  prices.avg_price_viewed,
  prices.price_std,
  prices.price_range,
  prices.price_level,
  prices.price_dispersion,
  prices.price_sensitivity,
  diversity.top_category_id,
  diversity.top_category_code,
  diversity.top_brand,
  timings.first_event_at,
  timings.last_event_at
from
  activity
  inner join rfm on activity.user_id = rfm.user_id
  inner join timings on activity.user_id = timings.user_id
  inner join diversity on activity.user_id = diversity.user_id
  left join prices on activity.user_id = prices.user_id
