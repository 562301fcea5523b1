-- parse_amount: amount of a cleaned text with optional currency and thousands separators, null if it is none.
-- Reads: nothing
-- Rule: with decimal_comma, 1.234,56 is read; else 1,234.56. Blanks and apostrophes group thousands in both. A separator in the wrong place is no amount.
-- Rule: a minus may stand on either side, and (5.00) is -5.00, as accountants write it.
-- Rule: a currency is a sign ($, R$) or two or three letters (EUR, kr): 5k and 5% are no amounts.
create or replace temp macro parse_amount (content, decimal_comma) as (
  case
    when decimal_comma then amount_of (translate(content, '.,', ',.'))
    else amount_of (content)
  end
)
