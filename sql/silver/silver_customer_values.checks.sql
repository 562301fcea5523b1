-- check: fail | grain_is_unique | customer_id identifies a row
select
  customer_id,
  count(*)::integer as row_count
from
  silver_customer_values
group by all
having
  count(*) > 1;

-- check: fail | keys_are_known | customer_id is never null
select
  customer_id
from
  silver_customer_values
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
  full join silver_customer_values using (customer_id)
where
  known.customer_id is null
  or silver_customer_values.customer_id is null;

-- check: fail | values_are_ordered | 0 <= monetary <= gross_value, and both are known or neither
select
  customer_id
from
  silver_customer_values
where
  monetary < 0
  or monetary > gross_value * (1 + 1e-9)
  or (monetary is null) <> (gross_value is null)
  or (avg_order_value is null) <> (gross_value is null);

-- check: fail | affinity_in_points | high_value_return_affinity lies in [-100, 100]
select
  customer_id
from
  silver_customer_values
where
  not coalesce(
    high_value_return_affinity between -100 and 100,
    true
  );
