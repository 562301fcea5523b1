-- silver_customer_categories: how widely each customer buys over categories, and how prone to returns these are.
-- Grain:  one row per customer_id.
-- Reads:  silver_feature_lines, silver_customer_volumes, silver_category_totals
-- Params: $affinity_pseudo_units DOUBLE > 0; units with which a category's return ratio is shrunk towards the overall one.
--         $in_reference BOOLEAN; whether the totals include these customers; false when new ones are scored.
-- Rule:   lines without a category take no part; a customer without any category has nulls.
-- Rule:   the return ratio of a category is that of all other customers, so that nobody is compared with himself. A category
--         that nobody else has bought has the overall ratio.
-- Features: returns
with
  lines as (
    select
      *
    from
      silver_feature_lines
    where
      category_key is not null
  ),
  customers as (
    select
      *
    from
      silver_customer_volumes
  ),
  customer_categories as (
    select
      customer_id,
      category_key,
      count(*) as line_count,
      count(distinct order_number) as order_count,
      sum(units) as sold_units,
      sum(returned_units) as returned_units
    from
      lines
    group by all
  ),
  category_totals as (
    select
      *
    from
      silver_category_totals
  ),
  overall as (
    select
      count(*) as category_count,
      safe_ratio (sum(returned_units), sum(sold_units)) as return_ratio
    from
      category_totals
  ),
  shrunk_ratios as (
    select
      customer_categories.customer_id,
      customer_categories.category_key,
      customer_categories.sold_units,
      safe_ratio (
        coalesce(category_totals.returned_units, 0) - customer_categories.returned_units * $in_reference::integer + $affinity_pseudo_units::double * overall.return_ratio,
        coalesce(category_totals.sold_units, 0) - customer_categories.sold_units * $in_reference::integer + $affinity_pseudo_units::double
      ) as return_ratio
    from
      customer_categories
      left join category_totals on customer_categories.category_key = category_totals.category_key
      cross join overall
  ),
  affinities as (
    select
      customer_id,
      -- Doubles are added in one fixed order: the sum must not depend on the number of threads.
      safe_ratio (
        sum(
          sold_units * return_ratio
          order by
            category_key
        ),
        sum(sold_units)
      ) as expected_return_ratio
    from
      shrunk_ratios
    group by all
  ),
  breadths as (
    select
      customer_id,
      count(*) as category_count,
      safe_ratio (
        sum(line_count * line_count),
        sum(line_count) * sum(line_count)
      ) as category_loyalty_score,
      first(
        order_count
        order by
          line_count desc,
          category_key
      ) as order_count_of_top_category
    from
      customer_categories
    group by all
  )
select
  customers.customer_id,
  case
    when breadths.category_count > overall.category_count then 1
    else safe_ratio (breadths.category_count, overall.category_count)
  end as category_diversity_score,
  breadths.category_loyalty_score,
  safe_ratio (
    breadths.order_count_of_top_category,
    customers.sales_order_no_nunique
  ) as product_category_loyalty,
  safe_ratio (
    affinities.expected_return_ratio,
    overall.return_ratio
  ) as high_return_category_affinity
from
  customers
  cross join overall
  left join breadths on customers.customer_id = breadths.customer_id
  left join affinities on customers.customer_id = affinities.customer_id
