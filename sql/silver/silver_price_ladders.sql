-- silver_price_ladders: where each price stands among the viewed prices of its category: 0 cheapest, 1 dearest.
-- Grain: one row per (category_id, price).
-- Reads: silver_events
-- Params: $price_ladder_min_views integer; categories with fewer priced views have no ladder.
-- Rule: a price is positive, but for the first rung of each ladder, the price 0 of level 0: it lets any other price find the rung
--       below it. The level of a price is (views cheaper + views level / 2) / views, to twenty decimals, so that levels can be added exactly;
--       it is also known for prices that were paid but never viewed.
-- Column: category_id: category of the product.
-- Column: price [currency]: a price that was viewed or paid in the category; 0 on the first rung.
-- Column: view_count [events]: views at this price.
-- Column: views_up_to_price [events]: views at this price or below.
-- Column: category_view_count [events]: views with a price in the category.
-- Column: price_level [level]: place of the price among those viewed: 0 cheapest, 1 dearest.
with
  prices as (
    select
      category_id,
      price,
      (
        count(*) filter(
          where
            event_type = 'view'
        )
      )::bigint as view_count
    from
      silver_events
    where
      category_id is not null
      and price > 0
      and event_type in ('view', 'purchase')
    group by all
  ),
  ladders as (
    select
      *,
      (
        sum(view_count) over (
          partition by
            category_id
          order by
            price
        )
      )::bigint as views_up_to_price,
      (
        sum(view_count) over (
          partition by
            category_id
        )
      )::bigint as category_view_count
    from
      prices
  ),
  rungs as (
    select
      category_id,
      price,
      view_count,
      views_up_to_price,
      category_view_count
    from
      ladders
    where
      category_view_count >= $price_ladder_min_views::integer
    union all
    select distinct
      category_id,
      0 as price,
      0 as view_count,
      0 as views_up_to_price,
      category_view_count
    from
      ladders
    where
      category_view_count >= $price_ladder_min_views::integer
  )
select
  category_id,
  price,
  view_count,
  views_up_to_price,
  category_view_count,
  safe_ratio (
    2 * views_up_to_price - view_count,
    2 * category_view_count
  )::decimal(22, 20) as price_level
from
  rungs
