-- bronze_events: events of a web shop as delivered, as text, in canonical columns.
-- Grain: one row per delivered row that is well formed.
-- Rule: equal rows are all kept: two equal purchases may mean two pieces. silver_parsed_events decides which of them count.
-- Rule: _exclude_reason is what an adapter says about a row that is no event.
-- Rule: _row_hash identifies the delivered values.
create table if not exists bronze_events (
  event_time varchar,
  event_type varchar,
  product_id varchar,
  category_id varchar,
  category_code varchar,
  brand varchar,
  price varchar,
  user_id varchar,
  user_session varchar,
  _exclude_reason varchar,
  _source_file varchar not null,
  _source_line bigint not null,
  _loaded_at timestamp not null,
  _run_id varchar not null,
  _row_hash uhugeint not null
)
