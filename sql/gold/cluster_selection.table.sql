-- cluster_selection: the scan over the number of clusters, with every index and why a K was not chosen.
-- Grain: one row per (segmentation, stratum, k) of the last run.
-- Reads: gold_cluster_processed, gold_behavior_processed
-- Code: pipeline/stages/cluster-tables.ts
-- Column: k [clusters]: number of clusters that was tried.
-- Column: inertia [squared scaled units]: sum of squared distances of the customers to their centroid; falls with k. Null: not measured.
-- Column: elbow_distance [share]: depth of the inertia below the chord of its curve, both axes scaled to 0 to 1; largest at the elbow. Null: fewer than three k were tried.
-- Column: stability [adjusted Rand index]: mean agreement of clusters found on random samples with those found on all customers; 1 is perfect. Null: not measured.
-- Column: smallest_cluster [customers]: customers of the smallest cluster. Null: not measured.
-- Column: largest_share [share of customers]: share of the clustered customers in the largest cluster, 0 to 1. Null: not measured.
-- Column: is_degenerate: whether a cluster is too small, too large or missing, so that k is not to be chosen.
-- Column: is_chosen: whether this is the k of the segments.
-- Column: why_not: why k was not chosen. Null: it was.
create table if not exists cluster_selection (
  segmentation varchar not null,
  stratum varchar not null,
  run_id varchar not null,
  k integer not null,
  inertia double,
  silhouette double,
  silhouette_standard_error double,
  calinski_harabasz double,
  davies_bouldin double,
  elbow_distance double,
  stability double,
  smallest_cluster integer,
  largest_share double,
  is_degenerate boolean not null,
  is_chosen boolean not null,
  why_not varchar
)
