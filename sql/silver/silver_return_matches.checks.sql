-- check: fail | grain_is_unique | a return row takes units of a line once
select
  line_id,
  row_id
from
  silver_return_matches
group by all
having
  count(*) > 1;

-- check: fail | units_are_positive | a piece has at least one unit and a line
select
  line_id,
  row_id
from
  silver_return_matches
where
  line_id is null
  or coalesce(returned_units, 0) <= 0;

-- check: fail | return_rows_are_not_exceeded | a return row gives no more units than it has
select
  row_id
from
  silver_return_matches
  inner join silver_parsed_rows using (row_id)
group by
  row_id
having
  sum(silver_return_matches.returned_units) > any_value(silver_parsed_rows.returned_units);
