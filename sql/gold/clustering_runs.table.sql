-- clustering_runs: every clustering that succeeded: parameters, fingerprint, coverage and quality.
-- Grain: one row per (run_id, segmentation, stratum); history is kept.
-- Rule: silhouette is a mean over silhouette_sample_rows of the clustered customers, within its standard error; both null: over all.
-- Reads: gold_cluster_processed, gold_behavior_processed, gold_eligible_customers, gold_eligible_users, ineligible_customers
-- Code: pipeline/stages/cluster-tables.ts
-- Column: model_id: id of the model: a hash of data, settings and version, so that equal ids mean equal segments.
-- Column: created_at [UTC]: when the run began.
-- Column: engine: kernels that did the work: fast or library.
-- Column: seed: seed of everything random.
-- Column: parameters: every setting of the run, as JSON.
-- Column: data_fingerprint: hash of the scaled features that were clustered.
-- Column: customer_count [customers]: eligible customers of the stratum.
-- Column: clustered_count [customers]: those of them in a segment.
-- Column: ineligible_count [customers]: customers with too little history to take part.
-- Column: coverage [share of customers]: clustered_count / customer_count, 0 to 1.
-- Column: noise [share of customers]: share of outliers, 0 to 1.
-- Column: knee_noise [share of customers]: share of outliers at the knee of the distance curve, before the radius was widened. Null: the radius was fixed by the configuration.
-- Column: eps [scaled units]: radius of the outlier filter (DBSCAN): outliers have no dense customer within it. Null: not used.
-- Column: min_samples [customers]: neighbours within eps, the customer included, that make one dense. Null: not used.
-- Column: k [clusters]: number of segments.
-- Column: silhouette_sample_rows [customers]: customers of the random sample whose silhouettes were measured. Null: those of all clustered customers were.
-- Column: silhouette_all [score]: mean silhouette of everybody, the outliers taken as one segment more. Null: fewer than two groups.
-- Column: stability [adjusted Rand index]: mean agreement of segments found on random samples with those found on all customers; 1 is perfect. Null: not measured.
-- Column: missingness_nmi [share of information]: how much the segments tell about which values were unknown, 0 to 1; high means they group gaps, not customers. Null: there are fewer than two segments to tell anything.
-- Column: seconds_by_phase [seconds]: how long each phase of the clustering took, by phase. Null: not measured.
-- Column: gates: quality gates with limit, figure and verdict, as JSON.
-- Column: warnings: sentences about what to be careful with, as a JSON list.
create table if not exists clustering_runs (
  run_id varchar not null,
  segmentation varchar not null,
  stratum varchar not null,
  model_id varchar not null,
  created_at timestamp not null,
  engine varchar not null,
  seed varchar not null,
  parameters varchar not null,
  data_fingerprint varchar not null,
  customer_count integer not null,
  clustered_count integer not null,
  ineligible_count integer not null,
  coverage double not null,
  noise double not null,
  knee_noise double,
  eps double,
  min_samples integer,
  k integer not null,
  silhouette double,
  silhouette_standard_error double,
  silhouette_sample_rows integer,
  silhouette_all double,
  permuted_silhouette double,
  calinski_harabasz double,
  davies_bouldin double,
  stability double,
  missingness_nmi double,
  seconds_by_phase map(varchar, double),
  gates varchar not null,
  warnings varchar not null
)
