-- synthetic_customers: customers with a segment and, drawn around it, habits of their own.
-- Grain: one row per customer_index (1, 2, ...).
-- Reads: synthetic_segments, synthetic_categories
-- Params: $seed BIGINT; $customers BIGINT; $first_date DATE; $last_date DATE
-- Segments: centres of the habits; a customer's own scatter around them, so that segments overlap as real ones do.
--   segment                     share  active          orders/year  lines/order  returned  after  buys
--   loyal_regulars               20 %  all along              10.5          1.8       6 %   12 d  clothes for every day
--   serial_returners             11 %  since year one           10          3.0      52 %    6 d  dresses and shoes, several sizes
--   big_basket_planners          10 %  all along               2.8          9.0       3 %   17 d  family and home, dear
--   gift_season_buyers           15 %  before Christmas        2.1          2.0       1 %   24 d  small presents, cheap
--   new_enthusiasts              14 %  last weeks               40          2.6      20 %    9 d  tops, dresses, beauty
--   lapsed_customers             20 %  first months only         9          1.9      33 %   13 d  tops, denim, coats that did not fit
--   one_season_bargain_hunters   10 %  five weeks, once         42          3.0       1 %   10 d  clearance, cheapest, final sale
-- Recovery: of 5,000 customers (seeds 1 to 3) a quadratic discriminant trained on the truth finds the segments from return
--   rate, orders, recency, net value and lifetime with an adjusted Rand index of 0.97 to 0.98, K-means with 7 clusters,
--   which knows no truth, with 0.88 to 0.91.
-- Randomness: every draw is a part of md5(seed, purpose, key): the same on any machine, version and number of threads.
--   Four parts of 16 bits make four uniform draws or, summed, one standard deviate. What exp() gives is rounded to 6
--   digits, because mathematical libraries differ in the last bit.
with
  customers as (
    select
      customer_index,
      md5_number_lower(
        concat_ws(':', $seed::bigint, 'customer', customer_index)
      ) as bits
    from
      range(1, $customers::bigint + 1) as numbers (customer_index)
  ),
  members as (
    select
      customer_index,
      bits,
      segment
    from
      customers
      asof join synthetic_segments on (bits & 65535) / 65536 >= share_from
  ),
  habit_draws as (
    select
      customer_index,
      habit,
      md5_number_lower(
        concat_ws(
          ':',
          $seed::bigint,
          'habit',
          customer_index,
          habit
        )
      ) as habit_bits,
      (
        (habit_bits & 65535) + ((habit_bits >> 16) & 65535) + ((habit_bits >> 32) & 65535) + (habit_bits >> 48)
      ) / 65536 as draw_sum,
      (draw_sum - 2) * sqrt(3) as deviate
    from
      customers
      cross join unnest(
        [
          'beginning',
          'length',
          'order_rate',
          'order_count',
          'basket',
          'return_share',
          'return_lag',
          'price',
          'loyalty'
        ]
      ) as habits (habit)
  ),
  deviates as (
    select
      customer_index,
      map_from_entries(list(row(habit, deviate))) as deviate_of
    from
      habit_draws
    group by
      customer_index
  ),
  spans as (
    select
      members.customer_index,
      members.bits,
      members.segment,
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
      (
        date_diff('day', $first_date::date, $last_date::date) + 1
      ) / 365.25 as period_years,
      (last_position - first_position) * period_years * orders_per_year * round(exp(orders_sigma * deviate_of['order_rate']), 6) as expected_orders
    from
      members
      inner join synthetic_segments as segments on members.segment = segments.segment
      inner join deviates on members.customer_index = deviates.customer_index
  ),
  favourites as (
    select
      customer_index,
      category_index
    from
      members
      inner join synthetic_segments as segments on members.segment = segments.segment
      inner join synthetic_categories as categories on categories.category = favourite_categories[
        1 + ((bits >> 48) % len(favourite_categories)::ubigint)::integer
      ]
  ),
  names as (
    select
      customer_index,
      string_split(
        'amber birch cedar coral dune ember fern flint grove hazel heath iris lark linden maple meadow moss olive poppy reed river sage thistle willow',
        ' '
      ) [1 + (((bits >> 16) & 65535) % 24)::integer] as first_name,
      string_split(
        'baker carter cooper fisher fowler glover harper hunter mason miller parker piper porter potter sawyer shepherd smith tanner taylor thatcher turner walker weaver wright',
        ' '
      ) [1 + (((bits >> 32) & 65535) % 24)::integer] as last_name,
      -- Coprime to the modulus: every customer another number, and neighbours differ in many digits.
      lpad(
        (customer_index * 7654321 % 10000000)::text,
        7,
        '0'
      ) as digits
    from
      customers
  )
select
  spans.customer_index,
  concat(
    first_name,
    '.',
    last_name,
    '.',
    digits,
    '@example.com'
  ) as customer_email,
  spans.segment,
  calendar,
  first_position,
  last_position,
  greatest(
    1,
    round(
      expected_orders + 0.8 * sqrt(expected_orders) * deviate_of['order_count']
    )
  )::integer as order_count,
  lines_per_order * round(exp(0.2 * deviate_of['basket']), 6) as lines_per_order,
  return_share * round(exp(return_sigma * deviate_of['return_share']), 6) as return_share,
  return_lag_days * round(exp(0.3 * deviate_of['return_lag']), 6) as return_lag_days,
  price_position + 0.12 * deviate_of['price'] as price_position,
  0.5 + 0.12 * deviate_of['loyalty'] as category_loyalty,
  category_index as favourite_category_index
from
  spans
  inner join deviates on spans.customer_index = deviates.customer_index
  inner join synthetic_segments as segments on spans.segment = segments.segment
  inner join favourites on spans.customer_index = favourites.customer_index
  inner join names on spans.customer_index = names.customer_index
