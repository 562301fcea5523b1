-- check: fail | grain_is_unique | customer_id identifies a customer
select
  customer_id
from
  gold_eligible_users
group by all
having
  count(*) > 1;

-- check: fail | nobody_lost | every customer is eligible or listed as ineligible
select
  users.user_id
from
  silver_user_features as users
  left join gold_eligible_users as eligible on eligible.customer_id = users.user_id
  left join ineligible_customers as ineligible on ineligible.customer_id = users.user_id
  and ineligible.segmentation = 'behavior'
where
  (eligible.customer_id is null) = (ineligible.customer_id is null);
