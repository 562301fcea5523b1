-- cluster_profiles: every feature of every segment in original units, beside the population.
-- Grain: one row per (segmentation, stratum, cluster_label, feature) of the last run.
-- Reads: gold_eligible_customers, gold_eligible_users, clustering_results
-- Code: pipeline/stages/cluster-tables.ts
-- Column: mean [unit of the feature]: mean of the segment over customers with a known value. Null: nobody in the segment has one.
-- Column: median [unit of the feature]: median of the segment over known values. Null: nobody in the segment has one.
-- Column: p25 [unit of the feature]: quarter of the segment that lies below. Null: nobody in the segment has a known value.
-- Column: p75 [unit of the feature]: three quarters of the segment lie below. Null: nobody in the segment has a known value.
-- Column: population_mean [unit of the feature]: mean over all eligible customers of the stratum, outliers included. Null: nobody has a known value.
-- Column: standardised_difference [standard deviations]: (mean - population_mean) / standard deviation of the population: above 0 more than usual, below 0 less. Null: mean or spread are not known.
-- Column: rank: place of the feature among those of the segment by size of the difference; 1 marks it most.
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
