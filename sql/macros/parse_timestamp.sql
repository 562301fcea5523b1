-- parse_timestamp: local timestamp of a cleaned text, null if it is none; with an offset it is converted to the zone.
-- Reads: nothing
-- Rule: dates as iso_date reads them, times and offsets as parse_iso reads them; commas do not count.
create or replace temp macro parse_timestamp (content, date_order, zone) as parse_iso (
  iso_date (replace(content, ',', ''), date_order),
  zone
)
