-- amount_of: amount of a text with a decimal point, without blanks around it; null if it is none. See parse_amount.
-- Reads: nothing
-- Rule: 5.- (5,- with a decimal comma) is how prices are written, not a minus; it stays unread.
create or replace temp macro amount_of (content) as (
  case
    when regexp_matches(content, '^\d+(\.\d+)?$') then try_cast (content as decimal(18, 4))
    when regexp_matches(
      content,
      '^[(−-]?[+−-]?\s*((\p{L}{0,2}\p{Sc}|\p{L}{2,3})?[\s\p{Zs}]*[+−-]?[\s\p{Zs}]*(\d{1,3}([,''’\s\p{Zs}]\d{3})+|\d+)(\.\d*)?|\p{Sc}?\.\d+)[\s\p{Zs}]*(\p{Sc}|\p{L}{2,3})?[)−-]?$'
    )
    and starts_with(content, '(') = ends_with(content, ')')
    and not ends_with(content, '.-') then try_cast (
      regexp_replace(
        regexp_replace(
          regexp_replace(content, '[−(]', '-'),
          '[^\d.+-]',
          '',
          'g'
        ),
        '^([\d.]+)-$',
        '-\1'
      ) as decimal(18, 4)
    )
  end
)
