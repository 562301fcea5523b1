-- parse_amount: amount of a text with optional currency sign and thousands separators, null if it is none.
-- Reads: nothing
-- Rule: with decimal_comma, 1.234,56 is read; else 1,234.56. A separator in the wrong place is no amount.
create or replace temp macro parse_amount (content, decimal_comma) as (
  case
    when decimal_comma
    and regexp_matches(
      trim(content),
      '^[^\d\w.,+-]*[+-]?[^\d\w.,+-]*(\d{1,3}(\.\d{3})+|\d+)(,\d*)?\D{0,4}$'
    ) then try_cast (
      replace(
        regexp_replace(content, '[^\d,+-]', '', 'g'),
        ',',
        '.'
      ) as decimal(18, 4)
    )
    when not decimal_comma
    and regexp_matches(
      trim(content),
      '^[^\d\w.,+-]*[+-]?[^\d\w.,+-]*(\d{1,3}(,\d{3})+|\d+)?(\.\d*)?\s*\D{0,4}$'
    ) then try_cast (
      regexp_replace(content, '[^\d.+-]', '', 'g') as decimal(18, 4)
    )
  end
)
