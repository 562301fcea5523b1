-- silver_adjacent_orders: orders with a related order nearby: another order of the customer with another SKU of one category.
-- Grain:  one row per (customer_id, order_number) that has a related order.
-- Reads:  silver_feature_lines
-- Params: $adjacency_days INTEGER; largest distance of order dates, same day = 0.
--         $adjacency_mode VARCHAR; 'category': only SKUs of one category are related, 'any': all SKUs are.
-- Rule:   two orders are related in a category unless both hold one and the same single SKU of it. In date order the nearest
--         related orders therefore stand just outside the run of orders with that SKU: no join, n log n.
-- Rule:   scope 'returned' applies the same rule to the returned lines alone.
-- Column: nearest_days [days]: days to the nearest related order, 0 on the same day.
-- Column: has_returned_pair: whether a line that came back has a related line, in another order, that came back too.
with
  lines as (
    select
      *
    from
      silver_feature_lines
  ),
  scoped_lines as (
    select
      customer_id,
      order_number,
      order_date,
      sku_key,
      case
        when $adjacency_mode = 'any' then ''
        else category_key
      end as relation_key,
      unnest(
        case
          when returned_units > 0 then ['bought', 'returned']
          else ['bought']
        end
      ) as scope
    from
      lines
  ),
  baskets as (
    select
      customer_id,
      relation_key,
      scope,
      order_number,
      order_date,
      case
        when min(sku_key) = max(sku_key) then min(sku_key)
      end as single_sku
    from
      scoped_lines
    where
      relation_key is not null
    group by all
  ),
  run_starts as (
    select
      *,
      single_sku is null
      or single_sku is distinct from lag (single_sku) over sequence as is_run_start
    from
      baskets
    window
      sequence as (
        partition by
          customer_id,
          relation_key,
          scope
        order by
          order_date,
          order_number
      )
  ),
  runs as (
    select
      *,
      count(*) filter(
        where
          is_run_start
      ) over (
        partition by
          customer_id,
          relation_key,
          scope
        order by
          order_date,
          order_number rows between unbounded preceding
          and current row
      ) as run_number
    from
      run_starts
  ),
  neighbours as (
    select
      customer_id,
      order_number,
      scope,
      order_date,
      max(order_date) over (
        partition by
          customer_id,
          relation_key,
          scope
        order by
          run_number range between unbounded preceding
          and 1 preceding
      ) as previous_date,
      min(order_date) over (
        partition by
          customer_id,
          relation_key,
          scope
        order by
          run_number range between 1 following
          and unbounded following
      ) as next_date
    from
      runs
  ),
  distances as (
    select
      customer_id,
      order_number,
      scope,
      least(
        order_date - previous_date,
        next_date - order_date
      )::integer as days
    from
      neighbours
  )
select
  customer_id,
  order_number,
  min(days) filter(
    where
      scope = 'bought'
  ) as nearest_days,
  bool_or(scope = 'returned') as has_returned_pair
from
  distances
where
  days <= $adjacency_days::integer
group by all
