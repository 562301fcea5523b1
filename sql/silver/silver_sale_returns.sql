-- silver_sale_returns: returns that were delivered on the sale row, capped at the units of the line.
-- Grain: one row per sale row with returned units.
-- Reads: silver_sale_rows
-- Rule: the pieces of a line are taken in the order of their dates, undated ones last, until its units are used up.
-- Column: return_date [date]: day of the return. Null: unknown.
-- Column: delivered_units [units]: units that the row says came back.
-- Column: returned_units [units]: those of them that count: no more than the line has units left.
with
  pieces as (
    select
      row_id,
      line_id,
      customer_id,
      return_number,
      returned_at::date as return_date,
      units,
      returned_units as delivered_units,
      sum(returned_units) over (
        partition by
          line_id
        order by
          returned_at nulls last,
          return_number nulls last,
          returned_units,
          row_id
      ) as running_units
    from
      silver_sale_rows
    where
      returned_units > 0
  )
select
  row_id,
  line_id,
  customer_id,
  return_number,
  return_date,
  delivered_units,
  (
    least(running_units, units) - least(running_units - delivered_units, units)
  )::integer as returned_units
from
  pieces
