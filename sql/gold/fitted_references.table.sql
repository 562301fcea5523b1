-- fitted_references: what all strata of a model share, as JSON: constants of the features, statistics they compare customers with.
-- Grain: one row per segmentation of the last run.
create table if not exists fitted_references (
  segmentation varchar not null,
  run_id varchar not null,
  content varchar not null
)
