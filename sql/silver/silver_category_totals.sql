-- silver_category_totals: what all customers together bought and returned of each category: a reference of their features.
-- Grain: one row per category_key.
-- Reads: silver_feature_lines
-- Column: category_key: category of the product.
-- Column: sold_units [units]: units of the category that all customers bought.
-- Column: returned_units [units]: units of the category that came back.
select
  category_key,
  sum(units)::bigint as sold_units,
  sum(returned_units)::bigint as returned_units
from
  silver_feature_lines
where
  category_key is not null
group by all
