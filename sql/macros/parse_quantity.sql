-- parse_quantity: whole number of a cleaned text, null if it is none: '1.0000' is 1, '1.7' and 'abc' are null.
-- Reads: nothing
-- Rule: a plain cast would round 1.7 to 2.
create or replace temp macro parse_quantity (content) as (
  case
    when regexp_matches(content, '^[+-]?\d{1,9}(\.0*)?$') then try_cast (regexp_replace(content, '\.0*$', '') as integer)
  end
)
