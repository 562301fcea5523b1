-- synthetic_user_truth: the planted segment of every user: what a segmentation should find again.
-- Grain: one row per user_id.
-- Reads: synthetic_users
select
  user_id,
  segment
from
  synthetic_users
order by
  user_id
