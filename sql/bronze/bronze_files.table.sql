-- bronze_files: every file that was loaded, with its ledger: rows_in_file = rows_loaded + rows_rejected + rows_duplicate.
-- Grain: one row per file.
-- Code: pipeline/stages/load-bronze.ts
-- Column: path: path of the file as the run named it; for SQLite sources with the table.
-- Column: target_table: bronze table that the rows went to.
-- Column: adapter: adapter the file was read with: a name of sql/sources, or of your own file.
-- Column: reading_fingerprint: hash of adapter and reading options; if it changes, the file is read again.
-- Column: size_bytes [bytes]: size of the file as it lies on the disk, compressed or not.
-- Column: content_hash: hash of the bytes of the file; a file whose hash is known is not loaded again.
-- Column: rows_in_file [rows]: records of the file, its header left out.
-- Column: rows_loaded [rows]: records that became rows of the target table.
-- Column: rows_rejected [rows]: malformed records; they stand in bronze_rejects.
-- Column: rows_duplicate [rows]: rows equal to a loaded one in every delivered column; dropped. Always 0 for events and identities, where silver decides.
-- Column: loaded_at [UTC]: when the run that loaded the file began.
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
