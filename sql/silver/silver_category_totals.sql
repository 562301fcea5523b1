-- silver_category_totals: what all customers together bought and returned of each category: a reference of their features.
-- Grain: one row per category_key.
-- Reads: silver_feature_lines
select
  category_key,
  sum(units)::bigint as sold_units,
  sum(returned_units)::bigint as returned_units
from
  silver_feature_lines
where
  category_key is not null
group by all
