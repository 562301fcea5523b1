-- ineligible_customers: customers with too little history to be segmented.
-- Grain: one row per (segmentation, customer_id) of the last run.
-- Reads: silver_customer_features, silver_user_features
-- Code: pipeline/stages/build-gold.ts
-- Column: reason: what is lacking, in words: fewer than 2 orders.
create table if not exists ineligible_customers (
  segmentation varchar not null,
  stratum varchar not null,
  run_id varchar not null,
  customer_id varchar not null,
  reason varchar not null
)
