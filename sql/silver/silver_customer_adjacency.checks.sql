-- check: fail | grain_is_unique | customer_id identifies a row
select
  customer_id,
  count(*)::integer as row_count
from
  silver_customer_adjacency
group by all
having
  count(*) > 1;

-- check: fail | keys_are_known | customer_id is never null
select
  customer_id
from
  silver_customer_adjacency
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
  full join silver_customer_adjacency using (customer_id)
where
  known.customer_id is null
  or silver_customer_adjacency.customer_id is null;

-- check: fail | timing_needs_orders | days to the nearest related order are known exactly where there is one
select
  customer_id
from
  silver_customer_adjacency
where
  (coalesce(sku_adjacency_orders, 0) > 0) is distinct from (sku_adjacency_timing is not null)
  or sku_adjacency_returns > sku_adjacency_orders;

-- check: fail | return_timing_needs_two_orders | a distance of return dates implies two orders with related returned lines
select
  customer_id
from
  silver_customer_adjacency
where
  sku_adjacency_return_timing is not null
  and sku_adjacency_returns < 2;
