-- fitted_models: everything that was fitted, as JSON: preprocessing by the gold stage, the whole model by the clustering.
-- Grain: one row per (segmentation, stratum) of the last run.
create table if not exists fitted_models (
  segmentation varchar not null,
  stratum varchar not null,
  run_id varchar not null,
  preprocessing varchar not null,
  model varchar
)
