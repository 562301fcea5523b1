-- check: fail | grain_is_unique | an entry stands once
select
  entry,
  reason
from
  silver_identity_ledger
group by all
having
  count(*) > 1;

-- check: fail | ledger_balances | every row of the identity map is a pair or excluded
select
  sum(row_count)
from
  silver_identity_ledger
having
  coalesce(sum(row_count), 0) <> (
    select
      count(*)
    from
      bronze_identities
  );
