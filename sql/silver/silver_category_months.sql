-- silver_category_months: what all customers together bought and returned of each category, month by month, with running totals.
-- Grain: one row per (kind, category_key, month_number), from the first to the last order month of the data set, without gaps.
-- Reads: silver_customer_category_months
-- Rule:  running sums include the month itself; the total over a span is the difference of two rows.
-- Column: kind: order (lines by month of the order) or return (returned lines by month of the return).
-- Column: category_key: category of the product.
-- Column: month_number [months]: months since January 1970.
-- Column: line_count [lines]: lines of all customers in the category and month; 0 in a month without any.
-- Column: running_sum [lines]: line_count from the first month to this one.
-- Column: running_square_sum [squared lines]: squares of line_count from the first month to this one.
with
  customer_months as (
    select
      *
    from
      silver_customer_category_months
  ),
  spans as (
    select
      min(month_number) as first_month,
      max(month_number) as last_month
    from
      customer_months
    where
      kind = 'order'
  ),
  grid as (
    select
      kinds.kind,
      categories.category_key,
      unnest(
        generate_series(spans.first_month, spans.last_month)
      )::integer as month_number
    from
      spans
      cross join (
        select distinct
          category_key
        from
          customer_months
      ) as categories
      cross join (
        values
          ('order'),
          ('return')
      ) as kinds (kind)
  ),
  totals as (
    select
      kind,
      category_key,
      month_number,
      sum(line_count)::bigint as line_count
    from
      customer_months
    group by all
  ),
  filled as (
    select
      grid.kind,
      grid.category_key,
      grid.month_number,
      coalesce(totals.line_count, 0) as line_count
    from
      grid
      left join totals on grid.kind = totals.kind
      and grid.category_key = totals.category_key
      and grid.month_number = totals.month_number
  )
select
  kind,
  category_key,
  month_number,
  line_count,
  sum(line_count) over history as running_sum,
  sum(line_count::hugeint * line_count) over history as running_square_sum
from
  filled
window
  history as (
    partition by
      kind,
      category_key
    order by
      month_number rows between unbounded preceding
      and current row
  )
