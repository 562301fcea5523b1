-- silver_user_diversity: how widely each user looks around: products, categories, brands.
-- Grain: one row per user_id.
-- Reads: silver_events, silver_user_activity, silver_user_products
-- Rule: a category is its category_id; its name is its most frequent category_code in the data (ties: the smallest). The top
--       category and brand have most events (ties: the smallest text).
-- Rule: terms of the entropy are rounded to twenty decimals, so that their sum is exact.
-- Features: behavior
with
  users as (
    select
      *
    from
      silver_user_activity
  ),
  products as (
    select
      user_id,
      count(*) as product_count,
      sum(event_count) as event_count
    from
      silver_user_products
    group by
      user_id
  ),
  code_counts as (
    select
      category_id,
      category_code,
      count(*) as event_count
    from
      silver_events
    where
      category_id is not null
      and category_code is not null
    group by all
  ),
  category_names as (
    select
      category_id,
      first(
        category_code
        order by
          event_count desc,
          category_code
      ) as category_code
    from
      code_counts
    group by
      category_id
  ),
  user_categories as (
    select
      user_id,
      category_id,
      count(*) as event_count
    from
      silver_events
    where
      category_id is not null
    group by all
  ),
  category_totals as (
    select
      user_id,
      count(*) as category_count,
      sum(event_count) as event_count,
      sum(event_count * event_count) as squared_count,
      first(
        category_id
        order by
          event_count desc,
          category_id
      ) as top_category_id
    from
      user_categories
    group by
      user_id
  ),
  entropies as (
    select
      user_categories.user_id,
      sum(
        (
          safe_ratio (user_categories.event_count, totals.event_count) * ln(
            safe_ratio (totals.event_count, user_categories.event_count)
          )
        )::decimal(22, 20)
      )::double as entropy
    from
      user_categories
      inner join category_totals as totals on user_categories.user_id = totals.user_id
    group by
      user_categories.user_id
  ),
  evenness as (
    select
      totals.user_id,
      case
        when totals.category_count = 1 then 0
        else least(1, entropies.entropy / ln(totals.category_count))
      end as category_entropy
    from
      category_totals as totals
      inner join entropies on totals.user_id = entropies.user_id
  ),
  user_brands as (
    select
      user_id,
      brand,
      count(*) as event_count
    from
      silver_events
    where
      brand is not null
    group by all
  ),
  brand_totals as (
    select
      user_id,
      count(*) as brand_count,
      sum(event_count) as event_count,
      max(event_count) as top_brand_count,
      first(
        brand
        order by
          event_count desc,
          brand
      ) as top_brand
    from
      user_brands
    group by
      user_id
  )
select
  users.user_id,
  coalesce(categories.category_count, 0)::integer as unique_categories,
  coalesce(brands.brand_count, 0)::integer as unique_brands,
  safe_ratio (products.product_count, products.event_count) as product_diversity,
  safe_ratio (categories.category_count, categories.event_count) as category_diversity,
  safe_ratio (brands.brand_count, brands.event_count) as brand_diversity,
  evenness.category_entropy,
  safe_ratio (
    categories.squared_count,
    categories.event_count * categories.event_count
  ) as category_concentration,
  evenness.category_entropy * safe_ratio (users.total_events, users.total_events + 5) as exploration_score,
  1 - evenness.category_entropy * safe_ratio (users.total_events, users.total_events + 5) as focus_score,
  safe_ratio (brands.top_brand_count, brands.event_count) as brand_share,
  categories.top_category_id,
  names.category_code as top_category_code,
  brands.top_brand
from
  users
  left join products on users.user_id = products.user_id
  left join category_totals as categories on users.user_id = categories.user_id
  left join evenness on users.user_id = evenness.user_id
  left join category_names as names on categories.top_category_id = names.category_id
  left join brand_totals as brands on users.user_id = brands.user_id
