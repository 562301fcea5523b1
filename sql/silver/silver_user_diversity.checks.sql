-- check: fail | grain_is_unique | user_id identifies a row
select
  user_id
from
  silver_user_diversity
group by all
having
  count(*) > 1;

-- check: fail | covers_every_user | every user with an event has a row, and nobody else
select
  coalesce(known.user_id, own.user_id)
from
  silver_user_activity as known
  full join silver_user_diversity as own on known.user_id = own.user_id
where
  known.user_id is null
  or own.user_id is null;
