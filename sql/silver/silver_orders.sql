-- silver_orders: orders in the sequence in which each customer placed them.
-- Grain: one row per (customer_id, order_number).
-- Reads: silver_feature_lines
-- Rule:  order_position counts from 1 by (first line timestamp, order number as text, binary collation).
-- Rule:  order_value is the sum over the lines with a value; null if no line has one.
-- Column: order_position: n for the customer's n-th order, counted from 1.
-- Column: line_count [lines]: lines of the order.
-- Column: returned_line_count [lines]: lines of which anything came back.
-- Column: order_value [currency]: value of the lines before returns, as far as it is known. Null: no line has a value.
with
  lines as (
    select
      *
    from
      silver_feature_lines
  ),
  orders as (
    select
      customer_id,
      order_number,
      first_line_at,
      order_date,
      count(*)::integer as line_count,
      (
        count(*) filter(
          where
            returned_units > 0
        )
      )::integer as returned_line_count,
      sum(line_value) as order_value
    from
      lines
    group by all
  )
select
  customer_id,
  order_number,
  row_number() over (
    partition by
      customer_id
    order by
      first_line_at,
      order_number
  )::integer as order_position,
  first_line_at,
  order_date,
  line_count,
  returned_line_count,
  order_value
from
  orders
