-- synthetic_event_categories: departments of the shop that is visited, with their share of demand and price range.
-- Grain: one row per category_index (1, 2, ...).
-- Reads: nothing
-- Units: prices in the currency of the events; product_count products from first_product_index, cheapest first.
-- Rule: demand_from up to demand_from of the next category is the category's part of [0, 1).
-- Rule: ids differ by 37 where a double of that size steps by 256: a reader that takes them for doubles merges categories.
-- Rule: two categories have no code, as in files of shops that never named them.
with
  categories as (
    select
      unnest(
        [
          {
            'category_index': 1,
            'category_code': 'electronics.smartphone',
            'demand': 13,
            'product_count': 260,
            'low_price': 70,
            'high_price': 1500
          },
          {
            'category_index': 2,
            'category_code': 'electronics.audio.headphone',
            'demand': 8,
            'product_count': 220,
            'low_price': 10,
            'high_price': 380
          },
          {
            'category_index': 3,
            'category_code': 'electronics.video.tv',
            'demand': 6,
            'product_count': 140,
            'low_price': 110,
            'high_price': 2400
          },
          {
            'category_index': 4,
            'category_code': 'electronics.clocks',
            'demand': 6,
            'product_count': 200,
            'low_price': 20,
            'high_price': 900
          },
          {
            'category_index': 5,
            'category_code': 'computers.notebook',
            'demand': 7,
            'product_count': 180,
            'low_price': 190,
            'high_price': 2600
          },
          {
            'category_index': 6,
            'category_code': 'computers.peripherals.mouse',
            'demand': 3,
            'product_count': 120,
            'low_price': 5,
            'high_price': 140
          },
          {
            'category_index': 7,
            'category_code': 'appliances.kitchen.refrigerators',
            'demand': 5,
            'product_count': 130,
            'low_price': 120,
            'high_price': 1900
          },
          {
            'category_index': 8,
            'category_code': 'appliances.kitchen.kettle',
            'demand': 4,
            'product_count': 120,
            'low_price': 12,
            'high_price': 160
          },
          {
            'category_index': 9,
            'category_code': 'appliances.environment.vacuum',
            'demand': 6,
            'product_count': 150,
            'low_price': 35,
            'high_price': 700
          },
          {
            'category_index': 10,
            'category_code': 'furniture.living_room.sofa',
            'demand': 4,
            'product_count': 110,
            'low_price': 150,
            'high_price': 2200
          },
          {
            'category_index': 11,
            'category_code': 'furniture.bedroom.bed',
            'demand': 4,
            'product_count': 100,
            'low_price': 90,
            'high_price': 1400
          },
          {
            'category_index': 12,
            'category_code': 'apparel.shoes',
            'demand': 9,
            'product_count': 300,
            'low_price': 15,
            'high_price': 220
          },
          {
            'category_index': 13,
            'category_code': 'apparel.costume',
            'demand': 5,
            'product_count': 180,
            'low_price': 20,
            'high_price': 400
          },
          {
            'category_index': 14,
            'category_code': 'kids.toys',
            'demand': 5,
            'product_count': 190,
            'low_price': 4,
            'high_price': 130
          },
          {
            'category_index': 15,
            'category_code': null,
            'demand': 8,
            'product_count': 240,
            'low_price': 3,
            'high_price': 90
          },
          {
            'category_index': 16,
            'category_code': null,
            'demand': 7,
            'product_count': 160,
            'low_price': 8,
            'high_price': 260
          }
        ],
        recursive := true
      )
  )
select
  category_index,
  (2053013555631882000 + 37 * category_index)::text as category_id,
  category_code,
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
  high_price
from
  categories
