-- silver_sessions: visits of users, and what happened in them.
-- Grain: one row per (user_id, session_key).
-- Reads: silver_events
-- Rule: a session with a purchase is an order; purchase_value is exact, unknown prices add nothing to it.
-- Column: first_event_at [UTC]: time of the first event of the session.
-- Column: last_event_at [UTC]: time of its last event.
-- Column: last_purchase_at [UTC]: time of its last purchase. Null: no purchase.
-- Column: event_count [events]: events of the session.
-- Column: view_count [events]: products looked at.
-- Column: cart_count [events]: products put into the cart.
-- Column: remove_count [events]: products taken out of the cart.
-- Column: purchase_count [events]: products bought; a session with one is an order.
-- Column: other_count [events]: events of unknown types.
-- Column: purchase_value [currency]: sum of the known prices of its purchases; 0 without one.
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
