-- pipeline_stages: every stage of every run, with its time and the rows it wrote.
-- Grain: one row per (run_id, position).
-- Code: pipeline/runner.ts
-- Column: position: place of the stage in its run, counted from 1.
-- Column: stage: name of the stage, as the table of stages in the README has it.
-- Column: status: succeeded, failed, not_run, or rolled_back where a later stage failed and took its work back.
-- Column: seconds [seconds]: how long the stage took. Null: it did not run.
-- Column: row_count [rows]: rows of the main table the stage wrote. Null: it did not run to its end.
-- Column: message: why the stage failed. Null: it did not.
create table if not exists pipeline_stages (
  run_id varchar not null,
  position integer not null,
  stage varchar not null,
  status varchar not null,
  seconds double,
  row_count bigint,
  message varchar
)
