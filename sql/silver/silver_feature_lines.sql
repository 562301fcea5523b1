-- silver_feature_lines: order lines as they were known on the as-of date: the only source of the order features.
-- Grain:  one row per line_id.
-- Reads:  silver_order_lines, silver_return_matches
-- Params: $as_of_date DATE; lines ordered and returns dated later are undone.
--         $return_horizon_days INTEGER; early_returned_units counts returns up to so many days after the order, that day included.
-- Rule:   an order's date is the local date of its first line and holds for all its lines.
-- Rule:   a line returned in parts carries the date of its first dated return; undated returns count, without a date.
-- Column: first_line_at [local time]: time of the first line of the order.
-- Column: order_date [date]: day of the order: that of its first line, for all its lines.
-- Column: return_date [date]: day on which the first dated piece came back, as known on the as-of day. Null: nothing came back by then, or its day is unknown.
-- Column: returned_units [units]: units that had come back by the as-of day, 0 to units.
-- Column: early_returned_units [units]: those of them that came back within the return horizon, dated ones only.
with
  lines as (
    select
      *
    from
      silver_order_lines
    where
      ordered_at::date <= $as_of_date::date
  ),
  pieces as (
    select
      *
    from
      silver_return_matches
    where
      return_date is null
      or return_date <= $as_of_date::date
  ),
  orders as (
    select
      customer_id,
      order_number,
      min(ordered_at) as first_line_at
    from
      lines
    group by all
  ),
  line_returns as (
    select
      pieces.line_id,
      sum(pieces.returned_units)::integer as returned_units,
      coalesce(
        sum(pieces.returned_units) filter(
          where
            pieces.return_date <= orders.first_line_at::date + $return_horizon_days::integer
        ),
        0
      )::integer as early_returned_units,
      min(pieces.return_date) as return_date
    from
      pieces
      inner join lines on pieces.line_id = lines.line_id
      inner join orders on lines.customer_id = orders.customer_id
      and lines.order_number = orders.order_number
    group by all
  )
select
  lines.line_id,
  lines.customer_id,
  lines.order_number,
  lines.sku_key,
  lines.category_key,
  orders.first_line_at,
  orders.first_line_at::date as order_date,
  line_returns.return_date,
  lines.units,
  coalesce(line_returns.returned_units, 0) as returned_units,
  coalesce(line_returns.early_returned_units, 0) as early_returned_units,
  lines.line_value,
  lines.quality_flags
from
  lines
  inner join orders on lines.customer_id = orders.customer_id
  and lines.order_number = orders.order_number
  left join line_returns on lines.line_id = line_returns.line_id
