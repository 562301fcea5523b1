-- cluster_selection: the scan over the number of clusters, with every index and why a K was not chosen.
-- Grain: one row per (segmentation, stratum, k) of the last run.
-- Rule:  silhouette_standard_error is null where the silhouettes of all customers were measured.
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
