-- check: fail | grain_is_unique | a user id belongs to one customer
select
  user_id
from
  silver_identities
group by all
having
  count(*) > 1;

-- check: fail | keys_are_known | user and customer are known
select
  user_id
from
  silver_identities
where
  user_id is null
  or customer_id is null;
