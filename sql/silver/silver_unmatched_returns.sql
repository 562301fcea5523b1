-- silver_unmatched_returns: return rows for whose units no purchase of the same customer and product was found.
-- Grain: one row per row_id: a return row with unmatched units.
-- Reads: silver_parsed_rows, silver_matched_returns
-- Column: customer_id: the customer, as in silver_order_lines.
-- Column: sku_key: what tells products apart: q_sku_id, or sku where there is none.
-- Column: returned_at [local time]: time of the return; without a time of day, the end of the day.
-- Column: returned_units [units]: units that the row says came back.
-- Column: matched_units [units]: units for which a purchase was found.
-- Column: unmatched_units [units]: units for which none was: returned_units - matched_units.
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
