-- scoring_rejects: records of the last files scored that are malformed, with the line they begin at.
-- Grain: one row per rejected record of the last scoring of a segmentation.
create table if not exists scoring_rejects (
  segmentation varchar not null,
  run_id varchar not null,
  source_file varchar not null,
  source_line bigint not null,
  reason varchar not null
)
