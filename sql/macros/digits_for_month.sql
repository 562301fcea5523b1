-- digits_for_month: a text with its first English month name (three letters, any case) as a number, null if it holds none.
-- Reads: nothing
create or replace temp macro digits_for_month (content) as (
  regexp_replace(
    content,
    '[A-Za-z]{3}',
    list_position(
      [
        'jan',
        'feb',
        'mar',
        'apr',
        'may',
        'jun',
        'jul',
        'aug',
        'sep',
        'oct',
        'nov',
        'dec'
      ],
      lower(regexp_extract(content, '[A-Za-z]{3}'))
    )::varchar
  )
)
