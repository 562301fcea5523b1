-- check: fail | grain_is_unique | customer_id identifies a row
select
  customer_id,
  count(*)::integer as row_count
from
  silver_customer_trends
group by all
having
  count(*) > 1;

-- check: fail | keys_are_known | customer_id is never null
select
  customer_id
from
  silver_customer_trends
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
  full join silver_customer_trends using (customer_id)
where
  known.customer_id is null
  or silver_customer_trends.customer_id is null;

-- check: fail | correlations_are_correlations | trends lie in [-1, 1]; a constant is null, never NaN
select
  customer_id
from
  silver_customer_trends
where
  not coalesce(
    trend_product_category_order_rate between -1 and 1,
    true
  )
  or not coalesce(
    trend_product_category_return_rate between -1 and 1,
    true
  );
