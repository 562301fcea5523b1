-- check: fail | grain_is_unique | (customer_id, measure) identifies a value
select
  customer_id,
  measure
from
  silver_rfm_measures
group by all
having
  count(*) > 1;
