-- synthetic_products: the assortment, 3,000 products on a price ladder in every category.
-- Grain: one row per product_index (1, 2, ...).
-- Reads: synthetic_categories
-- Rule: codes keep leading zeros, some brands and descriptions hold commas, quotes and accents: a reader that guesses
--   types or splits at commas goes wrong visibly.
with
  ladder as (
    select
      category_index,
      category,
      low_price,
      high_price,
      first_product_index + step as product_index,
      step / product_count as price_position
    from
      synthetic_categories
      cross join unnest(range(product_count)) as steps (step)
  ),
  named as (
    select
      product_index,
      category_index,
      category,
      low_price,
      high_price,
      price_position,
      [
        'Nordlys',
        'Halden',
        'Marlow, Lane',
        'Brook & Bay',
        'Casa Lira',
        'Ondine',
        'Field House',
        'Tern',
        'O''Hara',
        'Juniper',
        'Velour',
        'Kestrel',
        'Pine Street',
        'Solène',
        'Atelier 9',
        'Harbour'
      ] [
        1 + (
          category_index * 5 + floor(price_position * 6)::integer
        ) % 16
      ] as brand,
      [
        'Aurora',
        'Linnea',
        'Riva',
        'Sol',
        'Fjord',
        'Mira',
        'Alto',
        'Luna',
        'Cleo',
        'Ivo',
        'Nora'
      ] [1 + product_index % 11] as style,
      [
        'black',
        'navy',
        'ecru',
        'olive',
        'rust',
        'sky',
        'plum'
      ] [1 + product_index % 7] as colour
    from
      ladder
  )
select
  product_index::integer as product_index,
  category_index,
  category,
  '01' || lpad(category_index::text, 2, '0') as category_code,
  lpad(product_index::text, 4, '0') || '-' || upper(left(colour, 3)) as sku,
  lpad((100000 + product_index)::text, 8, '0') as sku_id,
  brand,
  if (
    product_index % 9 = 0,
    concat(category, ' "', style, '", ', colour),
    concat(category, ' ', style, ' ', colour)
  ) as description,
  (
    floor(
      low_price + (high_price - low_price) * price_position * price_position
    ) + 0.99
  )::decimal(8, 2) as unit_price
from
  named
