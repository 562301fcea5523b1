-- check: fail | grain_is_unique | customer_id identifies a row
select
  customer_id,
  count(*)::integer as row_count
from
  silver_customer_seasons
group by all
having
  count(*) > 1;

-- check: fail | keys_are_known | customer_id is never null
select
  customer_id
from
  silver_customer_seasons
where
  customer_id is null;

-- check: fail | covers_every_customer | every customer with a line has a row, and nobody else
select
  customer_id
from
  (
    select distinct
      customer_id
    from
      silver_feature_lines
  ) as known
  full join silver_customer_seasons using (customer_id)
where
  known.customer_id is null
  or silver_customer_seasons.customer_id is null;

-- check: fail | within_unit_interval | susceptibilities lie in [0, 1]
select
  customer_id
from
  silver_customer_seasons
where
  not coalesce(
    seasonal_susceptibility_orders between 0 and 1,
    true
  )
  or not coalesce(
    seasonal_susceptibility_returns between 0 and 1,
    true
  );
