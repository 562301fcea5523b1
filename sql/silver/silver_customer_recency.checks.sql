-- check: fail | grain_is_unique | customer_id identifies a row
select
  customer_id,
  count(*)::integer as row_count
from
  silver_customer_recency
group by all
having
  count(*) > 1;

-- check: fail | keys_are_known | customer_id is never null
select
  customer_id
from
  silver_customer_recency
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
  full join silver_customer_recency using (customer_id)
where
  known.customer_id is null
  or silver_customer_recency.customer_id is null;

-- check: fail | stability_agrees | behavior_stability_score is the smaller of recent_vs_avg_ratio and its reciprocal
select
  customer_id
from
  silver_customer_recency
where
  behavior_stability_score is distinct from least(
    recent_vs_avg_ratio,
    safe_ratio (1, recent_vs_avg_ratio)
  )
  or not coalesce(recent_vs_avg_ratio > 0, true);
