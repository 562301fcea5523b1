-- clustering_results: which segment each clustered customer belongs to.
-- Grain: one row per (segmentation, customer_id) of the last run.
-- Rule:  silhouette is null for outliers, and of many customers (clustering.silhouetteMaxRows) for those outside a random sample.
create table if not exists clustering_results (
  segmentation varchar not null,
  stratum varchar not null,
  run_id varchar not null,
  customer_id varchar not null,
  main_cluster integer,
  sub_cluster integer,
  nearest_cluster integer,
  cluster_id integer not null,
  cluster_label varchar not null,
  archetype varchar not null,
  is_outlier boolean not null,
  distance_to_centroid double,
  silhouette double,
  outlier_score double,
  feature_completeness_score double,
  assigned_at timestamp not null
)
