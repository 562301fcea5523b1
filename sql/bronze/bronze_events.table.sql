-- bronze_events: events of a web shop as delivered, as text, in canonical columns.
-- Grain: one row per delivered row that is well formed.
-- Rule: equal rows are all kept: two equal purchases may mean two pieces. silver_parsed_events decides which of them count.
-- Rule: _exclude_reason is what an adapter says about a row that is no event.
-- Rule: _row_hash identifies the delivered values.
-- Code: pipeline/ingest/load-file.ts
-- Column: event_time: instant of the event, in UTC unless it says otherwise. Null: empty in the file.
-- Column: event_type: what the user did: view, cart, remove_from_cart or purchase. Null: empty in the file.
-- Column: product_id: the product concerned. Null: empty in the file.
-- Column: category_id: category of the product; 19 digits, kept as text. Null: empty in the file.
-- Column: category_code: category in words, levels divided by dots, as electronics.smartphone. Null: empty in the file.
-- Column: brand: brand of the product. Null: empty in the file.
-- Column: price [currency]: price of one piece at the time of the event. Null: empty in the file.
-- Column: user_id: who did it; an id of the shop, lasting over visits. Null: empty in the file.
-- Column: user_session: id of the visit. Null: empty in the file.
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
