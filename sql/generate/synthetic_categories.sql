-- synthetic_categories: departments of the shop with their share of demand, price range and tendency to come back.
-- Grain: one row per category_index (1, 2, ...).
-- Reads: nothing
-- Units: prices in the currency of the orders; return_factor multiplies a customer's return share.
-- Rule: demand_from up to demand_from of the next category is the category's part of [0, 1).
-- Rule: products of a category are numbered from first_product_index, cheapest first.
with
  categories as (
    select
      unnest(
        [
          {
            'category_index': 1,
            'category': 'Dresses',
            'demand': 12,
            'product_count': 340,
            'low_price': 25,
            'high_price': 180,
            'return_factor': 1.5
          },
          {
            'category_index': 2,
            'category': 'Tops',
            'demand': 15,
            'product_count': 400,
            'low_price': 12,
            'high_price': 70,
            'return_factor': 1.0
          },
          {
            'category_index': 3,
            'category': 'Denim',
            'demand': 9,
            'product_count': 240,
            'low_price': 35,
            'high_price': 140,
            'return_factor': 1.2
          },
          {
            'category_index': 4,
            'category': 'Knitwear',
            'demand': 9,
            'product_count': 260,
            'low_price': 30,
            'high_price': 150,
            'return_factor': 0.9
          },
          {
            'category_index': 5,
            'category': 'Outerwear',
            'demand': 6,
            'product_count': 200,
            'low_price': 60,
            'high_price': 320,
            'return_factor': 1.1
          },
          {
            'category_index': 6,
            'category': 'Shoes',
            'demand': 11,
            'product_count': 320,
            'low_price': 40,
            'high_price': 190,
            'return_factor': 1.4
          },
          {
            'category_index': 7,
            'category': 'Sport',
            'demand': 7,
            'product_count': 220,
            'low_price': 20,
            'high_price': 120,
            'return_factor': 0.9
          },
          {
            'category_index': 8,
            'category': 'Basics',
            'demand': 10,
            'product_count': 220,
            'low_price': 6,
            'high_price': 35,
            'return_factor': 0.5
          },
          {
            'category_index': 9,
            'category': 'Accessories',
            'demand': 7,
            'product_count': 260,
            'low_price': 8,
            'high_price': 90,
            'return_factor': 0.6
          },
          {
            'category_index': 10,
            'category': 'Beauty',
            'demand': 5,
            'product_count': 180,
            'low_price': 8,
            'high_price': 85,
            'return_factor': 0.3
          },
          {
            'category_index': 11,
            'category': 'Kids',
            'demand': 6,
            'product_count': 200,
            'low_price': 10,
            'high_price': 60,
            'return_factor': 0.8
          },
          {
            'category_index': 12,
            'category': 'Home',
            'demand': 3,
            'product_count': 160,
            'low_price': 15,
            'high_price': 160,
            'return_factor': 0.5
          }
        ],
        recursive := true
      )
  )
select
  category_index,
  category,
  (
    sum(demand) over (
      order by
        category_index
    ) - demand
  ) / sum(demand) over () as demand_from,
  (
    sum(product_count) over (
      order by
        category_index
    ) - product_count + 1
  )::integer as first_product_index,
  product_count,
  low_price,
  high_price,
  return_factor::double as return_factor
from
  categories
