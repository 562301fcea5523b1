-- fitted_references: what all strata of a model share, as JSON: constants of the features, statistics they compare customers with.
-- Grain: one row per segmentation of the last run.
-- Reads: silver_scope, silver_category_totals, silver_category_months, silver_order_value_cut, silver_rfm_cuts, silver_event_scope, silver_price_ladders, silver_user_rfm_cuts
-- Code: pipeline/stages/model-reference.ts
-- Column: content: settings of the features and the reference tables in full, as JSON.
create table if not exists fitted_references (
  segmentation varchar not null,
  run_id varchar not null,
  content varchar not null
)
