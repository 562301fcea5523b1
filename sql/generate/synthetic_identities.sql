-- synthetic_identities: which users of the shop's events are customers of its orders, as the shop knows from logins.
-- Grain: one row per user_id.
-- Reads: synthetic_customers, synthetic_users
-- Params: $seed BIGINT
-- Rule: six of ten users are the customer of the same number; one of ten is a further device of the customer of the next
--   number, who may have no other. The other users never logged in. Segments of a customer and of its users are independent.
-- Randomness: as in synthetic_users, from md5(seed, purpose, key).
with
  draws as (
    select
      user_index,
      user_id,
      (
        md5_number_lower(
          concat_ws(':', $seed::bigint, 'identity', user_index)
        ) & 65535
      ) / 65536 as draw
    from
      synthetic_users
  )
select
  customer_email,
  user_id
from
  draws
  inner join synthetic_customers as customers on customers.customer_index = if (draw < 0.6, user_index, user_index + 1)
where
  draw < 0.7
