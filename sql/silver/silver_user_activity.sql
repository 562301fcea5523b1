-- silver_user_activity: how much each user does, and how far towards a purchase.
-- Grain: one row per user_id.
-- Reads: silver_sessions, silver_user_products
-- Rule: durations are those of sessions with two events or more; cart pairs are (user, product) with a cart event.
-- Features: behavior
-- Column: order_count [orders]: sessions with a purchase.
-- Column: purchase_value [currency]: sum of the known prices of all purchases, exact; 0 without one.
-- Column: last_purchase_at [UTC]: time of the last purchase. Null: no purchase.
with
  sessions as (
    select
      *,
      epoch_us(last_event_at) - epoch_us(first_event_at) as duration_us
    from
      silver_sessions
  ),
  visits as (
    select
      user_id,
      sum(event_count)::integer as total_events,
      sum(view_count)::integer as view_count,
      sum(cart_count)::integer as cart_count,
      sum(remove_count)::integer as remove_count,
      sum(purchase_count)::integer as purchase_count,
      sum(other_count)::integer as other_count,
      count(*)::integer as unique_sessions,
      count(*) filter(
        where
          purchase_count > 0
      )::integer as order_count,
      count(*) filter(
        where
          cart_count > 0
      ) as cart_session_count,
      count(*) filter(
        where
          event_count = 1
      ) as bounce_count,
      count(*) filter(
        where
          event_count > 1
      ) as long_session_count,
      sum(duration_us) filter(
        where
          event_count > 1
      ) as long_duration_us,
      max(duration_us) filter(
        where
          event_count > 1
      ) as max_duration_us,
      sum(purchase_value) as purchase_value,
      max(last_purchase_at) as last_purchase_at
    from
      sessions
    group by
      user_id
  ),
  products as (
    select
      user_id,
      count(*) filter(
        where
          is_viewed
      )::integer as unique_products_viewed,
      count(*) filter(
        where
          is_purchased
      )::integer as unique_products_purchased,
      count(*) filter(
        where
          is_carted
      ) as carted_count,
      count(*) filter(
        where
          is_abandoned
      ) as abandoned_count
    from
      silver_user_products
    group by
      user_id
  )
select
  visits.user_id,
  visits.total_events,
  visits.view_count,
  visits.cart_count,
  visits.remove_count,
  visits.purchase_count,
  visits.other_count,
  visits.unique_sessions,
  coalesce(products.unique_products_viewed, 0) as unique_products_viewed,
  coalesce(products.unique_products_purchased, 0) as unique_products_purchased,
  safe_ratio (visits.order_count, visits.unique_sessions) as purchase_conversion_rate,
  safe_ratio (visits.cart_session_count, visits.unique_sessions) as cart_conversion_rate,
  safe_ratio (products.abandoned_count, products.carted_count) as cart_abandonment_rate,
  safe_ratio (visits.bounce_count, visits.unique_sessions) as bounce_rate,
  safe_ratio (visits.total_events, visits.unique_sessions) as avg_events_per_session,
  safe_ratio (
    visits.long_duration_us,
    visits.long_session_count * 3600000000
  ) as avg_session_duration_hours,
  safe_ratio (visits.max_duration_us, 3600000000) as max_session_duration_hours,
  visits.order_count,
  visits.purchase_value,
  visits.last_purchase_at
from
  visits
  left join products on visits.user_id = products.user_id
