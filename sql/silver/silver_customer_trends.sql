-- silver_customer_trends: whether each customer's months follow those of everybody else in the same categories.
-- Grain:  one row per customer_id.
-- Reads:  silver_customer_volumes, silver_customer_timings, silver_customer_category_months, silver_category_months
-- Params: $trend_min_months INTEGER; fewest calendar months between first and last order that are judged, empty ones included.
--         $in_reference BOOLEAN; whether the totals include these customers; false when new ones are scored.
-- Rule:   pooled Pearson correlation of x (the customer's lines) and y (all others') over months and categories, zeros kept,
--         centred within each category. With m months, category total t = x + y: m times the centred sums are
--         m sum(x^2) - sum(x)^2 and so on, exact integers; sums of t and t^2 are differences of running totals. For customers
--         who are not in the totals, y = t.
-- Features: returns
with
  customers as (
    select
      *
    from
      silver_customer_volumes
  ),
  timings as (
    select
      *
    from
      silver_customer_timings
  ),
  customer_months as (
    select
      *
    from
      silver_customer_category_months
  ),
  category_months as (
    select
      *
    from
      silver_category_months
  ),
  spans as (
    select
      customer_id,
      date_diff('month', date '1970-01-01', first_order_date) as first_month,
      date_diff('month', date '1970-01-01', last_order_date) as last_month,
      (
        date_diff('month', first_order_date, last_order_date) + 1
      )::hugeint as month_count
    from
      timings
    where
      date_diff('month', first_order_date, last_order_date) + 1 >= $trend_min_months::integer
  ),
  -- The span is carried along, so that the joins below are by one whole key each.
  own_sums as (
    select
      customer_months.customer_id,
      customer_months.category_key,
      customer_months.kind,
      spans.first_month,
      spans.last_month,
      spans.month_count as m,
      sum(customer_months.line_count) as x,
      sum(
        customer_months.line_count::bigint * customer_months.line_count
      ) as xx,
      sum(
        customer_months.line_count * category_months.line_count
      ) as xt
    from
      customer_months
      inner join spans on customer_months.customer_id = spans.customer_id
      and customer_months.month_number between spans.first_month and spans.last_month
      inner join category_months on customer_months.kind = category_months.kind
      and customer_months.category_key = category_months.category_key
      and customer_months.month_number = category_months.month_number
    group by all
  ),
  series_sums as (
    select
      own_sums.*,
      ends.running_sum - starts.running_sum + starts.line_count as t,
      ends.running_square_sum - starts.running_square_sum + starts.line_count::hugeint * starts.line_count as tt
    from
      own_sums
      inner join category_months as starts on own_sums.kind = starts.kind
      and own_sums.category_key = starts.category_key
      and own_sums.first_month = starts.month_number
      inner join category_months as ends on own_sums.kind = ends.kind
      and own_sums.category_key = ends.category_key
      and own_sums.last_month = ends.month_number
  ),
  others_sums as (
    select
      *,
      t - own * x as y,
      tt - 2 * own * xt + own * xx as yy,
      xt - own * xx as xy
    from
      series_sums
      cross join (
        select
          $in_reference::integer as own
      )
  ),
  pooled_sums as (
    select
      customer_id,
      kind,
      sum(m * xx - x * x) as sxx,
      sum(m * yy - y * y) as syy,
      sum(m * xy - x * y) as sxy
    from
      others_sums
    group by all
  ),
  correlations as (
    select
      customer_id,
      kind,
      -- Rounding may carry a perfect correlation past 1.
      greatest(
        -1,
        least(
          1,
          safe_ratio (sxy, sqrt(sxx::double * syy::double))
        )
      ) as correlation
    from
      pooled_sums
    where
      sxx > 0
      and syy > 0
  )
select
  customers.customer_id,
  on_orders.correlation as trend_product_category_order_rate,
  on_returns.correlation as trend_product_category_return_rate
from
  customers
  left join correlations as on_orders on customers.customer_id = on_orders.customer_id
  and on_orders.kind = 'order'
  left join correlations as on_returns on customers.customer_id = on_returns.customer_id
  and on_returns.kind = 'return'
