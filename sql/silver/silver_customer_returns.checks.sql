-- check: fail | grain_is_unique | customer_id identifies a row
select
  customer_id,
  count(*)::integer as row_count
from
  silver_customer_returns
group by all
having
  count(*) > 1;

-- check: fail | keys_are_known | customer_id is never null
select
  customer_id
from
  silver_customer_returns
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
  full join silver_customer_returns using (customer_id)
where
  known.customer_id is null
  or silver_customer_returns.customer_id is null;

-- check: fail | evidence_decides_nulls | batch size and intensity are known exactly where something was returned
select
  customer_id
from
  silver_customer_returns
where
  (return_rate > 0) is distinct from (avg_returns_per_order is not null)
  or (return_rate > 0) is distinct from (return_intensity is not null);

-- check: fail | runs_agree | a mean run of at least 2 exists exactly where a returned order follows another
select
  customer_id
from
  silver_customer_returns
where
  (consecutive_returns > 0) is distinct from (avg_consecutive_returns >= 2);
