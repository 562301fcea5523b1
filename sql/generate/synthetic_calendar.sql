-- synthetic_calendar: how the orders of a kind of shopper spread over the days: a wheel with a slice for each day.
-- Grain: one row per (calendar, order_date).
-- Reads: nothing
-- Params: $first_date DATE; $last_date DATE, both counted.
-- Rule: a day's slice runs from weight_from up to weight_from of the next day; integers, so that sums are exact.
-- Rule: 'everyday' follows week and year, 'sales' the clearance weeks, 'gifts' the weeks before Christmas.
with
  days as (
    select
      unnest(
        generate_series(
          $first_date::date,
          $last_date::date,
          interval 1 day
        )
      )::date as order_date
  ),
  seasons as (
    select
      order_date,
      strftime(order_date, '%m-%d') as month_day,
      month_day between '01-02' and '01-24'
      or month_day between '07-02' and '07-24'
      or month_day between '11-22' and '11-29' as is_sale,
      month_day between '11-15' and '12-22' as is_gift_season,
      [10, 10, 10, 11, 12, 14, 15] [isodow(order_date)] as weekday_weight,
      [9, 8, 10, 10, 11, 10, 9, 9, 10, 11, 14, 13] [month(order_date)] as month_weight
    from
      days
  ),
  weights as (
    select
      order_date,
      is_sale,
      unnest(
        [
          {
            'calendar': 'everyday',
            'weight': weekday_weight * month_weight * if (is_sale, 13, 10)
          },
          {
            'calendar': 'sales',
            'weight': weekday_weight * if (is_sale, 50, 10)
          },
          {
            'calendar': 'gifts',
            'weight': weekday_weight * if (is_gift_season, 300, 5)
          }
        ],
        recursive := true
      )
    from
      seasons
  )
select
  calendar,
  order_date,
  is_sale,
  (
    sum(weight) over (
      partition by
        calendar
      order by
        order_date
    ) - weight
  )::bigint as weight_from,
  (
    sum(weight) over (
      partition by
        calendar
    )
  )::bigint as wheel_weight
from
  weights
