-- synthetic_users: users with a segment and, drawn around it, habits of their own.
-- Grain: one row per user_index (1, 2, ...).
-- Reads: synthetic_user_segments
-- Params: $seed BIGINT; $users BIGINT
-- Segments: centres of the habits at 7 events a user; a user's own scatter around them, so that segments overlap as real
--   ones do: a few users of browsing segments buy, a few of buying segments do not.
--   segment            share  sessions  looks  carts     orders  price    categories  active
--   one_look_visitors   43 %         1    1.3  never          -  middle            1  once
--   window_shoppers     14 %       4.1    3.2  hardly         -  middle            5  most of the time
--   cart_abandoners     13 %       1.7    3.2  60 %           -  middle            1  for two weeks
--   premium_browsers     9 %       2.2    2.6  hardly         -  dearest           1  for some weeks
--   deal_seekers         8 %       2.2    2.8  hardly         -  cheapest          4  for some weeks
--   loyal_buyers         4 %       7.4    2.8  12 %           5  middle            4  all along
--   bargain_hunters    3.5 %       2.8    3.5  12 %         1.6  cheapest          4  in the middle
--   big_ticket_buyers  2.5 %       2.6    2.8   8 %         1.1  dearest           1  later, still or until lately
--   lapsed_buyers        3 %       1.6    2.4   8 %           1  below middle      1  first days only
-- Rule: but for the visitors who look once, sessions have a heavy tail, Pareto with exponent 4: some users are fans.
-- Recovery: of 20,000 users with 7 events each (seeds 1 to 3) a quadratic discriminant trained on the truth finds the
--   segments from counts, orders, value, times, price level and category evenness with an adjusted Rand index of 0.96,
--   gradient-boosted trees with 0.98 to 0.99. K-means, which knows no truth, on five features of each finds those of
--   buyers (4 clusters) with 0.95 to 0.96, those of non-buyers (5 clusters) with 0.88 to 0.89; with 30 events a user 0.97 and 0.99.
-- Randomness: every draw is a part of md5(seed, purpose, key): the same on any machine, version and number of threads.
--   Four parts of 16 bits make four uniform draws or, summed, one standard deviate. What exp() gives is rounded to 6
--   digits, because mathematical libraries differ in the last bit.
with
  users as (
    select
      user_index,
      concat_ws(':', $seed::bigint, 'user', user_index) as key,
      md5_number_lower(key) as bits,
      (1 + (md5_number_upper(key) & 65535)) / 65536 as tail_draw
    from
      range(1, $users::bigint + 1) as numbers (user_index)
  ),
  members as (
    select
      user_index,
      segment,
      ((bits >> 16) & 65535) / 65536 as buyer_draw,
      ((bits >> 32) & 65535) / 65536 as demand_draw,
      (bits >> 48) / 65536 as session_draw,
      tail_draw
    from
      users
      asof join synthetic_user_segments on (bits & 65535) / 65536 >= share_from
  ),
  habit_draws as (
    select
      user_index,
      habit,
      md5_number_lower(
        concat_ws(
          ':',
          $seed::bigint,
          'user habit',
          user_index,
          habit
        )
      ) as habit_bits,
      (
        (habit_bits & 65535) + ((habit_bits >> 16) & 65535) + ((habit_bits >> 32) & 65535) + (habit_bits >> 48)
      ) / 65536 as draw_sum,
      (draw_sum - 2) * sqrt(3) as deviate
    from
      users
      cross join unnest(
        [
          'beginning',
          'length',
          'sessions',
          'looks',
          'orders',
          'price'
        ]
      ) as habits (habit)
  ),
  deviates as (
    select
      user_index,
      map_from_entries(list(row(habit, deviate))) as deviate_of
    from
      habit_draws
    group by
      user_index
  ),
  spans as (
    select
      members.user_index,
      members.segment,
      buyer_draw,
      demand_draw,
      greatest(
        0,
        least(
          0.97,
          first_mean + first_sd * deviate_of['beginning']
        )
      ) as first_position,
      least(
        1,
        first_position + active_mean * round(exp(active_sigma * deviate_of['length']), 6)
      ) as last_position,
      -- A lognormal and a Pareto factor of mean 1, and rounding by a draw: all keep the expected number of sessions.
      greatest(
        1,
        floor(
          sessions * round(
            exp(
              sessions_sigma * (deviate_of['sessions'] - sessions_sigma / 2)
            ),
            6
          ) * if (is_scaled, 0.75 / sqrt(sqrt(tail_draw)), 1) + session_draw
        )
      )::integer as session_count,
      deviate_of
    from
      members
      inner join synthetic_user_segments as segments on members.segment = segments.segment
      inner join deviates on members.user_index = deviates.user_index
  )
select
  user_index,
  -- Coprime to the modulus: every user another number, and neighbours differ in many digits.
  (510000000 + user_index * 7654321 % 10000000)::text as user_id,
  spans.segment,
  first_position,
  last_position,
  session_count,
  if (
    buyer_draw < buyer_share,
    greatest(
      1,
      least(
        session_count,
        round(
          orders * round(exp(0.25 * deviate_of['orders']), 6)
        )
      )
    ),
    0
  )::integer as order_count,
  1 + (looks - 1) * round(exp(0.2 * deviate_of['looks']), 6) as looks_per_session,
  price_position + price_scatter / 6 * deviate_of['price'] as price_position,
  demand_draw
from
  spans
  inner join synthetic_user_segments as segments on spans.segment = segments.segment
