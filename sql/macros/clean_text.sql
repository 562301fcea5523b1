-- clean_text: text without blanks around it, null if nothing is left.
-- Reads: nothing
-- Rule: blanks are space, tab, line breaks, the no-break spaces U+00A0 and U+202F, U+200B and a stray byte order mark: trim() takes only the first.
create or replace temp macro clean_text (content) as nullif(
  trim(
    content,
    ' ' || chr(9) || chr(10) || chr(13) || chr(160) || chr(8239) || chr(8203) || chr(65279)
  ),
  ''
)
