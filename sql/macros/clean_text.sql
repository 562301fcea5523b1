-- clean_text: text without blanks around it, null if nothing is left or if it is a word for nothing.
-- Reads: nothing
-- Rule: blanks are space, tab, line breaks, the no-break spaces U+00A0 and U+202F, U+200B and a stray byte order mark: trim() takes only the first.
-- Rule: NULL, NaN, None and the like are what databases, pandas and Excel write into an empty field.
-- Rule: the other macros take a column that was cleaned before: a macro repeats the text of its argument, and calls within calls take seconds to bind. The lambda names a value used twice for the same reason.
-- Rule: printable ASCII is let through first, as trimming a set of characters takes four times as long.
create or replace temp macro clean_text (content) as list_transform(
  [
    case
      when regexp_matches(content, '^[!-~]([ -~]*[!-~])?$') then content
      else trim(
        content,
        ' ' || chr(9) || chr(10) || chr(13) || chr(160) || chr(8239) || chr(8203) || chr(65279)
      )
    end
  ],
  lambda text: case
    when length(text) > 6
    or lower(text) not in (
      '',
      'null',
      '(null)',
      '<null>',
      '\n',
      'nan',
      'nat',
      'none',
      'n/a',
      '#n/a'
    ) then text
  end
) [1]
