-- scored_customers: where customers of other files belong in the segments of a stored model.
-- Grain: one row per (segmentation, customer_id), of the last time the customer was scored.
-- Rule: an ineligible customer has a reason and no segment.
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
