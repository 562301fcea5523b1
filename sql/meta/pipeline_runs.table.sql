-- pipeline_runs: every run of the pipeline, whatever became of it.
-- Grain: one row per run_id.
create table if not exists pipeline_runs (
  run_id varchar not null,
  command varchar not null,
  layer varchar not null,
  status varchar not null,
  started_at timestamp not null,
  ended_at timestamp,
  seconds double,
  message varchar,
  version varchar not null
)
