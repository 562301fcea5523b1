-- silver_customer_adjacency: how often each customer buys, and returns, different SKUs of one category in orders close in time.
-- Grain:  one row per customer_id.
-- Reads:  silver_scope, silver_customer_volumes, silver_adjacent_orders, silver_adjacent_returns
-- Params: $adjacency_mode VARCHAR; 'category' or 'any'.
-- Rule:   in mode 'category' all four are null if the data set has no category.
-- Features: returns
with
  customers as (
    select
      *
    from
      silver_customer_volumes
  ),
  adjacent_orders as (
    select
      *
    from
      silver_adjacent_orders
  ),
  adjacent_returns as (
    select
      *
    from
      silver_adjacent_returns
  ),
  evidence as (
    select
      $adjacency_mode = 'any'
      or has_categories as is_measurable
    from
      silver_scope
  ),
  order_totals as (
    select
      customer_id,
      count(*)::integer as order_count,
      (
        count(*) filter(
          where
            has_returned_pair
        )
      )::integer as returned_order_count,
      sum(nearest_days) as nearest_day_sum
    from
      adjacent_orders
    group by all
  )
select
  customers.customer_id,
  case
    when evidence.is_measurable then coalesce(order_totals.order_count, 0)
  end as sku_adjacency_orders,
  case
    when evidence.is_measurable then coalesce(order_totals.returned_order_count, 0)
  end as sku_adjacency_returns,
  safe_ratio (
    order_totals.nearest_day_sum,
    order_totals.order_count
  ) as sku_adjacency_timing,
  safe_ratio (
    adjacent_returns.day_sum,
    adjacent_returns.pair_count
  ) as sku_adjacency_return_timing
from
  customers
  cross join evidence
  left join order_totals on customers.customer_id = order_totals.customer_id
  left join adjacent_returns on customers.customer_id = adjacent_returns.customer_id
