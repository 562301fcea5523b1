-- silver_event_ledger: where every bronze event went.
-- Grain: one row per (entry, reason).
-- Reads: silver_parsed_events, silver_events
-- Rule: bronze events = events + excluded events; copies that were dropped are excluded as duplicate.
-- Column: entry: where the events went: events or excluded.
-- Column: reason: why they were excluded. Null: they were not.
-- Column: row_count [rows]: how many bronze rows.
with
  entries as (
    select
      'events' as entry,
      null::varchar as reason,
      count(*) as row_count
    from
      silver_events
    union all
    select
      'excluded' as entry,
      exclude_reason as reason,
      count(*) as row_count
    from
      silver_parsed_events
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
