-- as_of_instant: the last instant, in UTC, up to which events count; null if none is given.
-- Reads: nothing
-- Rule: a date (2019-10-31) means the end of that day in the zone; anything longer is a timestamp in UTC.
create or replace temp macro as_of_instant (content, zone) as (
  case
    when length(trim(content)) <= 10 then timezone(
      'UTC',
      timezone(
        zone,
        content::date + interval '1 day' - interval '1 microsecond'
      )
    )
    else content::timestamp
  end
)
