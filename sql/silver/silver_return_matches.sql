-- silver_return_matches: the pieces in which bought units came back.
-- Grain: one row per (line_id, row_id): line and delivered row.
-- Reads: silver_parsed_rows, silver_sale_returns, silver_matched_returns
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
