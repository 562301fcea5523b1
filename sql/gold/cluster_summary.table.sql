-- cluster_summary: each segment, sub-segment, the outliers and everybody, in one row each.
-- Grain: one row per (segmentation, stratum, cluster_label) of the last run; label 'all' is everybody clustered or outlier.
-- Rule:  silhouette_mean is one over the customers whose silhouette is known: all, or those of a random sample.
create table if not exists cluster_summary (
  segmentation varchar not null,
  stratum varchar not null,
  run_id varchar not null,
  cluster_label varchar not null,
  level varchar not null,
  customer_count integer not null,
  share_of_customers double not null,
  share_of_revenue double,
  share_of_returns double,
  archetype varchar,
  archetype_rule varchar,
  strategy varchar,
  silhouette_mean double,
  jaccard_stability double,
  headline_means map(varchar, double),
  headline_medians map(varchar, double)
)
