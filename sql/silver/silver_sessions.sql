-- silver_sessions: visits of users, and what happened in them.
-- Grain: one row per (user_id, session_key).
-- Reads: silver_events
-- Rule: a session with a purchase is an order; purchase_value is exact, unknown prices add nothing to it.
select
  user_id,
  session_key,
  min(event_at) as first_event_at,
  max(event_at) as last_event_at,
  max(event_at) filter(
    where
      event_type = 'purchase'
  ) as last_purchase_at,
  count(*)::integer as event_count,
  (
    count(*) filter(
      where
        event_type = 'view'
    )
  )::integer as view_count,
  (
    count(*) filter(
      where
        event_type = 'cart'
    )
  )::integer as cart_count,
  (
    count(*) filter(
      where
        event_type = 'remove_from_cart'
    )
  )::integer as remove_count,
  (
    count(*) filter(
      where
        event_type = 'purchase'
    )
  )::integer as purchase_count,
  (
    count(*) filter(
      where
        event_type = 'other'
    )
  )::integer as other_count,
  coalesce(
    sum(price) filter(
      where
        event_type = 'purchase'
    ),
    0
  ) as purchase_value
from
  silver_events
group by
  user_id,
  session_key
