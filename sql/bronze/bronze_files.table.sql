-- bronze_files: every file that was loaded, with its ledger: rows_in_file = rows_loaded + rows_rejected + rows_duplicate.
-- Grain: one row per file.
create table if not exists bronze_files (
  path varchar not null,
  target_table varchar not null,
  adapter varchar not null,
  reading_fingerprint varchar not null,
  size_bytes bigint not null,
  content_hash varchar not null,
  rows_in_file bigint not null,
  rows_loaded bigint not null,
  rows_rejected bigint not null,
  rows_duplicate bigint not null,
  loaded_at timestamp not null,
  run_id varchar not null
)
