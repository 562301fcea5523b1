-- check: fail | one_cut | there is at most one cut
select
  count(*) as cuts
from
  silver_order_value_cut
having
  count(*) > 1;

-- check: fail | cut_is_between_values | the cut lies between two neighbouring order values
select
  *
from
  silver_order_value_cut
where
  lower_value > upper_value
  or remainder not between 0 and 999999;
