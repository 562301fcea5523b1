-- silver_matched_returns: which purchase the units of a return-only row came from.
-- Grain: one row per return row and line.
-- Reads: silver_matching_events
-- Params: $matching text: 'lifo' takes the latest purchase first, 'fifo' the earliest.
-- Rule: lifo: units are a stack. Cut into levels at every height that occurs, each level is pushed and popped in turn, so a return takes a level from the event just before it at that level.
-- Rule: fifo: units are a queue, so the n-th unit that comes back is the n-th that was bought.
-- Column: row_id: return-only row, as in silver_parsed_rows.
-- Column: line_id: line that the units were bought in, as in silver_order_lines.
-- Column: returned_units [units]: units of the row that came from this line.
with
  events as (
    select
      *
    from
      silver_matching_events
    where
      stock_before <> stock_after
  ),
  heights as (
    select distinct
      customer_id,
      sku_key,
      unnest([stock_before, stock_after]) as height
    from
      events
    where
      $matching = 'lifo'
  ),
  levels as (
    select
      customer_id,
      sku_key,
      height as floor,
      lead (height) over (
        partition by
          customer_id,
          sku_key
        order by
          height
      ) as ceiling
    from
      heights
  ),
  crossings as (
    select
      events.row_id,
      levels.ceiling - levels.floor as units,
      lag (events.line_id) over (
        partition by
          events.customer_id,
          events.sku_key,
          levels.floor
        order by
          events.position
      ) as line_id
    from
      events
      inner join levels on levels.customer_id = events.customer_id
      and levels.sku_key = events.sku_key
      and levels.floor >= least(events.stock_before, events.stock_after)
      and levels.ceiling <= greatest(events.stock_before, events.stock_after)
  ),
  queued as (
    select
      customer_id,
      sku_key,
      line_id,
      row_id,
      sum(abs(stock_after - stock_before)) over (
        partition by
          customer_id,
          sku_key,
          row_id is null
        order by
          position
      ) as ends_at,
      abs(stock_after - stock_before) as units
    from
      events
    where
      $matching = 'fifo'
  ),
  queue_matches as (
    select
      returns.row_id,
      purchases.line_id,
      least(returns.ends_at, purchases.ends_at) - greatest(
        returns.ends_at - returns.units,
        purchases.ends_at - purchases.units
      ) as units
    from
      queued as returns
      inner join queued as purchases on returns.customer_id = purchases.customer_id
      and returns.sku_key = purchases.sku_key
      and returns.ends_at > purchases.ends_at - purchases.units
      and returns.ends_at - returns.units < purchases.ends_at
    where
      returns.row_id is not null
      and purchases.line_id is not null
  ),
  matches as (
    select
      row_id,
      line_id,
      units
    from
      crossings
    where
      row_id is not null
    union all
    select
      row_id,
      line_id,
      units
    from
      queue_matches
  )
select
  row_id,
  line_id,
  sum(units)::integer as returned_units
from
  matches
group by all
