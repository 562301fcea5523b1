-- scoring_rejects: records of the last files scored that are malformed, with the line they begin at.
-- Grain: one row per rejected record of the last scoring of a segmentation.
-- Code: pipeline/stages/score-customers.ts
-- Column: source_file: path of the scored file.
-- Column: source_line [line]: line of the file on which the record begins, counted from 1.
-- Column: reason: what is wrong with the record.
create table if not exists scoring_rejects (
  segmentation varchar not null,
  run_id varchar not null,
  source_file varchar not null,
  source_line bigint not null,
  reason varchar not null
)
