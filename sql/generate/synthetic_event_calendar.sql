-- synthetic_event_calendar: how visits spread over the hours of the period: a wheel with a slice for each hour.
-- Grain: one row per hour_at.
-- Reads: nothing
-- Params: $first_date DATE; $last_date DATE, both counted.
-- Units: hour_at is a TIMESTAMP in UTC, the beginning of the hour.
-- Rule: an hour's slice runs from weight_from up to weight_from of the next hour; integers, so that sums are exact.
-- Rule: no visit begins in the last two hours: what it looks at still falls into the period.
with
  hours as (
    select
      unnest(
        generate_series(
          $first_date::timestamp,
          $last_date::timestamp + interval 21 hours,
          interval 1 hour
        )
      ) as hour_at
  ),
  weights as (
    select
      hour_at,
      [10, 10, 10, 10, 11, 13, 13] [isodow(hour_at)] * [
        2,
        1,
        1,
        2,
        4,
        7,
        9,
        10,
        11,
        11,
        11,
        10,
        10,
        11,
        12,
        14,
        15,
        15,
        14,
        12,
        9,
        6,
        4,
        3
      ] [1 + hour(hour_at)] as weight
    from
      hours
  )
select
  hour_at,
  (
    sum(weight) over (
      order by
        hour_at
    ) - weight
  )::bigint as weight_from,
  (sum(weight) over ())::bigint as wheel_weight
from
  weights
