-- gold_customer_360: what both segmentations say about each person, side by side.
-- Grain: one row per person_id, in its order: a customer of the orders or of the identity map, else a user nobody knows by name.
-- Reads: clustering_results, ineligible_customers, silver_identities, silver_customer_features, silver_user_features
-- Rule: persons are the customers of the orders and the users of the events, ineligible ones with the reason; user ids of one customer are one person, though the customer ordered nothing.
-- Rule: match_status is matched, orders_only or events_only. An events_only person with a customer_id is known to the map, not to the orders.
-- Rule: user_id is the one with most events, of several the smallest; behavior_ columns are those of it alone. user_ids holds all, the busiest first.
-- Rule: prefixed features are those of silver_customer_features and silver_user_features, in their units. What was paid is not added up: one purchase may stand in both sources.
-- Features: returns_* of returns. Null: also without orders, and where the span of the data cannot tell the value
-- Features: behavior_* of behavior. Null: also without events, and where the span of the data cannot tell the value
-- Column: person_id: customer: and the customer id, or user: and the user id of somebody whom neither the orders nor the identity map name.
-- Column: customer_id: customer of the orders or of the identity map. Null: nobody knows the user by name.
-- Column: user_id: the person's user id with most events, of several the smallest. Null: no events.
-- Column: user_ids: all user ids of the person that have events, the busiest first. Null: no events.
-- Column: match_status: matched (orders and events), orders_only or events_only.
-- Column: returns_segment: cluster_label in the segmentation returns. Null: no orders, or ineligible.
-- Column: returns_archetype: archetype in the segmentation returns. Null: no orders, or ineligible.
-- Column: returns_ineligible_reason: why there is no segment. Null: there is one, or no orders.
-- Column: behavior_stratum: buyers or non_buyers. Null: no events.
-- Column: behavior_segment: cluster_label in the segmentation behavior. Null: no events, or ineligible.
-- Column: behavior_archetype: archetype in the segmentation behavior. Null: no events, or ineligible.
-- Column: behavior_ineligible_reason: why there is no segment. Null: there is one, or no events.
-- Column: user_count [users]: how many user ids the person has; 0 without events.
-- Column: returns_is_outlier: is_outlier in the segmentation returns. Null: no orders, or ineligible.
-- Column: behavior_is_outlier: is_outlier in the segmentation behavior. Null: no events, or ineligible.
with
  results as (
    select
      segmentation,
      customer_id as member_id,
      stratum,
      cluster_label,
      archetype,
      is_outlier,
      null::varchar as ineligible_reason
    from
      clustering_results
    union all
    select
      segmentation,
      customer_id as member_id,
      stratum,
      null::varchar as cluster_label,
      null::varchar as archetype,
      null::boolean as is_outlier,
      reason as ineligible_reason
    from
      ineligible_customers
  ),
  identities as (
    select
      *
    from
      silver_identities
  ),
  customer_features as (
    select
      *
    from
      silver_customer_features
  ),
  user_features as (
    select
      *
    from
      silver_user_features
  ),
  customers as (
    select
      'customer:' || results.member_id as person_id,
      results.member_id as customer_id,
      results.cluster_label,
      results.archetype,
      results.is_outlier,
      results.ineligible_reason,
      customer_features.sales_order_no_nunique,
      customer_features.monetary,
      customer_features.return_rate,
      customer_features.recency_days
    from
      results
      left join customer_features on customer_features.customer_id = results.member_id
    where
      results.segmentation = 'returns'
  ),
  users as (
    select
      coalesce(
        'customer:' || identities.customer_id,
        'user:' || results.member_id
      ) as person_id,
      identities.customer_id,
      results.member_id as user_id,
      results.stratum,
      results.cluster_label,
      results.archetype,
      results.is_outlier,
      results.ineligible_reason,
      user_features.total_events,
      user_features.frequency,
      user_features.monetary,
      user_features.activity_recency_hours
    from
      results
      left join identities on identities.user_id = results.member_id
      left join user_features on user_features.user_id = results.member_id
    where
      results.segmentation = 'behavior'
  ),
  user_groups as (
    select
      person_id,
      count(*) as user_count,
      list(
        user_id
        order by
          total_events desc nulls last,
          user_id
      ) as user_ids
    from
      users
    group by
      person_id
  ),
  main_users as (
    select
      users.*,
      user_groups.user_count,
      user_groups.user_ids
    from
      user_groups
      inner join users on users.person_id = user_groups.person_id
      and users.user_id = user_groups.user_ids[1]
  )
select
  coalesce(customers.person_id, main_users.person_id) as person_id,
  coalesce(customers.customer_id, main_users.customer_id) as customer_id,
  main_users.user_id,
  main_users.user_ids,
  case
    when main_users.person_id is null then 'orders_only'
    when customers.person_id is null then 'events_only'
    else 'matched'
  end as match_status,
  customers.cluster_label as returns_segment,
  customers.archetype as returns_archetype,
  customers.ineligible_reason as returns_ineligible_reason,
  main_users.stratum as behavior_stratum,
  main_users.cluster_label as behavior_segment,
  main_users.archetype as behavior_archetype,
  main_users.ineligible_reason as behavior_ineligible_reason,
  coalesce(main_users.user_count, 0)::integer as user_count,
  customers.sales_order_no_nunique as returns_sales_order_no_nunique,
  customers.monetary as returns_monetary,
  customers.return_rate as returns_return_rate,
  customers.recency_days as returns_recency_days,
  main_users.total_events as behavior_total_events,
  main_users.frequency as behavior_frequency,
  main_users.monetary as behavior_monetary,
  main_users.activity_recency_hours as behavior_activity_recency_hours,
  customers.is_outlier as returns_is_outlier,
  main_users.is_outlier as behavior_is_outlier
from
  customers
  full outer join main_users on main_users.person_id = customers.person_id
order by
  person_id
