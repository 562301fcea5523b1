-- silver_order_value_cut: the value above which an order counts as one of high value: a reference of the features of customers.
-- Grain: one row per (remainder): a single one, or none without valued orders.
-- Reads: silver_orders
-- Params: $high_value_quantile DOUBLE; order values strictly above this quantile of all valued orders are high.
-- Rule:   the quantile interpolates linearly at position q (n - 1), q to six decimals: lower_value + remainder / 10^6
--         (upper_value - lower_value). It is kept in parts, so that a value can be compared with it in exact decimals.
-- Column: lower_value [currency]: value of the valued order just below the quantile.
-- Column: upper_value [currency]: value of the next one; equal to lower_value at the end of the list.
-- Column: remainder [millionths]: how far the quantile lies from the lower to the upper value.
with
  ranked_orders as (
    select
      order_value,
      row_number() over (
        order by
          order_value,
          customer_id,
          order_number
      ) - 1 as position,
      (
        round($high_value_quantile::double * 1000000)::hugeint * (count(*) over () - 1)
      ) as target
    from
      silver_orders
    where
      order_value is not null
  )
select
  max(order_value) filter(
    where
      position = target // 1000000
  ) as lower_value,
  coalesce(
    max(order_value) filter(
      where
        position = target // 1000000 + 1
    ),
    lower_value
  ) as upper_value,
  (max(target) % 1000000)::integer as remainder
from
  ranked_orders
having
  count(*) > 0
