-- pipeline_stages: every stage of every run, with its time and the rows it wrote.
-- Grain: one row per (run_id, position).
create table if not exists pipeline_stages (
  run_id varchar not null,
  position integer not null,
  stage varchar not null,
  status varchar not null,
  seconds double,
  row_count bigint,
  message varchar
)
