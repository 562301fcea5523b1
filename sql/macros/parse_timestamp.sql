-- parse_timestamp: local timestamp of a text, null if it is none; with an offset it is converted to the zone.
-- Grain: scalar
-- Reads: nothing
-- Rule: ISO dates (2024-12-31, 2024/12/31, 20241231), dotted dates (31.12.2024), dates with month names, and slash or dash dates in date_order ('mdy' or 'dmy'); an optional time follows.
create or replace temp macro parse_timestamp (content, date_order, zone) as (
  case
    when content is null then null
    when regexp_matches(
      content,
      '^\s*\d{4}-\d{1,2}-\d{1,2}[T ].*(Z|UTC|[+-]\d{2}(:?\d{2})?)\s*$'
    ) then timezone(
      zone,
      try_cast (
        regexp_replace(trim(content), '\s*(UTC|Z)$', '+00') as timestamptz
      )
    )
    when regexp_matches(content, '^\s*\d{4}-') then try_cast (trim(content) as timestamp)
    when regexp_matches(content, '^\s*\d{4}/') then try_cast (replace(trim(content), '/', '-') as timestamp)
    when regexp_matches(content, '^\s*\d{8}\s*$') then try_strptime(trim(content), '%Y%m%d')
    when regexp_matches(content, '^\s*\d{1,2}\.\d{1,2}\.\d{4}') then try_strptime(
      trim(content),
      ['%d.%m.%Y', '%d.%m.%Y %H:%M', '%d.%m.%Y %H:%M:%S']
    )
    when regexp_matches(content, '[A-Za-z]{3}')
    and not regexp_matches(content, '^[^A-Za-z]*[AaPp][Mm]') then try_strptime(
      trim(content),
      [
        '%d-%b-%Y',
        '%d %b %Y',
        '%d %B %Y',
        '%b %d, %Y',
        '%B %d, %Y',
        '%d-%b-%Y %H:%M',
        '%d-%b-%Y %H:%M:%S',
        '%d %b %Y %H:%M',
        '%d %b %Y %H:%M:%S'
      ]
    )
    when not regexp_matches(content, '^\s*\d{1,2}[/-]\d{1,2}[/-]\d{2}') then null
    when date_order = 'dmy' then try_strptime(
      regexp_replace(
        replace(trim(content), '-', '/'),
        '^(\d+/\d+/)(\d{2})($|\D)',
        '\120\2\3'
      ),
      [
        '%d/%m/%Y',
        '%d/%m/%Y %H:%M',
        '%d/%m/%Y %H:%M:%S',
        '%d/%m/%Y %I:%M %p',
        '%d/%m/%Y %I:%M:%S %p'
      ]
    )
    else try_strptime(
      regexp_replace(
        replace(trim(content), '-', '/'),
        '^(\d+/\d+/)(\d{2})($|\D)',
        '\120\2\3'
      ),
      [
        '%m/%d/%Y',
        '%m/%d/%Y %H:%M',
        '%m/%d/%Y %H:%M:%S',
        '%m/%d/%Y %I:%M %p',
        '%m/%d/%Y %I:%M:%S %p'
      ]
    )
  end
)
