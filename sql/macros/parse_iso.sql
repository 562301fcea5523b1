-- parse_iso: local timestamp of a text that begins with a date as year-month-day, null if it is none; with an offset it is converted to the zone.
-- Reads: nothing
-- Rule: an optional time (7:05, 07:05:30.25, 7:05 pm) follows behind a blank or T; behind it an optional offset (Z, UTC, GMT, +02, +0200, +02:00). The whole text is matched before it is cast: casts overlook what follows a time.
create or replace temp macro parse_iso (content, zone) as (
  case
    when regexp_matches(
      content,
      '^\d{4}-\d{1,2}-\d{1,2}([T ]+\d{1,2}:\d\d(:\d\d(\.\d+)?)?)?$'
    ) then try_cast (content as timestamp)
    when regexp_matches(
      content,
      '^\d{4}-\d{1,2}-\d{1,2}[T ]+\d{1,2}:\d\d(:\d\d(\.\d+)?)?\s*(Z|UTC|GMT|[+-](0\d|1[0-4])(:?\d\d)?)$'
    ) then timezone(
      zone,
      try_cast (
        regexp_replace(
          regexp_replace(
            replace(replace(content, 'UTC', 'Z'), 'GMT', 'Z'),
            '\s*(Z|[+-]\d\d(:?\d\d)?)$',
            '\1'
          ),
          '([T ]\d{1,2}:\d\d)([A-Z+-])',
          '\1:00\2'
        ) as timestamptz
      )
    )
    when regexp_matches(content, '[AaPp][Mm]$') then try_strptime(
      upper(
        regexp_replace(content, '[\s\p{Zs}]*([AaPp][Mm])$', '\1')
      ),
      [
        '%Y-%m-%d %I:%M%p',
        '%Y-%m-%d %I:%M:%S%p',
        '%Y-%m-%d %I:%M:%S.%f%p'
      ]
    )
  end
)
