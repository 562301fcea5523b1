-- email_consolidation_candidates: pairs of addresses that may be one person; proposals only, merged where the configuration says so.
-- Grain: one row per (first_address, second_address), the first sorting before the second.
-- Reads: silver_order_lines
-- Params: $similar_emails double, similarity from which a pair is proposed.
-- Rule: same normalised local part (dots and +tags removed) of at least five letters, or Levenshtein similarity among addresses that share the first two letters and all digits. Digits must agree: user12 and user13 are two persons.
-- Rule: blocks of more than 200 addresses are left out: so common a name proves nothing.
-- Column: first_address: the address that sorts first. Names a person, or is a hash.
-- Column: second_address: the other one.
-- Column: similarity [share]: 1 - Levenshtein distance / length of the longer address, 0 to 1.
-- Column: reason: same_local_part (equal before the @, dots and +tags removed) or similar_address.
with
  addresses as (
    select distinct
      customer_id as address,
      regexp_replace(
        split_part(customer_id, '@', 1),
        '\+.*$|\.',
        '',
        'g'
      ) as local_part,
      regexp_replace(customer_id, '\D', '', 'g') as digits
    from
      silver_order_lines
    where
      contains(customer_id, '@')
  ),
  blocked as (
    select
      address,
      local_part,
      'local:' || local_part as block
    from
      addresses
    where
      length(local_part) >= 5
    union all
    select
      address,
      local_part,
      'near:' || left(local_part, 2) || ':' || digits as block
    from
      addresses
  ),
  blocks as (
    select
      *
    from
      blocked
    qualify
      count(*) over (
        partition by
          block
      ) between 2 and 200
  ),
  pairs as (
    select distinct
      first.address as first_address,
      second.address as second_address,
      first.local_part = second.local_part
      and length(first.local_part) >= 5 as has_same_local_part,
      1 - levenshtein(first.address, second.address) / greatest(length(first.address), length(second.address)) as similarity
    from
      blocks as first
      inner join blocks as second on first.block = second.block
      and first.address < second.address
  )
select
  first_address,
  second_address,
  similarity,
  case
    when has_same_local_part then 'same_local_part'
    else 'similar_address'
  end as reason
from
  pairs
where
  has_same_local_part
  or similarity >= $similar_emails::double
