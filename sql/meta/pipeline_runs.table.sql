-- pipeline_runs: every run of the pipeline, whatever became of it.
-- Grain: one row per run_id.
-- Code: pipeline/runner.ts
-- Column: run_id: id of the run: the time it began, to the millisecond, digits only, so that it sorts.
-- Column: command: command that was called: run, report, compare or score.
-- Column: layer: last layer that was asked for: bronze, silver or gold.
-- Column: status: running, succeeded or failed; a run whose process was killed counts as failed once the next one begins.
-- Column: started_at [UTC]: when the run began.
-- Column: ended_at [UTC]: when the run ended. Null: it is running, or its process was killed.
-- Column: seconds [seconds]: how long the run took. Null: it is running, or its process was killed.
-- Column: message: why the run failed. Null: it did not.
-- Column: version: version of this program that made the run.
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
