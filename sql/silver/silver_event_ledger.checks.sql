-- check: fail | grain_is_unique | an entry stands once
select
  entry,
  reason
from
  silver_event_ledger
group by all
having
  count(*) > 1;

-- check: fail | ledger_balances | every bronze event counts or is excluded
select
  sum(row_count)
from
  silver_event_ledger
having
  coalesce(sum(row_count), 0) <> (
    select
      count(*)
    from
      bronze_events
  );
