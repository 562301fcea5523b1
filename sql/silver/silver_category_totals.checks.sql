-- check: fail | grain_is_unique | category_key identifies a row
select
  category_key
from
  silver_category_totals
group by all
having
  count(*) > 1;

-- check: fail | returns_are_sales | no more units come back than were sold
select
  category_key
from
  silver_category_totals
where
  returned_units not between 0 and sold_units;
