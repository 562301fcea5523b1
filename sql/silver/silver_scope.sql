-- silver_scope: the day that recency is counted from, and the span of the data.
-- Grain: one row per (as_of_date): a single one, or none without order lines.
-- Reads: silver_order_lines, silver_sale_rows
-- Params: $as_of text, a date or null: the latest order or matched return.
-- Rule: span_days reaches from the first order to the last one on or before the day: returns that follow, or a later day,
--       tell nothing about who orders again.
-- Column: as_of_date [date]: day that recency and tenure are counted from: the last order or matched return unless configured.
-- Column: first_date [date]: day of the first order.
-- Column: last_date [date]: day of the last order.
-- Column: span_days [days]: days from the first order to the last one on or before the as-of day.
-- Column: has_values: whether any line has a value.
-- Column: has_categories: whether any line has a category.
-- Column: category_column: column the category is read from: q_cls_id or class_.
select
  coalesce(
    $as_of::date,
    greatest(max(ordered_at)::date, max(return_date))
  ) as as_of_date,
  min(ordered_at)::date as first_date,
  max(ordered_at)::date as last_date,
  (
    least($as_of::date, max(ordered_at)::date) - min(ordered_at)::date
  )::integer as span_days,
  count(line_value) > 0 as has_values,
  count(category_key) > 0 as has_categories,
  case
    when (
      select
        count(q_cls_id)
      from
        silver_sale_rows
    ) > 0 then 'q_cls_id'
    else 'class_'
  end as category_column
from
  silver_order_lines
having
  count(*) > 0
