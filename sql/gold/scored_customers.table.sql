-- scored_customers: where customers of other files belong in the segments of a stored model.
-- Grain: one row per (segmentation, customer_id), of the last time the customer was scored.
-- Rule: an ineligible customer has a reason and no segment.
-- Reads: fitted_models, fitted_references
-- Code: pipeline/stages/score-customers.ts
-- Column: model_id: model that placed the customer, as in clustering_runs. Null: the stratum has no model.
-- Column: main_cluster: number of the segment, 1 for the largest. Null: an outlier, or ineligible.
-- Column: sub_cluster: number of the dense group inside the segment. Null: in none, or ineligible.
-- Column: nearest_cluster: number of the second nearest segment; of outliers, of the nearest. Null: there is only one segment, or the customer is ineligible.
-- Column: cluster_id: number of cluster_label: -1 for outliers, else 0, 1 ... in the order of the model's summary. Null: ineligible.
-- Column: cluster_label: the innermost group: 2 (segment), 2.1 (dense group in it) or outlier. Null: ineligible.
-- Column: archetype: name of that group in the model. Null: ineligible.
-- Column: is_outlier: whether the customer is unlike any segment of the model. Null: ineligible.
-- Column: distance_to_centroid [scaled units]: distance to the centre of the own segment; of outliers, to the nearest. Null: ineligible.
-- Column: feature_completeness_score [share of features]: share of the clustered features whose value was known, 0 to 1. Null: ineligible.
-- Column: ineligible_reason: why the customer has no segment, in words. Null: there is one.
-- Column: as_of_date [date]: day that recency was counted from.
-- Column: scored_at [UTC]: when the scoring began.
create table if not exists scored_customers (
  segmentation varchar not null,
  stratum varchar not null,
  run_id varchar not null,
  model_id varchar,
  customer_id varchar not null,
  main_cluster integer,
  sub_cluster integer,
  nearest_cluster integer,
  cluster_id integer,
  cluster_label varchar,
  archetype varchar,
  is_outlier boolean,
  distance_to_centroid double,
  feature_completeness_score double,
  ineligible_reason varchar,
  as_of_date date not null,
  scored_at timestamp not null
)
