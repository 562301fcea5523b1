-- synthetic_orders: orders with their time, size and the days after which they come back.
-- Grain: one row per order_number (1, 2, ... by time).
-- Reads: synthetic_customers, synthetic_calendar
-- Params: $seed BIGINT
-- Rule: the i-th of n orders falls in the i-th of n equal parts of the customer's span on the calendar wheel.
-- Rule: an order has a mood: it multiplies the return share by 0.5 to 1.5, so that returns come in batches.
with
  numbered as (
    select
      customer_index,
      unnest(range(1, order_count + 1)) as order_index
    from
      synthetic_customers
  ),
  draws as (
    select
      customer_index,
      order_index,
      concat_ws(
        ':',
        $seed::bigint,
        'order',
        customer_index,
        order_index
      ) as key,
      md5_number_lower(key) as low_bits,
      md5_number_upper(key) as high_bits,
      (low_bits & 65535) / 65536 as day_draw,
      ((low_bits >> 16) & 65535) / 65536 + ((low_bits >> 32) & 65535) / 65536 as time_draw_sum,
      4 * (low_bits >> 48) / 65536 * (high_bits & 65535) / 65536 as basket_draw_product,
      ((high_bits >> 16) & 65535) / 65536 as mood_draw,
      ((high_bits >> 32) & 65535) / 65536 + (high_bits >> 48) / 65536 as lag_draw_sum
    from
      numbered
  ),
  wheels as (
    select distinct
      calendar,
      wheel_weight
    from
      synthetic_calendar
  ),
  placed as (
    select
      draws.customer_index,
      order_index,
      customers.calendar,
      first_position + (last_position - first_position) * (order_index - 1 + day_draw) / order_count as position,
      floor(position * wheel_weight)::bigint as wheel_position,
      25200 + floor(30000 * time_draw_sum)::integer as second_of_day,
      1 + round((lines_per_order - 1) * basket_draw_product)::integer as line_count,
      return_share * (0.5 + mood_draw) as return_share,
      greatest(1, round(return_lag_days * lag_draw_sum))::integer as return_lag_days
    from
      draws
      inner join synthetic_customers as customers on draws.customer_index = customers.customer_index
      inner join wheels on customers.calendar = wheels.calendar
  ),
  timed as (
    select
      customer_index,
      order_index,
      order_date + to_seconds(second_of_day) as ordered_at,
      is_sale,
      line_count,
      return_share,
      return_lag_days
    from
      placed
      asof join synthetic_calendar as calendar on placed.calendar = calendar.calendar
      and wheel_position >= weight_from
  )
select
  row_number() over (
    order by
      ordered_at,
      customer_index,
      order_index
  )::integer as order_number,
  customer_index,
  order_index,
  ordered_at,
  is_sale,
  line_count,
  return_share,
  return_lag_days
from
  timed
