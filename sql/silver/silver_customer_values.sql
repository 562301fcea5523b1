-- silver_customer_values: what each customer's orders and returns are worth, in the currency of the input.
-- Grain:  one row per customer_id; all values are null where the input has no value column.
-- Reads:  silver_feature_lines, silver_orders, silver_customer_volumes, silver_order_value_cut
-- Params: $high_value_min_orders INTEGER; fewest orders of the customer on either side of the cut between high and low values.
-- Rule:   a return is worth its share of the line's units.
-- Rule:   a value is compared with the cut in exact decimals as (value - lower) 10^6 > remainder (upper - lower), so that a
--         value equal to it is never high by a rounding error.
-- Features: returns
with
  lines as (
    select
      *
    from
      silver_feature_lines
    where
      line_value is not null
  ),
  orders as (
    select
      *
    from
      silver_orders
    where
      order_value is not null
  ),
  customers as (
    select
      *
    from
      silver_customer_volumes
  ),
  -- The returned share as a reduced fraction: whole lines, kept or returned, need no division at all.
  line_parts as (
    select
      customer_id,
      line_value,
      returned_units,
      units // gcd(units, returned_units) as parts,
      returned_units // gcd(units, returned_units) as returned_parts
    from
      lines
  ),
  -- Equal divisors are added exactly before the one division.
  values_by_parts as (
    select
      customer_id,
      parts,
      sum(line_value) as gross_value,
      sum(line_value * returned_parts) as value_times_returned_parts,
      sum(line_value * (parts - returned_parts)) as value_times_kept_parts,
      sum(returned_units) as returned_units
    from
      line_parts
    group by all
  ),
  line_totals as (
    select
      customer_id,
      sum(gross_value) as gross_value,
      sum(
        safe_ratio (value_times_returned_parts, parts)
        order by
          parts
      ) as returned_value,
      sum(
        safe_ratio (value_times_kept_parts, parts)
        order by
          parts
      ) as kept_value,
      sum(returned_units) as returned_units
    from
      values_by_parts
    group by all
  ),
  sided_orders as (
    select
      orders.customer_id,
      orders.order_value,
      orders.returned_line_count > 0 as is_returned,
      (orders.order_value - cut.lower_value) * 1000000 > (cut.upper_value - cut.lower_value) * cut.remainder as is_high
    from
      orders
      cross join silver_order_value_cut as cut
  ),
  order_totals as (
    select
      customer_id,
      count(*) as order_count,
      count(*) filter(
        where
          is_high
      ) as high_count,
      count(*) filter(
        where
          not is_high
      ) as low_count,
      count(*) filter(
        where
          is_high
          and is_returned
      ) as high_returned_count,
      count(*) filter(
        where
          not is_high
          and is_returned
      ) as low_returned_count
    from
      sided_orders
    group by all
  )
select
  customers.customer_id,
  safe_ratio (line_totals.gross_value, order_totals.order_count) as avg_order_value,
  safe_ratio (
    line_totals.returned_value,
    line_totals.returned_units
  ) as avg_return_value,
  case
    when least(order_totals.high_count, order_totals.low_count) >= $high_value_min_orders::integer then 100 * (
      safe_ratio (
        order_totals.high_returned_count,
        order_totals.high_count
      ) - safe_ratio (
        order_totals.low_returned_count,
        order_totals.low_count
      )
    )
  end as high_value_return_affinity,
  line_totals.kept_value as monetary,
  line_totals.gross_value::double as gross_value
from
  customers
  left join line_totals on customers.customer_id = line_totals.customer_id
  left join order_totals on customers.customer_id = order_totals.customer_id
