-- clustering_runs: every clustering that succeeded: parameters, fingerprint, coverage and quality.
-- Grain: one row per (run_id, segmentation, stratum); history is kept.
create table if not exists
  clustering_runs (
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
