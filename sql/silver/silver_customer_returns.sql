-- silver_customer_returns: how each customer returns: how much, how often, in batches, in a row.
-- Grain: one row per customer_id.
-- Reads: silver_feature_lines, silver_orders
-- Rule:  a run is a maximal sequence of orders with a returned line, without a kept order between them.
-- Features: returns
with
  lines as (
    select
      *
    from
      silver_feature_lines
  ),
  orders as (
    select
      *
    from
      silver_orders
  ),
  line_totals as (
    select
      customer_id,
      count(*) as line_count,
      sum(units) as sold_units,
      sum(returned_units) as returned_units,
      count(*) filter(
        where
          returned_units > 0
      ) as returned_line_count,
      sum(units) filter(
        where
          returned_units > 0
      ) as sold_units_of_returned_lines,
      count(distinct sku_key) filter(
        where
          returned_units > 0
      ) as returned_sku_count
    from
      lines
    group by all
  ),
  order_totals as (
    select
      customer_id,
      count(*) as order_count,
      count(*) filter(
        where
          returned_line_count > 0
      ) as returned_order_count
    from
      orders
    group by all
  ),
  returned_orders as (
    select
      customer_id,
      -- Positions of a run grow in step with the row number, so their difference names the run.
      order_position - row_number() over (
        partition by
          customer_id
        order by
          order_position
      ) as run_key
    from
      orders
    where
      returned_line_count > 0
  ),
  runs as (
    select
      customer_id,
      run_key,
      count(*) as run_length
    from
      returned_orders
    group by all
  ),
  run_totals as (
    select
      customer_id,
      sum(run_length - 1)::integer as consecutive_returns,
      safe_ratio (
        sum(run_length) filter(
          where
            run_length >= 2
        ),
        count(*) filter(
          where
            run_length >= 2
        )
      ) as avg_run_length
    from
      runs
    group by all
  )
select
  line_totals.customer_id,
  safe_ratio (
    line_totals.returned_line_count,
    line_totals.line_count
  ) as return_rate,
  safe_ratio (
    line_totals.returned_units,
    line_totals.sold_units
  ) as return_ratio,
  line_totals.returned_sku_count::integer as return_product_variety,
  safe_ratio (
    line_totals.returned_line_count,
    order_totals.returned_order_count
  ) as avg_returns_per_order,
  safe_ratio (
    order_totals.returned_order_count,
    order_totals.order_count
  ) as return_frequency_ratio,
  safe_ratio (
    line_totals.returned_units,
    line_totals.sold_units_of_returned_lines
  ) as return_intensity,
  coalesce(run_totals.consecutive_returns, 0) as consecutive_returns,
  coalesce(run_totals.avg_run_length, 0) as avg_consecutive_returns
from
  line_totals
  inner join order_totals on line_totals.customer_id = order_totals.customer_id
  left join run_totals on line_totals.customer_id = run_totals.customer_id
