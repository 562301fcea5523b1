-- check: fail | grain_is_unique | a row of a file stands once
select
  _source_file,
  _source_line
from
  silver_event_copies
group by all
having
  count(*) > 1;
