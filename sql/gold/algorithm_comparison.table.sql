-- algorithm_comparison: every algorithm that was tried on the eligible customers, measured alike.
-- Grain: one row per (segmentation, stratum, position) of the last comparison.
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
