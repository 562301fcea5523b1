-- silver_unmatched_returns: return rows for whose units no purchase of the same customer and product was found.
-- Grain: one row per row_id: a return row with unmatched units.
-- Reads: silver_parsed_rows, silver_matched_returns
with
  matched as (
    select
      row_id,
      sum(returned_units)::integer as matched_units
    from
      silver_matched_returns
    group by all
  )
select
  parsed.row_id,
  parsed.customer_id,
  parsed.return_number,
  parsed.sku_key,
  parsed.returned_at,
  parsed.returned_units,
  coalesce(matched.matched_units, 0) as matched_units,
  parsed.returned_units - coalesce(matched.matched_units, 0) as unmatched_units,
  parsed._source_file,
  parsed._source_line
from
  silver_parsed_rows as parsed
  left join matched using (row_id)
where
  parsed.exclude_reason is null
  and parsed.is_return_row
  and parsed.returned_units > coalesce(matched.matched_units, 0)
