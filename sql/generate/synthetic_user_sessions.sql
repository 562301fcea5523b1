-- synthetic_user_sessions: visits with their time and size.
-- Grain: one row per (user_index, session_index).
-- Reads: synthetic_users, synthetic_event_calendar
-- Params: $seed BIGINT
-- Rule: the i-th of n sessions begins in the i-th of n equal parts of the user's span on the calendar wheel.
-- Rule: the orders fall evenly among the sessions, each into one of its own, shifted by a part of the user's demand draw.
with
  numbered as (
    select
      user_index,
      unnest(range(1, session_count + 1)) as session_index
    from
      synthetic_users
  ),
  draws as (
    select
      user_index,
      session_index,
      concat_ws(
        ':',
        $seed::bigint,
        'session',
        user_index,
        session_index
      ) as key,
      md5(key) as digest,
      md5_number_lower(key) as low_bits,
      md5_number_upper(key) as high_bits,
      (low_bits & 65535) / 65536 as hour_draw,
      ((low_bits >> 16) & 65535) / 65536 as second_draw,
      ((low_bits >> 32) & 65535) / 65536 + (low_bits >> 48) / 65536 as look_draw_sum,
      (high_bits & 65535) / 65536 as rounding_draw
    from
      numbered
  ),
  wheel as (
    select
      max(wheel_weight) as wheel_weight
    from
      synthetic_event_calendar
  ),
  placed as (
    select
      draws.user_index,
      session_index,
      digest,
      second_draw,
      floor(
        (
          first_position + (last_position - first_position) * (session_index - 1 + hour_draw) / session_count
        ) * wheel_weight
      )::bigint as wheel_position,
      1 + floor(
        (looks_per_session - 1) * look_draw_sum + rounding_draw
      )::integer as look_count,
      floor(demand_draw * session_count)::integer as shift,
      (session_index * order_count + shift) // session_count > ((session_index - 1) * order_count + shift) // session_count as is_order
    from
      draws
      inner join synthetic_users as users on draws.user_index = users.user_index
      cross join wheel
  )
select
  user_index,
  session_index::integer as session_index,
  concat_ws(
    '-',
    digest[1:8],
    digest[9:12],
    digest[13:16],
    digest[17:20],
    digest[21:32]
  ) as user_session,
  hour_at + to_seconds(floor(3600 * second_draw)::integer) as started_at,
  look_count,
  is_order
from
  placed
  asof join synthetic_event_calendar as calendar on wheel_position >= weight_from
