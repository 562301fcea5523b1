-- silver_identities: which customer a user id belongs to.
-- Grain: one row per user_id.
-- Reads: silver_parsed_identities
-- Rule: a customer may have several user ids (devices), a user id one customer.
-- Column: user_id: the user, as in silver_events.
-- Column: customer_id: the customer, as in silver_order_lines.
select
  user_id,
  customer_id
from
  silver_parsed_identities
where
  exclude_reason is null
