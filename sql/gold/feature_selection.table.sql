-- feature_selection: what became of every candidate feature, and why.
-- Grain: one row per (segmentation, stratum, feature) of the last run.
-- Reads: gold_eligible_customers, gold_eligible_users
-- Code: pipeline/stages/gold-tables.ts
-- Column: status: clustered (spans the space), profiled (only describes segments) or dropped (says too little, or what another one says).
-- Column: reason: why, as one word: core, all, named, stands_in, alternative, not_in_feature_set, profile_only, all_null, too_many_missing, near_constant, correlated, collinear, or why the data cannot tell the feature.
-- Column: figure [see reason]: the number that decided: a share, a correlation, an inflation factor. Null: none did.
-- Column: twin: the other feature concerned: the kept one of two that say the same, or the one that is stood in for. Null: none is.
-- Column: missing_share [share of customers]: share of the eligible customers without a value, 0 to 1. Null: not counted.
-- Column: imputed_count [customers]: customers who got the median in place of an unknown value. Null: not counted.
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
