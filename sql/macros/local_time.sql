-- local_time: what the clock shows in the zone at an instant of UTC.
-- Reads: nothing
create or replace temp macro local_time (instant, zone) as (
  case
    when zone = 'UTC' then instant
    else timezone(zone, timezone('UTC', instant))
  end
)
