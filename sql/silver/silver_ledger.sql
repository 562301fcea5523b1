-- silver_ledger: where every bronze row went.
-- Grain: one row per (entry, reason).
-- Reads: silver_parsed_rows, silver_order_lines, silver_matched_returns
-- Rule: bronze rows = order lines + rows merged into a line (they differ only in return fields) + matched returns + unmatched returns + excluded rows. A return row that is matched in part counts as matched.
-- Column: entry: where the rows went: order_lines, merged_rows, matched_returns, unmatched_returns or excluded.
-- Column: reason: why they were excluded. Null: they were not.
-- Column: row_count [rows]: how many bronze rows.
with
  matched as (
    select distinct
      row_id
    from
      silver_matched_returns
  ),
  return_rows as (
    select
      case
        when matched.row_id is null then 'unmatched_returns'
        else 'matched_returns'
      end as entry
    from
      silver_parsed_rows as parsed
      left join matched using (row_id)
    where
      parsed.exclude_reason is null
      and parsed.is_return_row
  ),
  entries as (
    select
      'order_lines' as entry,
      null::varchar as reason,
      count(*) as row_count
    from
      silver_order_lines
    union all
    select
      'merged_rows' as entry,
      null::varchar as reason,
      coalesce(sum(row_count - 1), 0) as row_count
    from
      silver_order_lines
    union all
    select
      entry,
      null::varchar as reason,
      count(*) as row_count
    from
      return_rows
    group by all
    union all
    select
      'excluded' as entry,
      exclude_reason as reason,
      count(*) as row_count
    from
      silver_parsed_rows
    where
      exclude_reason is not null
    group by all
  )
select
  entry,
  reason,
  row_count::bigint as row_count
from
  entries
