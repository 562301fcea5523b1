-- check: fail | grain_is_unique | a row of a file is loaded once
select
  _source_file,
  _source_line
from
  bronze_identities
group by all
having
  count(*) > 1;

-- check: fail | ledger_agrees | bronze_files counts the rows that are loaded
select
  path,
  rows_loaded
from
  bronze_files
  left join bronze_identities on _source_file = path
where
  target_table = 'bronze_identities'
group by all
having
  count(_source_file) <> rows_loaded;
