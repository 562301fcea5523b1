-- synthetic_user_segments: the planted behaviours; the habits of a user are drawn around those of the segment.
-- Grain: one row per segment.
-- Reads: nothing
-- Params: $users BIGINT; $events BIGINT, how many to aim at.
-- Units: segment_share, *_share and price_position (0 cheapest, 1 dearest of a category) in [0, 1], as is price_scatter,
--   the width around it in which a user's looks lie; first_* is where on the calendar wheel a user begins and active_* how
--   much of it follows (1 = all of it); sessions and orders per user, looks per session; _sd is a spread, _sigma the spread
--   of the logarithm.
-- Rule: share_from up to share_from of the next segment is the segment's part of [0, 1).
-- Rule: a look is one view, and what follows from it. buyer_share of the users place orders, each in a session of its own,
--   whose last look is bought, each other one with basket_share. Of bought looks direct_share skip the cart and
--   second_unit_share are two units; of looks that are not bought cart_share go into the cart, and removal_share of those
--   out of it again.
-- Rule: $events is met in the mean: the sessions of every segment but the visitors who look once are multiplied by one
--   factor, for which the expected events of all users, orders included, are $events. Orders stay as many.
with
  segments as (
    select
      unnest(
        [
          {
            'segment_index': 1,
            'segment': 'one_look_visitors',
            'segment_share': 0.43,
            'is_scaled': 0,
            'first_mean': 0.5,
            'first_sd': 0.35,
            'active_mean': 0.03,
            'active_sigma': 0.2,
            'sessions': 1,
            'sessions_sigma': 0,
            'looks': 1.3,
            'cart_share': 0,
            'buyer_share': 0,
            'orders': 0,
            'price_position': 0.5,
            'category_breadth': 1,
            'price_scatter': 0.06
          },
          {
            'segment_index': 2,
            'segment': 'window_shoppers',
            'segment_share': 0.14,
            'is_scaled': 1,
            'first_mean': 0.2,
            'first_sd': 0.2,
            'active_mean': 0.6,
            'active_sigma': 0.3,
            'sessions': 4.5,
            'sessions_sigma': 0.45,
            'looks': 3.2,
            'cart_share': 0.01,
            'buyer_share': 0.004,
            'orders': 1,
            'price_position': 0.5,
            'category_breadth': 5,
            'price_scatter': 0.3
          },
          {
            'segment_index': 3,
            'segment': 'cart_abandoners',
            'segment_share': 0.13,
            'is_scaled': 1,
            'first_mean': 0.4,
            'first_sd': 0.3,
            'active_mean': 0.2,
            'active_sigma': 0.4,
            'sessions': 1.8,
            'sessions_sigma': 0.25,
            'looks': 3.2,
            'cart_share': 0.6,
            'buyer_share': 0.01,
            'orders': 1,
            'price_position': 0.5,
            'category_breadth': 1,
            'price_scatter': 0.3
          },
          {
            'segment_index': 4,
            'segment': 'premium_browsers',
            'segment_share': 0.09,
            'is_scaled': 1,
            'first_mean': 0.4,
            'first_sd': 0.3,
            'active_mean': 0.4,
            'active_sigma': 0.4,
            'sessions': 2.4,
            'sessions_sigma': 0.35,
            'looks': 2.6,
            'cart_share': 0.01,
            'buyer_share': 0.004,
            'orders': 1,
            'price_position': 0.92,
            'category_breadth': 1,
            'price_scatter': 0.3
          },
          {
            'segment_index': 5,
            'segment': 'deal_seekers',
            'segment_share': 0.08,
            'is_scaled': 1,
            'first_mean': 0.4,
            'first_sd': 0.3,
            'active_mean': 0.3,
            'active_sigma': 0.4,
            'sessions': 2.4,
            'sessions_sigma': 0.35,
            'looks': 2.8,
            'cart_share': 0.02,
            'buyer_share': 0.004,
            'orders': 1,
            'price_position': 0.08,
            'category_breadth': 4,
            'price_scatter': 0.3
          },
          {
            'segment_index': 6,
            'segment': 'loyal_buyers',
            'segment_share': 0.04,
            'is_scaled': 1,
            'first_mean': 0.06,
            'first_sd': 0.06,
            'active_mean': 2,
            'active_sigma': 0.1,
            'sessions': 8,
            'sessions_sigma': 0.35,
            'looks': 2.8,
            'cart_share': 0.12,
            'buyer_share': 0.99,
            'orders': 5,
            'price_position': 0.5,
            'category_breadth': 4,
            'price_scatter': 0.3
          },
          {
            'segment_index': 7,
            'segment': 'bargain_hunters',
            'segment_share': 0.035,
            'is_scaled': 1,
            'first_mean': 0.3,
            'first_sd': 0.12,
            'active_mean': 0.3,
            'active_sigma': 0.3,
            'sessions': 3,
            'sessions_sigma': 0.25,
            'looks': 3.5,
            'cart_share': 0.12,
            'buyer_share': 0.98,
            'orders': 1.6,
            'price_position': 0.1,
            'category_breadth': 4,
            'price_scatter': 0.3
          },
          {
            'segment_index': 8,
            'segment': 'big_ticket_buyers',
            'segment_share': 0.025,
            'is_scaled': 1,
            'first_mean': 0.55,
            'first_sd': 0.15,
            'active_mean': 0.3,
            'active_sigma': 0.3,
            'sessions': 2.8,
            'sessions_sigma': 0.25,
            'looks': 2.8,
            'cart_share': 0.08,
            'buyer_share': 0.98,
            'orders': 1.1,
            'price_position': 0.93,
            'category_breadth': 1,
            'price_scatter': 0.3
          },
          {
            'segment_index': 9,
            'segment': 'lapsed_buyers',
            'segment_share': 0.03,
            'is_scaled': 1,
            'first_mean': 0.1,
            'first_sd': 0.06,
            'active_mean': 0.06,
            'active_sigma': 0.3,
            'sessions': 1.7,
            'sessions_sigma': 0.15,
            'looks': 2.4,
            'cart_share': 0.08,
            'buyer_share': 0.98,
            'orders': 1,
            'price_position': 0.42,
            'category_breadth': 1,
            'price_scatter': 0.2
          }
        ],
        recursive := true
      ),
      0.1 as direct_share,
      0.04 as second_unit_share,
      0.15 as basket_share,
      0.2 as removal_share
  ),
  expectations as (
    select
      segment_index,
      segment_share * sessions * looks * (1 + cart_share * (1 + removal_share)) as browsing_events,
      segment_share * buyer_share * orders * (1 + basket_share * (looks - 1)) * (
        2 - direct_share + second_unit_share - cart_share * (1 + removal_share)
      ) as order_events,
      is_scaled
    from
      segments
  ),
  factors as (
    select
      (
        $events::bigint / $users::bigint - sum(
          order_events + (1 - is_scaled) * browsing_events
          order by
            segment_index
        )
      ) / sum(
        is_scaled * browsing_events
        order by
          segment_index
      ) as session_factor
    from
      expectations
  )
select
  segment,
  (
    sum(segment_share) over (
      order by
        segment_index
    ) - segment_share
  )::double as share_from,
  first_mean::double as first_mean,
  first_sd::double as first_sd,
  active_mean::double as active_mean,
  active_sigma::double as active_sigma,
  is_scaled = 1 as is_scaled,
  (
    if (
      is_scaled = 1,
      sessions * session_factor,
      sessions
    )
  )::double as sessions,
  sessions_sigma::double as sessions_sigma,
  looks::double as looks,
  cart_share::double as cart_share,
  buyer_share::double as buyer_share,
  orders::double as orders,
  price_position::double as price_position,
  category_breadth,
  price_scatter::double as price_scatter,
  direct_share::double as direct_share,
  second_unit_share::double as second_unit_share,
  basket_share::double as basket_share,
  removal_share::double as removal_share
from
  segments
  cross join factors
