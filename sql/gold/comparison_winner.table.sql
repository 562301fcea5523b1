-- comparison_winner: the clustering that won the last comparison, as it was fitted; -1 is noise.
-- Grain: one row per (segmentation, stratum, customer_id) of the last comparison.
-- Reads: algorithm_comparison
-- Code: pipeline/stages/compare-algorithms.ts
-- Column: cluster: cluster of the customer, 0 for the largest; -1 is noise.
create table if not exists comparison_winner (
  segmentation varchar not null,
  stratum varchar not null,
  run_id varchar not null,
  customer_id varchar not null,
  cluster integer not null
)
