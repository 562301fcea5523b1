-- check: fail | grain_is_unique | a pair stands once
select
  first_address,
  second_address
from
  email_consolidation_candidates
group by all
having
  count(*) > 1;

-- check: fail | pairs_are_ordered | the first address sorts before the second
select
  first_address,
  second_address
from
  email_consolidation_candidates
where
  first_address >= second_address
  or similarity not between 0 and 1;
