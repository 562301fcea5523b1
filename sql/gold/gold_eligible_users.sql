-- gold_eligible_users: users with enough events to be segmented, their features in original units.
-- Grain: one row per user (customer_id), in the order of customer_id.
-- Reads: silver_user_features
-- Params: $least integer, fewest events
-- Rule: values that the span of the data cannot tell are set to null after this (pipeline/stages/null-reasons.ts).
-- Features: behavior. Null: also where the span of the data cannot tell the value
-- Column: customer_id: the user; named like the customers of orders, so that both segmentations share their result tables.
select
  user_id as customer_id,
  * exclude (user_id)
from
  silver_user_features
where
  total_events >= $least::integer
order by
  user_id
