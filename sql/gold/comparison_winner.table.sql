-- comparison_winner: the clustering that won the last comparison, as it was fitted; -1 is noise.
-- Grain: one row per (segmentation, stratum, customer_id) of the last comparison.
create table if not exists comparison_winner (
  segmentation varchar not null,
  stratum varchar not null,
  run_id varchar not null,
  customer_id varchar not null,
  cluster integer not null
)
