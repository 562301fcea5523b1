-- check: fail | grain_is_unique | a user's session stands once
select
  user_id,
  session_key
from
  silver_sessions
group by all
having
  count(*) > 1;

-- check: fail | counts_agree | the counts by type sum to the events
select
  user_id,
  session_key
from
  silver_sessions
where
  view_count + cart_count + remove_count + purchase_count + other_count <> event_count;

-- check: fail | times_are_ordered | first event <= last event; a purchase lies between
select
  user_id,
  session_key
from
  silver_sessions
where
  first_event_at > last_event_at
  or (purchase_count > 0) <> (last_purchase_at is not null)
  or not coalesce(
    last_purchase_at between first_event_at and last_event_at,
    true
  );

-- check: fail | events_are_kept | every event belongs to one session
select
  sum(event_count)
from
  silver_sessions
having
  coalesce(sum(event_count), 0) <> (
    select
      count(*)
    from
      silver_events
  );
