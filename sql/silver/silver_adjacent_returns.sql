-- silver_adjacent_returns: how far apart the return dates of related purchases are, over all pairs that both came back.
-- Grain:  one row per customer_id with such a pair.
-- Reads:  silver_feature_lines
-- Params: $adjacency_days INTEGER; largest distance of order dates, same day = 0.
--         $adjacency_mode VARCHAR; 'category': only SKUs of one category are related, 'any': all SKUs are.
-- Rule:   a pair is two (order, SKU) of different orders and different SKUs. They are not listed but counted: all pairs, less
--         those within an order, less those of one SKU, each over cells of (order date, return date).
-- Rule:   cells meet in buckets of dates, so that a large customer is never joined with itself as a whole.
-- Column: pair_count [pairs]: pairs of related purchases that both came back, with known days.
-- Column: day_sum [days]: days between the two returns, summed over the pairs.
with
  lines as (
    select
      *
    from
      silver_feature_lines
    where
      return_date is not null
  ),
  keyed_lines as (
    select
      customer_id,
      order_number,
      order_date,
      sku_key,
      return_date,
      case
        when $adjacency_mode = 'any' then ''
        else category_key
      end as relation_key
    from
      lines
  ),
  items as (
    select
      customer_id,
      relation_key,
      order_number,
      order_date,
      sku_key,
      min(return_date) as return_date
    from
      keyed_lines
    where
      relation_key is not null
    group by all
  ),
  memberships as (
    select
      *,
      'all' as kind,
      '' as member_key,
      1 as sign
    from
      items
    union all
    select
      *,
      'order' as kind,
      order_number as member_key,
      -1 as sign
    from
      items
    union all
    select
      *,
      'sku' as kind,
      sku_key as member_key,
      -1 as sign
    from
      items
  ),
  cells as (
    select
      customer_id,
      relation_key,
      kind,
      member_key,
      sign,
      order_date,
      return_date,
      (order_date - date '1970-01-01') // ($adjacency_days::integer + 1) as bucket,
      count(*) as item_count
    from
      memberships
    group by all
  ),
  -- A later date at most $adjacency_days away lies in the same bucket or in the next one.
  probes as (
    select
      *,
      unnest([bucket, bucket + 1]) as probed_bucket
    from
      cells
  ),
  pairs_within_cells as (
    select
      customer_id,
      sign * (item_count * (item_count - 1) // 2) as pair_count,
      0 as day_sum
    from
      cells
    where
      item_count > 1
  ),
  pairs_across_cells as (
    select
      probes.customer_id,
      probes.sign * probes.item_count * cells.item_count as pair_count,
      probes.sign * probes.item_count * cells.item_count * abs(probes.return_date - cells.return_date) as day_sum
    from
      probes
      inner join cells on probes.customer_id = cells.customer_id
      and probes.relation_key = cells.relation_key
      and probes.kind = cells.kind
      and probes.member_key = cells.member_key
      and probes.probed_bucket = cells.bucket
      and cells.order_date - probes.order_date between 0 and $adjacency_days::integer
      and (
        cells.order_date > probes.order_date
        or cells.return_date > probes.return_date
      )
  ),
  pairs as (
    select
      *
    from
      pairs_within_cells
    union all
    select
      *
    from
      pairs_across_cells
  )
select
  customer_id,
  sum(pair_count)::bigint as pair_count,
  sum(day_sum)::bigint as day_sum
from
  pairs
group by all
having
  sum(pair_count) > 0
