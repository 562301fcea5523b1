-- iso_date: a text that begins with a date, with that date as year-month-day; other texts come back as they are, or null.
-- Reads: nothing
-- Rule: ISO dates (2024-12-31, 2024/12/31, 20241231), dotted dates (31.12.2024), dates with English month names (31-Dec-2024, Dec 31 2024), and slash or dash dates in date_order ('mdy' or 'dmy'). Two digits of a year are 20yy.
create or replace temp macro iso_date (content, date_order) as (
  case
    when regexp_matches(content, '^\d{4}-') then content
    when regexp_matches(content, '^\d{1,2}[/-]\d') then case
      when date_order = 'dmy' then regexp_replace(
        regexp_replace(content, '^(\d+[/-]\d+[/-])(\d\d)\b', '\120\2'),
        '^(\d+)[/-](\d+)[/-](\d{4})\b',
        '\3-\2-\1'
      )
      else regexp_replace(
        regexp_replace(content, '^(\d+[/-]\d+[/-])(\d\d)\b', '\120\2'),
        '^(\d+)[/-](\d+)[/-](\d{4})\b',
        '\3-\1-\2'
      )
    end
    when regexp_matches(content, '^\d{4}/') then replace(content, '/', '-')
    when regexp_matches(content, '^\d{8}(\D|$)') then regexp_replace(content, '^(\d{4})(\d\d)(\d\d)', '\1-\2-\3')
    when regexp_matches(content, '^\d{1,2}\.') then regexp_replace(
      regexp_replace(content, '^(\d+\.\d+\.)(\d\d)\b', '\120\2'),
      '^(\d+)\.(\d+)\.(\d{4})\b',
      '\3-\2-\1'
    )
    when regexp_matches(content, '^\d{1,2}[ -][A-Za-z]{3}') then digits_for_month (
      regexp_replace(
        regexp_replace(
          content,
          '^(\d+[ -][A-Za-z]+[ -])(\d\d)\b',
          '\120\2'
        ),
        '^(\d+)[ -]([A-Za-z]{3})[A-Za-z]{0,6}[ -](\d{4})\b',
        '\3-\2-\1'
      )
    )
    when regexp_matches(content, '^[A-Za-z]{3,9} \d') then digits_for_month (
      regexp_replace(
        content,
        '^([A-Za-z]{3})[A-Za-z]{0,6} (\d+) (\d{4})\b',
        '\3-\1-\2'
      )
    )
  end
)
