-- fitted_models: everything that was fitted, as JSON: preprocessing by the gold stage, the whole model by the clustering.
-- Grain: one row per (segmentation, stratum) of the last run.
-- Reads: gold_eligible_customers, gold_eligible_users, gold_cluster_processed, gold_behavior_processed
-- Code: pipeline/stages/build-gold.ts
-- Column: preprocessing: constants of the preprocessing as JSON: medians, limits, transformations, scales, weights.
-- Column: model: the whole model as JSON, as model.json holds it. Null: the stratum was not clustered.
create table if not exists fitted_models (
  segmentation varchar not null,
  stratum varchar not null,
  run_id varchar not null,
  preprocessing varchar not null,
  model varchar
)
