-- bronze_rejects: records of the source files that are malformed, with the line they begin at.
-- Grain: one row per rejected record.
-- Rule: one file may be read into two tables, an order export into the identity map too: target_table tells whose reject it is.
create table if not exists bronze_rejects (
  source_file varchar not null,
  source_line bigint not null,
  raw_line varchar not null,
  reason varchar not null,
  target_table varchar not null,
  run_id varchar not null
)
