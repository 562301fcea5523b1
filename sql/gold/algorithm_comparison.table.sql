-- algorithm_comparison: every algorithm that was tried on the eligible customers, measured alike.
-- Grain: one row per (segmentation, stratum, position) of the last comparison.
-- Reads: gold_eligible_customers, gold_eligible_users, cluster_selection
-- Code: pipeline/stages/compare-algorithms.ts
-- Column: position: order in which the algorithms were tried, counted from 1.
-- Column: feature_set: features that were clustered by: core (the documented few) or all candidates.
-- Column: algorithm: name of the algorithm.
-- Column: parameters: its settings, as text: name and value, separated by commas.
-- Column: n_clusters [clusters]: clusters found; noise is none.
-- Column: coverage [share of customers]: share of the eligible customers who are in a cluster, 0 to 1.
-- Column: noise_count [customers]: customers in no cluster.
-- Column: smallest_cluster [customers]: customers of the smallest cluster; 0 without clusters. Null: not counted.
-- Column: is_sampled: whether the algorithm, too slow for everybody, was fitted on a sample.
-- Column: seconds [seconds]: how long the fit took, without measuring it.
-- Column: is_winner: whether this row won the comparison; at most one does.
-- Column: why_not: why the row did not win. Null: it did.
create table if not exists algorithm_comparison (
  segmentation varchar not null,
  stratum varchar not null,
  run_id varchar not null,
  position integer not null,
  feature_set varchar not null,
  algorithm varchar not null,
  parameters varchar not null,
  n_clusters integer not null,
  coverage double not null,
  noise_count integer not null,
  silhouette double,
  permuted_silhouette double,
  calinski_harabasz double,
  davies_bouldin double,
  smallest_cluster integer,
  is_sampled boolean not null,
  seconds double not null,
  is_winner boolean not null,
  why_not varchar
)
