-- silver_customer_seasons: how strongly each customer's orders and returns concentrate in quarters of the year.
-- Grain:  one row per customer_id.
-- Reads:  silver_feature_lines, silver_orders, silver_customer_timings
-- Params: $as_of_date DATE.
--         $seasonal_min_days INTEGER; shortest customer lifetime that is judged.
--         $seasonal_min_events INTEGER; fewest orders, or dated returns, that are judged.
-- Rule:   V = sqrt(max(0, chi2 - 3) / (n (1/min(e) - 1))) in [0, 1], chi2 = sum((n_s - n e_s)^2 / (n e_s)) = sum(n_s^2 / e_s) / n - n;
--         e_s = share of quarter s in the days from the first order to the as-of date, both included. The 3 degrees of
--         freedom are what chance alone gives (bias-corrected as Cramer's V by Bergsma, 2013, J. Korean Stat. Soc. 42(3)).
-- Features: returns
with
  lines as (
    select
      *
    from
      silver_feature_lines
  ),
  orders as (
    select
      *
    from
      silver_orders
  ),
  customers as (
    select
      *
    from
      silver_customer_timings
  ),
  days as (
    select
      unnest(
        generate_series(
          min(first_order_date),
          $as_of_date::date,
          interval 1 day
        )
      )::date as day
    from
      customers
  ),
  exposures as (
    select
      days.day as first_order_date,
      quarters.season,
      count(*) filter(
        where
          quarter(days.day) = quarters.season
      ) over (
        partition by
          quarters.season
        order by
          days.day desc rows between unbounded preceding
          and current row
      ) as season_days
    from
      days
      cross join (
        values
          (1),
          (2),
          (3),
          (4)
      ) as quarters (season)
  ),
  spans as (
    select
      first_order_date,
      sum(season_days) as total_days,
      min(season_days) as fewest_days
    from
      exposures
    group by all
  ),
  events as (
    select
      customer_id,
      'order' as kind,
      quarter(order_date) as season
    from
      orders
    union all
    select
      customer_id,
      'return' as kind,
      quarter(return_date) as season
    from
      lines
    where
      return_date is not null
  ),
  season_counts as (
    select
      customer_id,
      kind,
      season,
      count(*) as event_count
    from
      events
    group by all
  ),
  -- Seasons without events add nothing to the sum and need no row.
  statistics as (
    select
      season_counts.customer_id,
      season_counts.kind,
      spans.total_days,
      spans.fewest_days,
      sum(season_counts.event_count) as event_count,
      sum(
        safe_ratio (
          season_counts.event_count * season_counts.event_count,
          exposures.season_days
        )
        order by
          season_counts.season
      ) as weighted_square_sum
    from
      season_counts
      inner join customers on season_counts.customer_id = customers.customer_id
      inner join spans on customers.first_order_date = spans.first_order_date
      inner join exposures on customers.first_order_date = exposures.first_order_date
      and season_counts.season = exposures.season
    where
      customers.customer_lifetime_days >= $seasonal_min_days::integer
      and spans.fewest_days > 0
    group by all
    having
      sum(season_counts.event_count) >= $seasonal_min_events::integer
  ),
  susceptibilities as (
    select
      customer_id,
      kind,
      least(
        1,
        sqrt(
          greatest(
            0,
            safe_ratio (total_days * weighted_square_sum, event_count) - event_count - 3
          ) / (
            event_count * (safe_ratio (total_days, fewest_days) - 1)
          )
        )
      ) as susceptibility
    from
      statistics
  )
select
  customers.customer_id,
  on_orders.susceptibility as seasonal_susceptibility_orders,
  on_returns.susceptibility as seasonal_susceptibility_returns
from
  customers
  left join susceptibilities as on_orders on customers.customer_id = on_orders.customer_id
  and on_orders.kind = 'order'
  left join susceptibilities as on_returns on customers.customer_id = on_returns.customer_id
  and on_returns.kind = 'return'
