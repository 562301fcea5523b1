-- imputed_values: every cell of the gold table that was unknown in silver and got the median.
-- Grain: one row per (segmentation, customer_id, feature) of the last run.
-- Reads: gold_eligible_customers, gold_eligible_users
-- Code: pipeline/stages/gold-tables.ts
-- Column: imputed_value [unit of the feature]: the value that stood in, before any transformation: the median of the stratum, or 0 where the unknown value means that nothing happened.
create table if not exists imputed_values (
  segmentation varchar not null,
  stratum varchar not null,
  run_id varchar not null,
  customer_id varchar not null,
  feature varchar not null,
  imputed_value double not null
)
