-- check: fail | one_row_at_most | there is one as-of instant
select
  0
where
  (
    select
      count(*)
    from
      silver_event_scope
  ) > 1;

-- check: fail | span_is_ordered | first event <= last event <= as-of instant
select
  0
from
  silver_event_scope
where
  not (
    first_event_at <= last_event_at
    and last_event_at <= as_of_at
    and span_days >= 0
  );
