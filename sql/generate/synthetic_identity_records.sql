-- synthetic_identity_records: the rows of identities.csv as they stand in the file.
-- Grain: one row per user_id.
-- Reads: synthetic_identities
select
  customer_email,
  user_id
from
  synthetic_identities
order by
  user_id
