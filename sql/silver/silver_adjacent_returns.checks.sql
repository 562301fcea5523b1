-- check: fail | grain_is_unique | customer_id identifies a row
select
  customer_id,
  count(*)::integer as row_count
from
  silver_adjacent_returns
group by all
having
  count(*) > 1;

-- check: fail | keys_are_known | customer_id is never null
select
  customer_id
from
  silver_adjacent_returns
where
  customer_id is null;

-- check: fail | sums_are_sums | there is a pair, and days are not negative
select
  customer_id
from
  silver_adjacent_returns
where
  pair_count <= 0
  or day_sum < 0;
