-- check: fail | grain_is_unique | (customer_id, order_number) identifies an order
select
  customer_id,
  order_number,
  count(*)::integer as row_count
from
  silver_orders
group by all
having
  count(*) > 1;

-- check: fail | keys_are_known | customer_id, order_number are never null
select
  customer_id,
  order_number
from
  silver_orders
where
  customer_id is null
  or order_number is null;

-- check: fail | positions_have_no_gaps | order_position counts 1, 2, ... within a customer
select
  customer_id
from
  silver_orders
group by
  customer_id
having
  min(order_position) <> 1
  or max(order_position) <> count(*)
  or count(distinct order_position) <> count(*);

-- check: fail | positions_follow_dates | a later position never has an earlier date
select
  customer_id
from
  silver_orders
qualify
  order_date < lag (order_date) over (
    partition by
      customer_id
    order by
      order_position
  );

-- check: fail | lines_add_up | the orders hold every line once, returned lines included
select
  *
from
  (
    select
      count(*) as line_count,
      count(*) filter(
        where
          returned_units > 0
      ) as returned_line_count
    from
      silver_feature_lines
  ) as lines,
  (
    select
      coalesce(sum(line_count), 0) as line_count,
      coalesce(sum(returned_line_count), 0) as returned_line_count
    from
      silver_orders
  ) as orders
where
  lines.line_count <> orders.line_count
  or lines.returned_line_count <> orders.returned_line_count;
