-- check: fail | grain_is_unique | row_id identifies a return row
select
  row_id
from
  silver_unmatched_returns
group by all
having
  count(*) > 1;

-- check: fail | units_add_up | returned units are matched or unmatched
select
  row_id
from
  silver_unmatched_returns
where
  returned_units <> matched_units + unmatched_units
  or unmatched_units <= 0;
