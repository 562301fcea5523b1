-- silver_customer_category_months: what each customer bought and returned of each category, month by month.
-- Grain: one row per (customer_id, category_key, kind, month_number) with a line; other months have no row.
-- Reads: silver_feature_lines
-- Rule:  kind 'order' counts lines by order month, kind 'return' returned lines by the month of their return; undated ones are
--        left out. month_number counts months since January 1970.
-- Rule:  kind 'return' has a row, perhaps of 0 lines, in each order month: never returned is a series of zeros, not no series.
-- Column: category_key: category of the product.
-- Column: kind: order (lines by month of the order) or return (returned lines by month of the return).
-- Column: month_number [months]: months since January 1970.
-- Column: line_count [lines]: lines of the customer in the category and month.
with
  lines as (
    select
      *
    from
      silver_feature_lines
    where
      category_key is not null
  ),
  events as (
    select
      customer_id,
      category_key,
      'order' as kind,
      order_date as event_date,
      1 as line_count
    from
      lines
    union all
    select
      customer_id,
      category_key,
      'return' as kind,
      order_date as event_date,
      0 as line_count
    from
      lines
    union all
    select
      customer_id,
      category_key,
      'return' as kind,
      return_date as event_date,
      1 as line_count
    from
      lines
    where
      return_date is not null
  )
select
  customer_id,
  category_key,
  kind,
  date_diff('month', date '1970-01-01', event_date)::integer as month_number,
  sum(line_count)::integer as line_count
from
  events
group by all
