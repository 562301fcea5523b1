-- bronze_rejects: records of the source files that are malformed, with the line they begin at.
-- Grain: one row per rejected record.
-- Rule: one file may be read into two tables, an order export into the identity map too: target_table tells whose reject it is.
-- Code: pipeline/ingest/load-file.ts
-- Column: source_file: path of the file.
-- Column: source_line [line]: line of the file on which the record begins, counted from 1.
-- Column: raw_line: the record as it stands in the file, cut if very long. May name persons.
-- Column: reason: what is wrong with the record.
-- Column: target_table: bronze table the record would have gone to.
create table if not exists bronze_rejects (
  source_file varchar not null,
  source_line bigint not null,
  raw_line varchar not null,
  reason varchar not null,
  target_table varchar not null,
  run_id varchar not null
)
