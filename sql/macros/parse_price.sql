-- parse_price: price of a plain number as text (12.5, 1e-05), null if it is none or does not fit; half a ten-thousandth is rounded up.
-- Reads: nothing
create or replace temp macro parse_price (content) as (
  case
    when regexp_full_match(
      content,
      '\s*[+-]?(\d+\.?\d*|\.\d+)([eE][+-]?\d+)?\s*'
    ) then try_cast (content as decimal(14, 4))
  end
)
