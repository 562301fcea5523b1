-- synthetic_segments: the planted behaviours; the habits of a customer are drawn around those of the segment.
-- Grain: one row per segment.
-- Reads: nothing
-- Units: segment_share, return_share and price_position (0 cheapest, 1 dearest of a category) in [0, 1];
--   first_* is where on the calendar wheel a customer begins and active_* how much of it follows (1 = all of it, 2 = still
--   active at its end); orders_per_year while active; _sd is a spread, _sigma the spread of the logarithm.
-- Rule: share_from up to share_from of the next segment is the segment's part of [0, 1).
with
  segments as (
    select
      unnest(
        [
          {
            'segment_index': 1,
            'segment': 'loyal_regulars',
            'segment_share': 0.2,
            'calendar': 'everyday',
            'first_mean': 0.06,
            'first_sd': 0.06,
            'active_mean': 2.0,
            'active_sigma': 0.05,
            'orders_per_year': 10.5,
            'orders_sigma': 0.25,
            'lines_per_order': 1.8,
            'return_share': 0.06,
            'return_sigma': 0.35,
            'return_lag_days': 12,
            'price_position': 0.5,
            'favourite_categories': ['Denim', 'Tops', 'Basics', 'Knitwear']
          },
          {
            'segment_index': 2,
            'segment': 'serial_returners',
            'segment_share': 0.11,
            'calendar': 'everyday',
            'first_mean': 0.22,
            'first_sd': 0.14,
            'active_mean': 2.0,
            'active_sigma': 0.05,
            'orders_per_year': 10,
            'orders_sigma': 0.25,
            'lines_per_order': 3.0,
            'return_share': 0.52,
            'return_sigma': 0.18,
            'return_lag_days': 6,
            'price_position': 0.6,
            'favourite_categories': ['Dresses', 'Shoes', 'Tops']
          },
          {
            'segment_index': 3,
            'segment': 'big_basket_planners',
            'segment_share': 0.1,
            'calendar': 'everyday',
            'first_mean': 0.08,
            'first_sd': 0.08,
            'active_mean': 0.92,
            'active_sigma': 0.05,
            'orders_per_year': 2.8,
            'orders_sigma': 0.2,
            'lines_per_order': 9.0,
            'return_share': 0.03,
            'return_sigma': 0.3,
            'return_lag_days': 17,
            'price_position': 0.75,
            'favourite_categories': ['Kids', 'Home', 'Basics']
          },
          {
            'segment_index': 4,
            'segment': 'gift_season_buyers',
            'segment_share': 0.15,
            'calendar': 'gifts',
            'first_mean': 0.02,
            'first_sd': 0.03,
            'active_mean': 2.0,
            'active_sigma': 0.05,
            'orders_per_year': 2.1,
            'orders_sigma': 0.22,
            'lines_per_order': 2.0,
            'return_share': 0.006,
            'return_sigma': 0.4,
            'return_lag_days': 24,
            'price_position': 0.28,
            'favourite_categories': ['Accessories', 'Beauty', 'Home']
          },
          {
            'segment_index': 5,
            'segment': 'new_enthusiasts',
            'segment_share': 0.14,
            'calendar': 'everyday',
            'first_mean': 0.93,
            'first_sd': 0.03,
            'active_mean': 2.0,
            'active_sigma': 0.05,
            'orders_per_year': 40,
            'orders_sigma': 0.25,
            'lines_per_order': 2.6,
            'return_share': 0.2,
            'return_sigma': 0.35,
            'return_lag_days': 9,
            'price_position': 0.5,
            'favourite_categories': ['Tops', 'Dresses', 'Beauty']
          },
          {
            'segment_index': 6,
            'segment': 'lapsed_customers',
            'segment_share': 0.2,
            'calendar': 'everyday',
            'first_mean': 0.07,
            'first_sd': 0.08,
            'active_mean': 0.32,
            'active_sigma': 0.22,
            'orders_per_year': 9,
            'orders_sigma': 0.25,
            'lines_per_order': 1.9,
            'return_share': 0.33,
            'return_sigma': 0.25,
            'return_lag_days': 13,
            'price_position': 0.45,
            'favourite_categories': ['Tops', 'Denim', 'Outerwear']
          },
          {
            'segment_index': 7,
            'segment': 'one_season_bargain_hunters',
            'segment_share': 0.1,
            'calendar': 'sales',
            'first_mean': 0.4,
            'first_sd': 0.18,
            'active_mean': 0.05,
            'active_sigma': 0.3,
            'orders_per_year': 42,
            'orders_sigma': 0.25,
            'lines_per_order': 3.0,
            'return_share': 0.006,
            'return_sigma': 0.4,
            'return_lag_days': 10,
            'price_position': 0.18,
            'favourite_categories': ['Shoes', 'Outerwear', 'Sport']
          }
        ],
        recursive := true
      )
  )
select
  segment,
  (
    sum(segment_share) over (
      order by
        segment_index
    ) - segment_share
  )::double as share_from,
  calendar,
  first_mean::double as first_mean,
  first_sd::double as first_sd,
  active_mean::double as active_mean,
  active_sigma::double as active_sigma,
  orders_per_year::double as orders_per_year,
  orders_sigma::double as orders_sigma,
  lines_per_order::double as lines_per_order,
  return_share::double as return_share,
  return_sigma::double as return_sigma,
  return_lag_days::double as return_lag_days,
  price_position::double as price_position,
  favourite_categories
from
  segments
