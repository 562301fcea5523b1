-- feature_selection: what became of every candidate feature, and why.
-- Grain: one row per (segmentation, stratum, feature) of the last run.
create table if not exists feature_selection (
  segmentation varchar not null,
  stratum varchar not null,
  run_id varchar not null,
  feature varchar not null,
  status varchar not null,
  reason varchar not null,
  figure double,
  twin varchar,
  missing_share double,
  imputed_count integer
)
