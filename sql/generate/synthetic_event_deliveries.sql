-- synthetic_event_deliveries: events as a shop delivers them, as text, some with a planted fault.
-- Grain: one row per (delivery, user_index, session_index, look_index, step); delivery 2 is the repetition of an exact duplicate.
-- Reads: synthetic_events, synthetic_users, synthetic_event_products
-- Params: $seed BIGINT; $dirt DOUBLE, the share of events that get a fault.
-- Rule: an event gets one fault at most, so the faults of every kind can be counted exactly.
-- Rule: a purchase is never repeated: two equal purchases may mean two pieces, so nobody could count the fault again.
with
  drawn as (
    select
      *,
      md5_number_lower(
        concat_ws(
          ':',
          $seed::bigint,
          'event fault',
          user_index,
          session_index,
          look_index,
          step
        )
      ) as bits,
      (bits & 4294967295) / 4294967296 as fault_draw,
      ((bits >> 32) & 32767) / 32768 as kind_draw,
      (bits >> 47) & 1 = 1 as is_second_form,
      [
        'malformed_lines',
        'unknown_types',
        'negative_prices',
        'bad_times',
        'null_users',
        'exact_duplicates'
      ] as kinds
    from
      synthetic_events
  ),
  faulty as (
    select
      *,
      case
        when fault_draw < $dirt then kinds[
          1 + floor(
            (len(kinds) - if (event_type = 'purchase', 1, 0)) * kind_draw
          )::integer
        ]
      end as fault
    from
      drawn
  )
select
  unnest(if (fault = 'exact_duplicates', [1, 2], [1])) as delivery,
  faulty.user_index,
  session_index,
  look_index,
  step,
  happened_at,
  fault,
  is_second_form,
  case
    when fault = 'bad_times' then if (
      is_second_form,
      'yesterday',
      '2019-13-45 00:00:00 UTC'
    )
    else strftime(happened_at, '%Y-%m-%d %H:%M:%S UTC')
  end as event_time,
  case
    when fault = 'unknown_types' then if (is_second_form, 'search', 'wishlist')
    else event_type
  end as event_type,
  product_id,
  category_id,
  coalesce(category_code, '') as category_code,
  coalesce(brand, '') as brand,
  if (
    fault = 'negative_prices',
    '-' || price,
    price::text
  ) as price,
  if (fault = 'null_users', '', user_id) as user_id,
  user_session
from
  faulty
  inner join synthetic_users as users on faulty.user_index = users.user_index
  inner join synthetic_event_products as products on faulty.product_index = products.product_index
