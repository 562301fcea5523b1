-- comparison_runs: which customers and features the last comparison measured, and how its winner was chosen.
-- Grain: one row per (segmentation, stratum) of the last comparison.
create table if not exists comparison_runs (
  segmentation varchar not null,
  stratum varchar not null,
  run_id varchar not null,
  data_fingerprint varchar not null,
  winner_rule varchar not null
)
