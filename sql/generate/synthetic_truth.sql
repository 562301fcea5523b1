-- synthetic_truth: the planted segment of every customer: what a segmentation should find again.
-- Grain: one row per customer_id, which is the e-mail address in lower case.
-- Reads: synthetic_customers
select
  customer_email as customer_id,
  segment
from
  synthetic_customers
order by
  customer_id
