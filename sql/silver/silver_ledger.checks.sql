-- check: fail | grain_is_unique | an entry stands once
select
  entry,
  reason
from
  silver_ledger
group by all
having
  count(*) > 1;

-- check: fail | ledger_balances | every bronze row is an order line, merged into one, a return, or excluded
select
  sum(row_count)
from
  silver_ledger
having
  coalesce(sum(row_count), 0) <> (
    select
      count(*)
    from
      bronze_return_order_data
  );
