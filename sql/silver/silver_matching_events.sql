-- silver_matching_events: purchases and return-only rows of a customer and product in time order, with the stock of units that can still come back.
-- Grain: one row per purchase line or return row of a customer and product that has return rows.
-- Reads: silver_parsed_rows, silver_sale_rows, silver_sale_returns
-- Rule: purchases by (time, order number, units, value), returns by (time, return number); a purchase at the same instant comes before the return. Returns delivered on the sale row are taken off first.
-- Rule: stock never falls below zero: what a return finds no units for stays unmatched.
-- Column: position: place among the purchases and returns of the customer and product, in time order from 1.
-- Column: happened_at [local time]: time of the purchase or return.
-- Column: line_id: line that was bought. Null: the event is a return.
-- Column: row_id: row that reports the return. Null: the event is a purchase.
-- Column: document: number of the order or return; decides the order of events at one instant. Null: the return has no number.
-- Column: change [units]: units bought that can still come back (above 0), or units returned (below 0).
-- Column: stock_before [units]: units that could come back before the event.
-- Column: stock_after [units]: units that can come back after it; never below 0.
with
  returns as (
    select
      customer_id,
      sku_key,
      returned_at as happened_at,
      row_id,
      return_number as document,
      returned_units as units
    from
      silver_parsed_rows
    where
      exclude_reason is null
      and is_return_row
  ),
  taken as (
    select
      line_id,
      sum(returned_units)::integer as units
    from
      silver_sale_returns
    group by all
  ),
  lines as (
    select
      customer_id,
      sku_key,
      ordered_at as happened_at,
      line_id,
      order_number as document,
      any_value(units) as units,
      any_value(line_value) as line_value
    from
      silver_sale_rows
      semi join returns using (customer_id, sku_key)
    group by all
  ),
  events as (
    select
      customer_id,
      sku_key,
      happened_at,
      1 as kind,
      null::bigint as line_id,
      row_id,
      document,
      units,
      - units as change,
      null::decimal(18, 4) as line_value
    from
      returns
    union all
    select
      lines.customer_id,
      lines.sku_key,
      lines.happened_at,
      0 as kind,
      lines.line_id,
      null::bigint as row_id,
      lines.document,
      lines.units,
      lines.units - coalesce(taken.units, 0) as change,
      lines.line_value
    from
      lines
      left join taken using (line_id)
    where
      lines.units > coalesce(taken.units, 0)
  ),
  ordered as (
    select
      *,
      row_number() over (
        partition by
          customer_id,
          sku_key
        order by
          happened_at,
          kind,
          document nulls last,
          units desc,
          line_value desc nulls last,
          line_id,
          row_id
      ) as position
    from
      events
  ),
  running as (
    select
      *,
      sum(change) over (
        partition by
          customer_id,
          sku_key
        order by
          position
      ) as balance
    from
      ordered
  ),
  clamped as (
    select
      *,
      balance - least(
        0,
        min(balance) over (
          partition by
            customer_id,
            sku_key
          order by
            position
        )
      ) as stock_after
    from
      running
  )
select
  customer_id,
  sku_key,
  position,
  happened_at,
  line_id,
  row_id,
  document,
  change,
  coalesce(
    lag (stock_after) over (
      partition by
        customer_id,
        sku_key
      order by
        position
    ),
    0
  )::bigint as stock_before,
  stock_after::bigint as stock_after
from
  clamped
