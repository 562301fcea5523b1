-- check: fail | grain_is_unique | customer_id identifies a row
select
  customer_id,
  count(*)::integer as row_count
from
  silver_customer_categories
group by all
having
  count(*) > 1;

-- check: fail | keys_are_known | customer_id is never null
select
  customer_id
from
  silver_customer_categories
where
  customer_id is null;

-- check: fail | covers_every_customer | every customer with a line has a row, and nobody else
select
  customer_id
from
  (
    select distinct
      customer_id
    from
      silver_feature_lines
  ) as known
  full join silver_customer_categories using (customer_id)
where
  known.customer_id is null
  or silver_customer_categories.customer_id is null;

-- check: fail | shares_are_shares | diversity and the two loyalties lie in (0, 1], affinity is not negative
select
  customer_id
from
  silver_customer_categories
where
  not coalesce(
    category_diversity_score > 0
    and category_diversity_score <= 1
    and category_loyalty_score > 0
    and category_loyalty_score <= 1
    and product_category_loyalty > 0
    and product_category_loyalty <= 1,
    true
  )
  or high_return_category_affinity < 0;
