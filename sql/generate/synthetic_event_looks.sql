-- synthetic_event_looks: the products a user looks at in a session and how far each look goes.
-- Grain: one row per (user_index, session_index, look_index).
-- Reads: synthetic_users, synthetic_user_segments, synthetic_user_sessions, synthetic_event_categories
-- Params: $seed BIGINT
-- Units: seconds from the beginning of the session (looked_after) or from the view (carted_after, decided_after).
-- Rule: a user's categories, category_breadth of them, lie evenly on the scale of demand; one look in 250 strays to any.
-- Rule: the user's price position and the price_scatter of the segment pick the product.
-- Rule: what is bought and what is carted follows the shares of synthetic_user_segments.
with
  numbered as (
    select
      user_index,
      session_index,
      is_order,
      look_count,
      unnest(range(1, look_count + 1)) as look_index
    from
      synthetic_user_sessions
  ),
  draws as (
    select
      user_index,
      session_index,
      look_index,
      is_order,
      is_order
      and look_index = look_count as is_aim,
      concat_ws(
        ':',
        $seed::bigint,
        'look',
        user_index,
        session_index,
        look_index
      ) as key,
      md5_number_lower(key) as low_bits,
      md5_number_upper(key) as high_bits,
      (low_bits & 65535) / 65536 as category_draw,
      ((low_bits >> 16) & 65535) / 65536 as product_draw,
      ((low_bits >> 32) & 65535) / 65536 as cart_draw,
      (low_bits >> 48) / 65536 as basket_draw,
      (high_bits & 65535) / 65536 as removal_draw,
      ((high_bits >> 16) & 65535) / 65536 as unit_draw,
      ((high_bits >> 32) & 65535) / 65536 as pause_draw,
      (high_bits >> 48) / 65536 as second_draw
    from
      numbered
  ),
  wanted as (
    select
      draws.user_index,
      session_index,
      look_index,
      if (
        category_draw < 0.004,
        category_draw / 0.004,
        (
          demand_draw + floor(category_breadth * category_draw) / category_breadth
        ) % 1
      ) as demand_position,
      greatest(
        0,
        least(
          0.9999,
          users.price_position + price_scatter * (product_draw - 0.5)
        )
      ) as ladder_position,
      is_aim
      or is_order
      and basket_draw < basket_share as is_bought,
      if (
        is_bought,
        cart_draw >= direct_share,
        cart_draw < cart_share
      ) as is_carted,
      is_carted
      and not is_bought
      and removal_draw < removal_share as is_removed,
      case
        when is_bought then if (unit_draw < second_unit_share, 2, 1)
        else 0
      end as bought_units,
      5 + floor(240 * pause_draw * second_draw)::integer as pause_seconds,
      if (
        is_carted,
        3 + floor(40 * second_draw)::integer,
        0
      ) as carted_after,
      if (
        is_removed
        or is_bought,
        carted_after + 10 + floor(90 * pause_draw)::integer,
        carted_after
      ) as decided_after
    from
      draws
      inner join synthetic_users as users on draws.user_index = users.user_index
      inner join synthetic_user_segments as segments on users.segment = segments.segment
  )
select
  user_index,
  session_index,
  look_index::integer as look_index,
  first_product_index + floor(product_count * ladder_position)::integer as product_index,
  (
    sum(pause_seconds + decided_after) over (
      partition by
        user_index,
        session_index
      order by
        look_index
    ) - decided_after
  )::integer as looked_after,
  is_carted,
  is_removed,
  bought_units,
  carted_after,
  decided_after
from
  wanted
  asof join synthetic_event_categories as categories on demand_position >= demand_from
