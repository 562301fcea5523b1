-- silver_event_scope: the instant that recency is counted from, and the span of the data.
-- Grain: one row, or none without events.
-- Reads: silver_parsed_events
-- Params: $as_of_time text, a date or a timestamp in UTC, or null: the latest event; $timezone text, zone of the dates.
-- Rule: taken before sampling, so that a sample is judged against the same instant and span as everybody.
-- Column: as_of_at [UTC]: instant that recency is counted from: the last event unless configured.
-- Column: first_event_at [UTC]: time of the first event.
-- Column: last_event_at [UTC]: time of the last event.
-- Column: as_of_date [date]: local day of as_of_at.
-- Column: first_date [date]: local day of the first event.
-- Column: last_date [date]: local day of the last event.
-- Column: span_days [days]: from the first to the last event, with fractions.
-- Column: has_values: whether any event has a price above 0.
-- Column: has_categories: whether any event has a category.
with
  events as (
    select
      *
    from
      silver_parsed_events
    where
      exclude_reason is null
      or exclude_reason in ('not_in_sample', 'duplicate')
  ),
  spans as (
    select
      coalesce(
        as_of_instant ($as_of_time, $timezone),
        max(event_at)
      ) as as_of_at,
      min(event_at) as first_event_at,
      max(event_at) as last_event_at,
      bool_or(coalesce(price > 0, false)) as has_values,
      count(category_id) > 0 as has_categories
    from
      events
    having
      count(*) > 0
  )
select
  as_of_at,
  first_event_at,
  last_event_at,
  local_time (as_of_at, $timezone)::date as as_of_date,
  local_time (first_event_at, $timezone)::date as first_date,
  local_time (last_event_at, $timezone)::date as last_date,
  elapsed_hours (first_event_at, last_event_at) / 24 as span_days,
  has_values,
  has_categories
from
  spans
