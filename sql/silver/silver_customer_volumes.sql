-- silver_customer_volumes: how much each customer bought and returned.
-- Grain: one row per customer_id.
-- Reads: silver_feature_lines
-- Rule:  data_quality_flags names the cleaning rules that touched a line of the customer, sorted, separated by commas; '' if none did.
-- Features: returns
-- Column: line_count [lines]: order lines of the customer.
with
  lines as (
    select
      *
    from
      silver_feature_lines
  ),
  flags as (
    select
      customer_id,
      string_agg(
        distinct flag,
        ','
        order by
          flag
      ) as data_quality_flags
    from
      (
        select
          customer_id,
          unnest(quality_flags) as flag
        from
          lines
      )
    group by all
  ),
  volumes as (
    select
      customer_id,
      count(*)::integer as line_count,
      count(distinct order_number)::integer as order_count,
      count(distinct sku_key)::integer as sku_count,
      (
        count(*) filter(
          where
            returned_units > 0
        )
      )::integer as returned_line_count,
      sum(units)::bigint as sold_units,
      sum(returned_units)::bigint as returned_units
    from
      lines
    group by all
  )
select
  volumes.customer_id,
  volumes.order_count as sales_order_no_nunique,
  volumes.sku_count as sku_nunique,
  volumes.returned_line_count as items_returned_count,
  safe_ratio (volumes.sold_units, volumes.line_count) as sales_qty_mean,
  safe_ratio (volumes.line_count, volumes.order_count) as avg_order_size,
  volumes.line_count,
  volumes.sold_units as total_sales_qty,
  volumes.returned_units as total_return_qty,
  coalesce(flags.data_quality_flags, '') as data_quality_flags
from
  volumes
  left join flags on volumes.customer_id = flags.customer_id
