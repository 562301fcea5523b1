-- comparison_runs: which customers and features the last comparison measured, and how its winner was chosen.
-- Grain: one row per (segmentation, stratum) of the last comparison.
-- Reads: gold_cluster_processed, gold_behavior_processed
-- Code: pipeline/stages/compare-algorithms.ts
-- Column: data_fingerprint: hash of the scaled features that were compared on; a comparison of other data than the last run's is out of date.
-- Column: winner_rule: how the winner was chosen, in words.
create table if not exists comparison_runs (
  segmentation varchar not null,
  stratum varchar not null,
  run_id varchar not null,
  data_fingerprint varchar not null,
  winner_rule varchar not null
)
