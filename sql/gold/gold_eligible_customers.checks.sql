-- check: fail | grain_is_unique | customer_id identifies a customer
select
  customer_id
from
  gold_eligible_customers
group by all
having
  count(*) > 1;

-- check: fail | nobody_lost | every customer is eligible or listed as ineligible
select
  silver_customer_features.customer_id
from
  silver_customer_features
  left join gold_eligible_customers as eligible using (customer_id)
  left join ineligible_customers as ineligible on ineligible.customer_id = silver_customer_features.customer_id
  and ineligible.segmentation = 'returns'
where
  (eligible.customer_id is null) = (ineligible.customer_id is null);
