-- check: fail | keys_are_known | user, session, type and time are known
select
  _source_file,
  _source_line
from
  silver_events
where
  user_id is null
  or session_key is null
  or event_type is null
  or event_at is null;

-- check: fail | types_are_known | only the known types and other
select
  _source_file,
  _source_line
from
  silver_events
where
  event_type not in (
    'view',
    'cart',
    'remove_from_cart',
    'purchase',
    'other'
  );

-- check: fail | nothing_doubled | the events that count stand here once
select
  count(*)
from
  silver_events
having
  count(*) <> (
    select
      count(*)
    from
      silver_parsed_events
    where
      exclude_reason is null
  );

-- check: warn | has_events | the data hold events
select
  0
where
  not exists (
    select
      1
    from
      silver_events
  );
