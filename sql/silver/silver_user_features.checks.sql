-- check: fail | grain_is_unique | user_id identifies a row
select
  user_id,
  count(*)::integer as row_count
from
  silver_user_features
group by all
having
  count(*) > 1;

-- check: fail | covers_every_user | users and users all of whose events are excluded are the users of bronze
select
  count(*)
from
  silver_user_features
having
  count(*) + (
    select
      count(*)
    from
      (
        select
          user_id
        from
          silver_parsed_events
        where
          user_id is not null
        group by
          user_id
        having
          count(*) filter(
            where
              exclude_reason is null
          ) = 0
      )
  ) <> (
    select
      count(distinct trim(user_id))
    from
      bronze_events
    where
      trim(user_id) <> ''
  );

-- check: fail | always_known_columns_are_known | columns that the dictionary calls never null are not
select
  user_id
from
  silver_user_features
where
  total_events is null
  or view_count is null
  or cart_count is null
  or remove_count is null
  or purchase_count is null
  or other_count is null
  or unique_sessions is null
  or unique_products_viewed is null
  or unique_products_purchased is null
  or unique_categories is null
  or unique_brands is null
  or purchase_conversion_rate is null
  or cart_conversion_rate is null
  or bounce_rate is null
  or avg_events_per_session is null
  or engagement_intensity is null
  or activity_recency_hours is null
  or frequency is null
  or monetary is null
  or rfm_segment is null
  or time_span_hours is null
  or peak_activity_hour is null
  or peak_hour_sin is null
  or peak_hour_cos is null
  or share_night is null
  or share_morning is null
  or share_afternoon is null
  or share_evening is null
  or hours_since_first_seen is null;

-- check: fail | funnel_sums_to_events | counts by type sum to total_events, and at least one
select
  user_id
from
  silver_user_features
where
  view_count + cart_count + remove_count + purchase_count + other_count <> total_events
  or total_events < 1;

-- check: fail | rates_are_shares | rates and shares lie in [0, 1]
select
  user_id
from
  silver_user_features
where
  not (
    purchase_conversion_rate between 0 and 1
    and cart_conversion_rate between 0 and 1
    and coalesce(cart_abandonment_rate between 0 and 1, true)
    and bounce_rate between 0 and 1
    and share_night between 0 and 1
    and share_morning between 0 and 1
    and share_afternoon between 0 and 1
    and share_evening between 0 and 1
    and coalesce(category_entropy between 0 and 1, true)
    and coalesce(price_level between 0 and 1, true)
    and coalesce(price_sensitivity between -1 and 1, true)
  );

-- check: fail | concentrations_are_shares | diversities, concentrations and brand share lie in (0, 1]; exploration and loyalty in [0, 1)
select
  user_id
from
  silver_user_features
where
  product_diversity <= 0
  or product_diversity > 1
  or category_diversity <= 0
  or category_diversity > 1
  or brand_diversity <= 0
  or brand_diversity > 1
  or category_concentration <= 0
  or category_concentration > 1
  or brand_share <= 0
  or brand_share > 1
  or focus_score <= 0
  or focus_score > 1
  or exploration_score < 0
  or exploration_score >= 1
  or loyalty_score < 0
  or loyalty_score >= 1;

-- check: fail | day_parts_sum_to_one | the shares of the four parts of the day sum to 1
select
  user_id
from
  silver_user_features
where
  abs(
    share_night + share_morning + share_afternoon + share_evening - 1
  ) > 1e-12;

-- check: fail | peak_hour_is_an_hour | the hour lies in 0 .. 23 and on the circle
select
  user_id
from
  silver_user_features
where
  peak_activity_hour not between 0 and 23
  or abs(
    peak_hour_sin * peak_hour_sin + peak_hour_cos * peak_hour_cos - 1
  ) > 1e-12;

-- check: fail | buyers_have_orders | buyers have 1 <= orders <= purchases and scores, others nothing that only a purchase can show
select
  user_id
from
  silver_user_features
where
  case stratum
    when 'buyers' then not coalesce(
      frequency between 1 and purchase_count
      and recency_hours >= 0
      and avg_order_value >= 0
      and r_score between 1 and 5,
      false
    )
    when 'non_buyers' then frequency <> 0
    or purchase_count <> 0
    or monetary <> 0
    or unique_products_purchased <> 0
    or coalesce(
      recency_hours,
      avg_order_value,
      r_score,
      f_score,
      m_score,
      loyalty_score,
      price_sensitivity
    ) is not null
    else true
  end;

-- check: fail | orders_agree | purchase_conversion_rate * sessions = frequency; monetary = avg_order_value * frequency
select
  user_id
from
  silver_user_features
where
  abs(
    purchase_conversion_rate * unique_sessions - frequency
  ) > 1e-9 * (1 + frequency)
  or abs(
    coalesce(avg_order_value, 0) * frequency - monetary
  ) > 1e-9 * (1 + monetary);

-- check: fail | spending_is_kept | monetary sums to the positive purchase prices of silver_events
select
  sum(monetary)
from
  silver_user_features
having
  abs(
    coalesce(sum(monetary), 0) - (
      select
        coalesce(sum(price), 0)::double
      from
        silver_events
      where
        event_type = 'purchase'
        and price > 0
    )
  ) > 1e-9 * (1 + coalesce(sum(monetary), 0));

-- check: fail | times_agree | recency of activity + span = time since first seen; no purchase is later than the last event
select
  user_id
from
  silver_user_features
where
  activity_recency_hours < 0
  or time_span_hours < 0
  or abs(
    activity_recency_hours + time_span_hours - hours_since_first_seen
  ) > 1e-9 * (1 + hours_since_first_seen)
  or recency_hours < activity_recency_hours
  or recency_hours > hours_since_first_seen;

-- check: fail | durations_agree | sessions of two events or more have durations, mean <= longest <= span of the user
select
  user_id
from
  silver_user_features
where
  (avg_session_duration_hours is null) <> (bounce_rate = 1)
  or avg_session_duration_hours < 0
  or avg_session_duration_hours > max_session_duration_hours * (1 + 1e-12)
  or max_session_duration_hours > time_span_hours * (1 + 1e-12);

-- check: fail | carts_agree | an abandonment rate needs a cart, carts show in sessions, and without a purchase every cart is abandoned
select
  user_id
from
  silver_user_features
where
  (
    cart_count = 0
    and cart_abandonment_rate is not null
  )
  or (cart_count = 0) <> (cart_conversion_rate = 0)
  or (
    purchase_count = 0
    and cart_abandonment_rate <> 1
  );

-- check: fail | categories_are_known_together | entropy, concentration, exploration, focus and top category are known for the same users
select
  user_id
from
  silver_user_features
where
  (unique_categories = 0) <> (category_entropy is null)
  or (unique_categories = 0) <> (category_concentration is null)
  or (unique_categories = 0) <> (exploration_score is null)
  or (unique_categories = 0) <> (focus_score is null)
  or (unique_categories = 0) <> (top_category_id is null)
  or (unique_brands = 0) <> (brand_share is null)
  or (unique_brands = 0) <> (top_brand is null)
  or (
    unique_categories = 1
    and (
      category_entropy <> 0
      or category_concentration <> 1
    )
  );
