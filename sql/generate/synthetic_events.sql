-- synthetic_events: every look as the events that it leaves.
-- Grain: one row per (user_index, session_index, look_index, step); the second unit of a purchase is a row of its own.
-- Reads: synthetic_event_looks, synthetic_user_sessions
-- Units: happened_at is a TIMESTAMP in UTC.
with
  steps as (
    select
      user_index,
      session_index,
      look_index,
      product_index,
      looked_after,
      carted_after,
      decided_after,
      flatten(
        [
          ['view'],
          if (is_carted, ['cart'], []),
          if (is_removed, ['remove_from_cart'], []),
          ['purchase', 'purchase'] [1:bought_units]
        ]
      ) as event_types
    from
      synthetic_event_looks
  ),
  events as (
    select
      user_index,
      session_index,
      look_index,
      product_index,
      looked_after,
      carted_after,
      decided_after,
      unnest(event_types) as event_type,
      generate_subscripts(event_types, 1) as step
    from
      steps
  )
select
  events.user_index,
  events.session_index,
  look_index,
  step::integer as step,
  started_at + to_seconds(
    looked_after + case event_type
      when 'view' then 0
      when 'cart' then carted_after
      else decided_after
    end
  ) as happened_at,
  event_type,
  product_index,
  user_session
from
  events
  inner join synthetic_user_sessions as sessions on events.user_index = sessions.user_index
  and events.session_index = sessions.session_index
