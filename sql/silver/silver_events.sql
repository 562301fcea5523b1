-- silver_events: what users did: every event that counts, with its session.
-- Grain: one row per (_source_file, _source_line).
-- Reads: silver_parsed_events
-- Params: $session_gap_minutes integer
-- Rule: a session is (user_id, session_key), as two users may share a session id. Events without an id form sessions per user, among
--       themselves: a pause of strictly more than the gap begins a new one. Their keys begin with a blank, which no delivered id does.
-- Column: user_id: the user, blanks trimmed; with privacy.hashCustomerIds a keyed hash.
-- Column: session_key: the visit; unique per user only. Formed by pauses where no id was delivered.
-- Column: event_type: view, cart, remove_from_cart, purchase, or other where unknown types are kept.
-- Column: event_at [UTC]: time of the event.
with
  events as (
    select
      *
    from
      silver_parsed_events
    where
      exclude_reason is null
  ),
  delivered_sessions as (
    select
      *,
      session_id as session_key
    from
      events
    where
      session_id is not null
  ),
  starts as (
    select
      *,
      coalesce(
        epoch_us(event_at) - lag (epoch_us(event_at)) over user_events > $session_gap_minutes::bigint * 60000000,
        true
      ) as is_start
    from
      events
    where
      session_id is null
    window
      user_events as (
        partition by
          user_id
        order by
          event_at,
          _source_file,
          _source_line
      )
  ),
  inferred_sessions as (
    select
      * exclude (is_start),
      ' inferred ' || sum(is_start::integer) over (
        partition by
          user_id
        order by
          event_at,
          _source_file,
          _source_line rows unbounded preceding
      ) as session_key
    from
      starts
  ),
  sessioned as (
    select
      *
    from
      delivered_sessions
    union all
    by name
    select
      *
    from
      inferred_sessions
  )
select
  user_id,
  session_key,
  product_id,
  category_id,
  category_code,
  brand,
  event_type,
  event_at,
  price,
  _source_file,
  _source_line
from
  sessioned
