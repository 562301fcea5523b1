-- identities: which user id of the events belongs to which customer of the orders, in any letter case of the header.
-- Grain: one row per delivered row.
-- Reads: raw
-- Needs: customer_emailid|customer_email|customer email|customer-email|email|e-mail|email_address|email address|e-mail address|emailid|email_id|mail|customer_id|customerid|customer id, user_id|userid|user id|user-id|user|uid|visitor_id|visitorid|visitor id
-- Rule: of several spellings in one file the first of the list counts: an address before a number of the customer.
select
  _source_line,
  customer_emailid,
  user_id
from
  raw
