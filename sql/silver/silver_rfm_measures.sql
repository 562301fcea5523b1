-- silver_rfm_measures: what the recency, frequency and monetary score of each customer rank.
-- Grain: one row per (customer_id, measure).
-- Reads: silver_customer_volumes, silver_customer_timings, silver_customer_values, silver_scope
-- Rule:  a value is "better" the larger it is, so recency counts as days before the as-of date, negative.
-- Rule:  where no customer has a value, kept units stand in for it; a single customer without one has a null.
-- Column: measure: recency, frequency or monetary.
-- Column: value [days, orders or currency; recency is negative]: what is ranked; larger is better. Null: the customer has no value, others have.
select
  volumes.customer_id,
  'recency' as measure,
  - timings.recency_days::double as value
from
  silver_customer_volumes as volumes
  inner join silver_customer_timings as timings on volumes.customer_id = timings.customer_id
union all
select
  customer_id,
  'frequency' as measure,
  sales_order_no_nunique::double as value
from
  silver_customer_volumes
union all
select
  volumes.customer_id,
  'monetary' as measure,
  case
    when scope.has_values then customer_values.monetary
    else (
      volumes.total_sales_qty - volumes.total_return_qty
    )::double
  end as value
from
  silver_customer_volumes as volumes
  inner join silver_customer_values as customer_values on volumes.customer_id = customer_values.customer_id
  cross join silver_scope as scope
