-- check: fail | grain_is_unique | user_id identifies a row
select
  user_id
from
  silver_user_timings
group by all
having
  count(*) > 1;

-- check: fail | covers_every_user | every user with an event has a row, and nobody else
select
  coalesce(known.user_id, own.user_id)
from
  (
    select distinct
      user_id
    from
      silver_events
  ) as known
  full join silver_user_timings as own on known.user_id = own.user_id
where
  known.user_id is null
  or own.user_id is null;

-- check: fail | trend_is_positive | a trend is known only for users seen in the first third of a long enough span, and positive
select
  user_id
from
  silver_user_timings
where
  trend_ratio <= 0;
