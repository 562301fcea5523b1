-- check: fail | grain_is_unique | user_id identifies a row
select
  user_id
from
  silver_user_activity
group by all
having
  count(*) > 1;

-- check: fail | orders_fit_sessions | 0 <= orders <= sessions, and orders are those of buyers
select
  user_id
from
  silver_user_activity
where
  not (order_count between 0 and unique_sessions)
  or (order_count > 0) <> (purchase_count > 0)
  or (order_count > 0) <> (last_purchase_at is not null);

-- check: fail | spending_is_kept | spending of all users is the sum of the purchase prices
select
  sum(purchase_value)
from
  silver_user_activity
having
  coalesce(sum(purchase_value), 0) <> (
    select
      coalesce(sum(price), 0)
    from
      silver_events
    where
      event_type = 'purchase'
  );
