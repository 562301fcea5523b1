-- gold_eligible_customers: customers with enough history to be segmented, their features in original units.
-- Grain: one row per customer (customer_id), in the order of customer_id.
-- Reads: silver_customer_features
-- Params: $least integer
-- Rule: values that the span of the data cannot tell are set to null after this (pipeline/stages/null-reasons.ts).
-- Features: returns. Null: also where the span of the data cannot tell the value
-- Column: stratum: always all: customers of orders are clustered together.
select
  'all' as stratum,
  *,
  total_sales_qty - total_return_qty as net_units
from
  silver_customer_features
where
  sales_order_no_nunique >= $least::integer
order by
  customer_id
