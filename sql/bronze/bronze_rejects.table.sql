-- bronze_rejects: records of the source files that are malformed, with the line they begin at.
-- Grain: one row per rejected record.
create table if not exists bronze_rejects (
  source_file varchar not null,
  source_line bigint not null,
  raw_line varchar not null,
  reason varchar not null,
  run_id varchar not null
)
