-- check: fail | grain_is_unique | a user's product stands once
select
  user_id,
  product_id
from
  silver_user_products
group by all
having
  count(*) > 1;

-- check: fail | flags_agree | only what was in the cart can be abandoned
select
  user_id,
  product_id
from
  silver_user_products
where
  is_abandoned
  and not is_carted;
