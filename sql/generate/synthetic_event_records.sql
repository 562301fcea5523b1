-- synthetic_event_records: the rows of events.csv as they stand in the file, in the order of their time.
-- Grain: one row per event.
-- Reads: synthetic_events, synthetic_users, synthetic_event_products
select
  strftime(happened_at, '%Y-%m-%d %H:%M:%S UTC') as event_time,
  event_type,
  product_id,
  category_id,
  category_code,
  brand,
  price,
  user_id,
  user_session
from
  synthetic_events as events
  inner join synthetic_users as users on events.user_index = users.user_index
  inner join synthetic_event_products as products on events.product_index = products.product_index
order by
  happened_at,
  events.user_index,
  session_index,
  look_index,
  step
