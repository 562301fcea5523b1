-- check: fail | grain_is_unique | customer_id identifies a row
select
  customer_id,
  count(*)::integer as row_count
from
  silver_customer_timings
group by all
having
  count(*) > 1;

-- check: fail | keys_are_known | customer_id is never null
select
  customer_id
from
  silver_customer_timings
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
  full join silver_customer_timings using (customer_id)
where
  known.customer_id is null
  or silver_customer_timings.customer_id is null;

-- check: fail | spans_add_up | days since first order = lifetime + recency
select
  customer_id
from
  silver_customer_timings
where
  days_since_first_order <> customer_lifetime_days + recency_days;

-- check: fail | spread_needs_a_mean | a spread implies a mean delay, and neither is negative
select
  customer_id
from
  silver_customer_timings
where
  avg_days_to_return < 0
  or return_timing_spread < 0
  or (
    return_timing_spread is not null
    and avg_days_to_return is null
  );
