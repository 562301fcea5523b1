-- check: fail | grain_is_unique | a file stands in the table once
select
  path,
  target_table
from
  bronze_files
group by all
having
  count(*) > 1;

-- check: fail | ledger_balances | rows in the file are loaded, rejected or duplicates
select
  path
from
  bronze_files
where
  rows_in_file <> rows_loaded + rows_rejected + rows_duplicate;

-- check: fail | rejects_are_kept | every rejected row stands in bronze_rejects
select
  path,
  bronze_files.target_table,
  rows_rejected
from
  bronze_files
  left join bronze_rejects on source_file = path
  and bronze_rejects.target_table = bronze_files.target_table
group by all
having
  count(source_file) <> rows_rejected;
