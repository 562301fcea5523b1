-- silver_return_matches: the pieces in which bought units came back.
-- Grain: one row per (line_id, row_id): line and delivered row.
-- Reads: silver_parsed_rows, silver_sale_returns, silver_matched_returns
-- Column: line_id: line that the units were bought in.
-- Column: customer_id: the customer, as in silver_order_lines.
-- Column: return_date [date]: day of the return. Null: unknown.
-- Column: returned_units [units]: units of the line that came back with this row.
-- Column: source: sale_row if the return was delivered on the row of the sale, return_row if it was matched to it.
-- Column: row_id: row that reported the return, as in silver_parsed_rows.
with
  matched as (
    select
      matches.line_id,
      parsed.customer_id,
      parsed.return_number,
      parsed.returned_at::date as return_date,
      matches.returned_units,
      matches.row_id
    from
      silver_matched_returns as matches
      inner join silver_parsed_rows as parsed using (row_id)
  )
select
  line_id,
  customer_id,
  return_number,
  return_date,
  returned_units,
  'sale_row' as source,
  row_id
from
  silver_sale_returns
where
  returned_units > 0
union all
select
  line_id,
  customer_id,
  return_number,
  return_date,
  returned_units,
  'return_row' as source,
  row_id
from
  matched
