-- silver_identity_ledger: where every row of the identity map went.
-- Grain: one row per (entry, reason).
-- Reads: silver_parsed_identities, silver_identities
-- Rule: bronze rows = pairs + excluded rows.
-- Column: entry: where the rows went: pairs or excluded.
-- Column: reason: why they were excluded. Null: they were not.
-- Column: row_count [rows]: how many bronze rows.
with
  entries as (
    select
      'pairs' as entry,
      null::varchar as reason,
      count(*) as row_count
    from
      silver_identities
    union all
    select
      'excluded' as entry,
      exclude_reason as reason,
      count(*) as row_count
    from
      silver_parsed_identities
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
