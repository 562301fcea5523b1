-- rees46: events of a web shop in the columns of the REES46 open data sets (eCommerce behavior data from multi category store).
-- Grain: one row per delivered row.
-- Reads: raw
-- Needs: event_time, event_type, product_id, category_id, category_code, brand, price, user_id, user_session
-- Rule: ids stay text; those of categories have 19 digits, which do not fit a double.
select
  _source_line,
  event_time,
  event_type,
  product_id,
  category_id,
  category_code,
  brand,
  price,
  user_id,
  user_session
from
  raw
