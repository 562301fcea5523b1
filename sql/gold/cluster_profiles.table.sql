-- cluster_profiles: every feature of every segment in original units, beside the population.
-- Grain: one row per (segmentation, stratum, cluster_label, feature) of the last run.
create table if not exists cluster_profiles (
  segmentation varchar not null,
  stratum varchar not null,
  run_id varchar not null,
  cluster_label varchar not null,
  feature varchar not null,
  mean double,
  median double,
  p25 double,
  p75 double,
  population_mean double,
  standardised_difference double,
  rank integer not null
)
