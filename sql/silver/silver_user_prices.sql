-- silver_user_prices: which prices each user looks at and pays, compared with the prices of the same category.
-- Grain: one row per user_id; users without a priced view or purchase have none.
-- Reads: silver_events, silver_price_ladders
-- Rule: a price between two rungs of a ladder is dearer than all views up to the lower one and cheaper than the others; only
--       prices of users who are not in the ladders can lie so.
-- Rule: prices are counted in ten-thousandths, so that the sample variance (n sum(x^2) - sum(x)^2) / (n (n - 1)) is exact until the division.
-- Features: behavior
with
  events as (
    select
      user_id,
      category_id,
      price,
      event_type = 'view' as is_view
    from
      silver_events
    where
      price > 0
      and event_type in ('view', 'purchase')
  ),
  -- Each price of a category finds its rung once: finding it for every event took ten times as long.
  price_levels as (
    select
      paid.category_id,
      paid.price,
      case
        when ladders.price = paid.price then ladders.price_level
        else safe_ratio (
          ladders.views_up_to_price,
          ladders.category_view_count
        )::decimal(22, 20)
      end as price_level
    from
      (
        select distinct
          category_id,
          price
        from
          events
      ) as paid
      asof inner join silver_price_ladders as ladders on paid.category_id = ladders.category_id
      and paid.price >= ladders.price
  ),
  prices as (
    select
      events.user_id,
      events.is_view,
      (events.price * 10000)::hugeint as points,
      price_levels.price_level
    from
      events
      left join price_levels on events.category_id = price_levels.category_id
      and events.price = price_levels.price
  ),
  totals as (
    select
      user_id,
      (
        count(*) filter(
          where
            is_view
        )
      )::hugeint as view_count,
      sum(points) filter(
        where
          is_view
      ) as point_sum,
      sum(points * points) filter(
        where
          is_view
      ) as square_sum,
      max(points) filter(
        where
          is_view
      ) - min(points) filter(
        where
          is_view
      ) as point_range,
      safe_ratio (
        sum(price_level) filter(
          where
            is_view
        ),
        count(price_level) filter(
          where
            is_view
        )
      ) as viewed_level,
      safe_ratio (
        sum(price_level) filter(
          where
            not is_view
        ),
        count(price_level) filter(
          where
            not is_view
        )
      ) as paid_level
    from
      prices
    group by
      user_id
  ),
  spreads as (
    select
      *,
      safe_ratio (point_sum, view_count * 10000) as avg_price_viewed,
      case
        when view_count = 1 then 0
        else sqrt(
          safe_ratio (
            view_count * square_sum - point_sum * point_sum,
            view_count * (view_count - 1)
          )
        ) / 10000
      end as price_std,
      safe_ratio (point_range, 10000) as price_range
    from
      totals
  )
select
  user_id,
  avg_price_viewed,
  price_std,
  price_range,
  viewed_level as price_level,
  case
    when view_count >= 3 then price_std / avg_price_viewed
  end as price_dispersion,
  viewed_level - paid_level as price_sensitivity
from
  spreads
