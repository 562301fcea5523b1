-- clustering_results: which segment each clustered customer belongs to.
-- Grain: one row per (segmentation, customer_id) of the last run.
-- Reads: gold_cluster_processed, gold_behavior_processed, gold_eligible_customers, gold_eligible_users
-- Code: pipeline/stages/cluster-tables.ts
-- Column: main_cluster: number of the segment, 1 for the largest. Null: an outlier.
-- Column: sub_cluster: number of the dense group inside the segment, 1 for the largest. Null: in none.
-- Column: nearest_cluster: number of the second nearest segment; of outliers, of the nearest. Null: there is only one segment.
-- Column: cluster_id: number of cluster_label: -1 for outliers, else 0, 1 ... in the order of cluster_summary.
-- Column: cluster_label: the innermost group: 2 (segment), 2.1 (dense group in it) or outlier.
-- Column: archetype: name that the rules gave to the group of cluster_label.
-- Column: is_outlier: whether the customer is unlike any sizeable group.
-- Column: distance_to_centroid [scaled units]: distance to the centre of the own segment; of outliers, to the nearest. Null: there is no segment.
-- Column: silhouette [score]: how much closer the customer is to the own segment than to the next, -1 to 1. Null: an outlier, there is only one segment, or the customer is outside the random sample that stands for many (clustering.silhouetteMaxRows).
-- Column: outlier_score [score]: how easily the customer is set apart by an isolation forest, 0 to 1: about 0.5 is ordinary; told for judgement, it decides nothing. Null: not measured.
-- Column: feature_completeness_score [share of features]: share of the clustered features whose value was known, 0 to 1; the others were imputed. Null: not measured.
-- Column: assigned_at [UTC]: when the run that assigned the customer began.
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
