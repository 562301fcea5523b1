-- synthetic_event_products: the assortment that is looked at, 2,800 products on a price ladder in every category.
-- Grain: one row per product_index (1, 2, ...).
-- Reads: synthetic_event_categories
-- Units: price in the currency of the events; a product keeps its price.
-- Rule: brands keep to a part of the ladder; one product in seven has none.
with
  ladder as (
    select
      category_index,
      category_id,
      category_code,
      low_price,
      high_price,
      first_product_index + step as product_index,
      step / product_count as price_position
    from
      synthetic_event_categories
      cross join unnest(range(product_count)) as steps (step)
  )
select
  product_index::integer as product_index,
  -- Coprime to the modulus: ids do not tell category or price.
  (1000000 + product_index * 31607 % 100003)::text as product_id,
  category_id,
  category_code,
  if (
    product_index % 7 = 0,
    null,
    [
      'arvika',
      'belmar',
      'corvo',
      'dalton',
      'elbrus',
      'fennec',
      'galvano',
      'horten',
      'iridia',
      'jotun',
      'kalmar',
      'lumina',
      'mistral',
      'norvik',
      'orbita',
      'pallas'
    ] [
      1 + (
        category_index * 5 + floor(price_position * 6)::integer
      ) % 16
    ]
  ) as brand,
  (
    floor(
      low_price + (high_price - low_price) * price_position * price_position
    ) + [0.99, 0.49, 0.9, 0.05] [1 + product_index % 4]
  )::decimal(8, 2) as price
from
  ladder
