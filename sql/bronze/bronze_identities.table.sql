-- bronze_identities: the identity map as delivered, as text, in canonical columns.
-- Grain: one row per delivered row that is well formed.
-- Rule: equal rows are all kept; silver_parsed_identities counts them once values are clean.
-- Rule: _exclude_reason is what an adapter says about a row that is no pair. _row_hash identifies the delivered values.
-- Code: pipeline/ingest/load-file.ts
-- Column: customer_emailid: the customer of the orders: an e-mail address, or the customer number. Null: empty in the file.
-- Column: user_id: the user of the events who is this customer. Null: empty in the file.
create table if not exists bronze_identities (
  customer_emailid varchar,
  user_id varchar,
  _exclude_reason varchar,
  _source_file varchar not null,
  _source_line bigint not null,
  _loaded_at timestamp not null,
  _run_id varchar not null,
  _row_hash uhugeint not null
)
