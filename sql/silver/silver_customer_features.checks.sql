-- check: fail | grain_is_unique | customer_id identifies a row
select
  customer_id,
  count(*)::integer as row_count
from
  silver_customer_features
group by all
having
  count(*) > 1;

-- check: fail | keys_are_known | customer_id is never null
select
  customer_id
from
  silver_customer_features
where
  customer_id is null;

-- check: fail | covers_every_customer | every customer with a line has a row, and nobody else
select
  customer_id
from
  (
    select distinct
      customer_id
    from
      silver_feature_lines
  ) as known
  full join silver_customer_features using (customer_id)
where
  known.customer_id is null
  or silver_customer_features.customer_id is null;

-- check: fail | always_known_columns_are_known | columns that the dictionary calls never null are not
select
  customer_id
from
  silver_customer_features
where
  sales_order_no_nunique is null
  or sku_nunique is null
  or items_returned_count is null
  or sales_qty_mean is null
  or avg_order_size is null
  or return_rate is null
  or return_ratio is null
  or return_product_variety is null
  or return_frequency_ratio is null
  or consecutive_returns is null
  or avg_consecutive_returns is null
  or customer_lifetime_days is null
  or recent_orders is null
  or recent_returns is null
  or recency_days is null
  or frequency is null
  or days_since_first_order is null
  or r_score is null
  or f_score is null
  or rfm_segment is null
  or total_sales_qty is null
  or total_return_qty is null
  or first_order_date is null
  or last_order_date is null
  or data_quality_flags is null;

-- check: fail | volumes_are_positive | at least one order, SKU and unit; no more SKUs or orders than lines
select
  customer_id
from
  silver_customer_features
where
  not (
    sales_order_no_nunique >= 1
    and sku_nunique >= 1
    and items_returned_count >= 0
    and sales_qty_mean > 0
    and avg_order_size >= 1
  );

-- check: fail | rates_are_shares | return_rate, return_ratio and return_frequency_ratio lie in [0, 1]
select
  customer_id
from
  silver_customer_features
where
  not (
    return_rate between 0 and 1
    and return_ratio between 0 and 1
    and return_frequency_ratio between 0 and 1
  );

-- check: fail | intensity_is_a_share | return_intensity lies in (0, 1]
select
  customer_id
from
  silver_customer_features
where
  return_intensity <= 0
  or return_intensity > 1;

-- check: fail | returns_agree | no returned lines, no rate, no units, no orders: all four or none
select
  customer_id
from
  silver_customer_features
where
  (items_returned_count = 0) <> (return_rate = 0)
  or (items_returned_count = 0) <> (return_ratio = 0)
  or (items_returned_count = 0) <> (return_frequency_ratio = 0)
  or (items_returned_count = 0) <> (return_intensity is null);

-- check: fail | runs_fit_the_orders | 0 <= consecutive_returns <= orders - 1; avg_consecutive_returns is 0 or at least 2
select
  customer_id
from
  silver_customer_features
where
  not (
    consecutive_returns between 0 and sales_order_no_nunique - 1
  )
  or not (
    avg_consecutive_returns = 0
    or avg_consecutive_returns between 2 and sales_order_no_nunique
  );

-- check: fail | batches_multiply_to_returns | avg_returns_per_order * returning orders = items_returned_count
select
  customer_id
from
  silver_customer_features
where
  abs(
    coalesce(avg_returns_per_order, 0) * return_frequency_ratio * sales_order_no_nunique - items_returned_count
  ) > 1e-9 * (1 + items_returned_count);

-- check: fail | lines_agree | return_rate * lines = items_returned_count, with lines = avg_order_size * orders
select
  customer_id
from
  silver_customer_features
where
  abs(
    return_rate * avg_order_size * sales_order_no_nunique - items_returned_count
  ) > 1e-9 * (1 + items_returned_count);

-- check: fail | units_agree | return_ratio * units sold = units returned
select
  customer_id
from
  silver_customer_features
where
  abs(return_ratio * total_sales_qty - total_return_qty) > 1e-9 * (1 + total_return_qty);

-- check: fail | adjacency_is_nested | 0 <= sku_adjacency_returns <= sku_adjacency_orders <= orders
select
  customer_id
from
  silver_customer_features
where
  not coalesce(
    sku_adjacency_returns between 0 and sku_adjacency_orders
    and sku_adjacency_orders <= sales_order_no_nunique,
    true
  );

-- check: fail | recent_is_part_of_all | recent orders and returns are at most all of them
select
  customer_id
from
  silver_customer_features
where
  not (
    recent_orders between 0 and sales_order_no_nunique
  )
  or not (recent_returns between 0 and items_returned_count);

-- check: fail | stability_agrees | behavior_stability_score = min(ratio, 1 / ratio), in (0, 1]
select
  customer_id
from
  silver_customer_features
where
  behavior_stability_score is distinct from least(
    recent_vs_avg_ratio,
    safe_ratio (1, recent_vs_avg_ratio)
  )
  or behavior_stability_score <= 0
  or behavior_stability_score > 1;

-- check: fail | diversity_counts_categories | category_diversity_score * categories of the reference is a whole number, at least 1
with
  counts as (
    select
      customer_id,
      category_diversity_score * (
        select
          count(*)
        from
          silver_category_totals
      ) as category_count
    from
      silver_customer_features
  )
select
  customer_id
from
  counts
where
  abs(category_count - round(category_count)) > 1e-9 * (1 + category_count)
  or category_count < 0.5;

-- check: fail | categories_are_known_together | the three category scores are known for the same customers
select
  customer_id
from
  silver_customer_features
where
  (category_diversity_score is null) <> (category_loyalty_score is null)
  or (category_diversity_score is null) <> (product_category_loyalty is null);

-- check: fail | bounded_scores_are_bounded | scores, susceptibilities, trends and percentage points stay in their ranges
select
  customer_id
from
  silver_customer_features
where
  category_loyalty_score <= 0
  or category_loyalty_score > 1
  or product_category_loyalty <= 0
  or product_category_loyalty > 1
  or not coalesce(
    seasonal_susceptibility_orders between 0 and 1,
    true
  )
  or not coalesce(
    seasonal_susceptibility_returns between 0 and 1,
    true
  )
  or not coalesce(
    trend_product_category_order_rate between -1 and 1,
    true
  )
  or not coalesce(
    trend_product_category_return_rate between -1 and 1,
    true
  )
  or not coalesce(
    high_value_return_affinity between -100 and 100,
    true
  );

-- check: fail | dates_agree | lifetime and recency are the distances of the three dates
select
  customer_id
from
  silver_customer_features
where
  customer_lifetime_days <> last_order_date - first_order_date
  or days_since_first_order <> customer_lifetime_days + recency_days
  or recency_days < 0;

-- check: fail | tenure_is_a_stage | customer_tenure_stage is one of four names
select
  customer_id
from
  silver_customer_features
where
  customer_tenure_stage not in ('New', 'Growing', 'Mature', 'Veteran');

-- check: fail | frequency_is_orders | frequency = sales_order_no_nunique
select
  customer_id
from
  silver_customer_features
where
  frequency <> sales_order_no_nunique;

-- check: fail | values_are_ordered | 0 <= monetary <= gross_value
select
  customer_id
from
  silver_customer_features
where
  monetary < 0
  or monetary > gross_value * (1 + 1e-9);
