-- check: fail | grain_is_unique | person_id identifies a person
select
  person_id
from
  gold_customer_360
group by all
having
  count(*) > 1;

-- check: fail | nobody_lost | every customer and every user of the results is in one person, and nobody else
select
  segmentation,
  member_id
from
  (
    select
      segmentation,
      customer_id as member_id,
      1 as weight
    from
      clustering_results
    union all
    select
      segmentation,
      customer_id as member_id,
      1 as weight
    from
      ineligible_customers
    union all
    select
      'returns' as segmentation,
      customer_id as member_id,
      -1 as weight
    from
      gold_customer_360
    where
      match_status <> 'events_only'
    union all
    select
      'behavior' as segmentation,
      unnest(user_ids) as member_id,
      -1 as weight
    from
      gold_customer_360
    where
      match_status <> 'orders_only'
  )
group by all
having
  sum(weight) <> 0;

-- check: fail | persons_add_up | persons = customers of the orders or of mapped users + users that the map does not know
select
  count(*)
from
  gold_customer_360
having
  count(*) <> (
    select
      count(distinct customer_id)
    from
      (
        select
          customer_id
        from
          clustering_results
        where
          segmentation = 'returns'
        union all
        select
          customer_id
        from
          ineligible_customers
        where
          segmentation = 'returns'
        union all
        select
          silver_identities.customer_id
        from
          silver_identities
          inner join clustering_results as users on users.customer_id = silver_identities.user_id
          and users.segmentation = 'behavior'
        union all
        select
          silver_identities.customer_id
        from
          silver_identities
          inner join ineligible_customers as users on users.customer_id = silver_identities.user_id
          and users.segmentation = 'behavior'
      )
  ) + (
    select
      count(*)
    from
      (
        select
          customer_id
        from
          clustering_results
        where
          segmentation = 'behavior'
        union all
        select
          customer_id
        from
          ineligible_customers
        where
          segmentation = 'behavior'
      ) as users
      left join silver_identities on silver_identities.user_id = users.customer_id
    where
      silver_identities.user_id is null
  );

-- check: fail | user_count_agrees | user_count counts user_ids, the main one included
select
  person_id
from
  gold_customer_360
where
  user_count <> coalesce(len(user_ids), 0)
  or (
    user_count > 0
    and not list_contains(user_ids, user_id)
  );

-- check: fail | sides_are_told | each side that a person has is told by a segment or a reason, and no other
select
  person_id
from
  gold_customer_360
where
  match_status not in ('matched', 'orders_only', 'events_only')
  or (
    (returns_segment is not null)::integer + (returns_ineligible_reason is not null)::integer
  ) <> (match_status <> 'events_only')::integer
  or (
    (behavior_segment is not null)::integer + (behavior_ineligible_reason is not null)::integer
  ) <> (match_status <> 'orders_only')::integer
  or (user_id is null) <> (match_status = 'orders_only');
