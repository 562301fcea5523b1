-- cluster_summary: each segment, sub-segment, the outliers and everybody, in one row each.
-- Grain: one row per (segmentation, stratum, cluster_label) of the last run; label 'all' is everybody clustered or outlier.
-- Rule: silhouette_mean is one over the customers whose silhouette is known: all, or those of a random sample.
-- Reads: gold_eligible_customers, gold_eligible_users, clustering_results
-- Code: pipeline/stages/cluster-tables.ts
-- Column: level: main (a segment), sub (a dense group in a segment), outlier, or all.
-- Column: customer_count [customers]: customers of the row.
-- Column: share_of_customers [share of customers]: share of the eligible customers of the stratum, 0 to 1.
-- Column: share_of_revenue [share of value]: share of the value that the customers of the stratum kept (orders) or paid (events), 0 to 1. Null: the data hold no values.
-- Column: share_of_returns [share of lines]: share of the returned order lines of the stratum, 0 to 1. Null: nothing came back, or the stratum is one of events.
-- Column: archetype: name that the rules gave to the segment. Null: the row is everybody.
-- Column: archetype_rule: the rule that gave it, in words. Null: the row is everybody.
-- Column: strategy: what to do with such customers, as one sentence. Null: the row is everybody.
-- Column: silhouette_mean [score]: mean silhouette of the customers of the row, -1 to 1. Null: none of them has one: outliers, a single segment, or nobody of the row in the sample.
-- Column: jaccard_stability [Jaccard index]: how much of the segment reappears when customers are drawn anew: from 0.75 stable, below 0.6 not to be acted on. Null: the row is no main segment, or it was not measured.
-- Column: headline_means [unit of the feature]: means of the few features that summaries show, by feature; a feature without a known value is null in the map. Null: no feature is shown.
-- Column: headline_medians [unit of the feature]: medians of the same features, by feature. Null: no feature is shown.
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
