-- check: fail | grain_is_unique | customer_id identifies a row
select
  customer_id,
  count(*)::integer as row_count
from
  silver_customer_volumes
group by all
having
  count(*) > 1;

-- check: fail | keys_are_known | customer_id is never null
select
  customer_id
from
  silver_customer_volumes
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
  full join silver_customer_volumes using (customer_id)
where
  known.customer_id is null
  or silver_customer_volumes.customer_id is null;

-- check: fail | quantities_are_ordered | orders and SKUs are at most lines, lines at most units, returns at most sales
select
  customer_id
from
  silver_customer_volumes
where
  not (
    sales_order_no_nunique between 1 and line_count
    and sku_nunique between 1 and line_count
    and items_returned_count between 0 and line_count
    and line_count <= total_sales_qty
    and total_return_qty between items_returned_count and total_sales_qty
  );
