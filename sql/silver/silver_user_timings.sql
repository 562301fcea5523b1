-- silver_user_timings: when each user comes: span, rhythm over the day, and whether activity grows.
-- Grain: one row per user_id.
-- Reads: silver_events, silver_event_scope
-- Params: $timezone text, zone of hours and days; $min_span_days double, shortest data span for which a trend is computed.
-- Rule: the mean positive gap is the span over the number of distinct instants less one: gaps of zero add nothing to either.
-- Rule: the thirds of the data span are half open; its last instant belongs to the last third.
-- Features: behavior
with
  moments as (
    select
      user_id,
      event_at,
      count(*) as event_count
    from
      silver_events
    group by all
  ),
  local_moments as (
    select
      *,
      local_time (event_at, $timezone) as local_at
    from
      moments
  ),
  placed_moments as (
    select
      local_moments.*,
      3 * (epoch_us(event_at) - epoch_us(first_event_at)) as trebled_age_us,
      epoch_us(last_event_at) - epoch_us(first_event_at) as span_us
    from
      local_moments
      cross join silver_event_scope
  ),
  spans as (
    select
      user_id,
      min(event_at) as first_event_at,
      max(event_at) as last_event_at,
      count(*) as moment_count,
      count(distinct local_at::date) as active_day_count,
      sum(event_count) as event_count,
      coalesce(
        sum(event_count) filter(
          where
            trebled_age_us < span_us
        ),
        0
      ) as first_third_count,
      coalesce(
        sum(event_count) filter(
          where
            trebled_age_us >= 2 * span_us
        ),
        0
      ) as last_third_count
    from
      placed_moments
    group by
      user_id
  ),
  hour_counts as (
    select
      user_id,
      hour(local_at)::integer as local_hour,
      sum(event_count) as event_count,
      min(event_at) as first_event_at
    from
      local_moments
    group by all
  ),
  rhythms as (
    select
      user_id,
      first(
        local_hour
        order by
          event_count desc,
          first_event_at
      ) as peak_hour,
      coalesce(
        sum(event_count) filter(
          where
            local_hour < 6
        ),
        0
      ) as night_count,
      coalesce(
        sum(event_count) filter(
          where
            local_hour between 6 and 11
        ),
        0
      ) as morning_count,
      coalesce(
        sum(event_count) filter(
          where
            local_hour between 12 and 17
        ),
        0
      ) as afternoon_count,
      coalesce(
        sum(event_count) filter(
          where
            local_hour >= 18
        ),
        0
      ) as evening_count
    from
      hour_counts
    group by
      user_id
  )
select
  spans.user_id,
  spans.first_event_at,
  spans.last_event_at,
  safe_ratio (spans.event_count, spans.active_day_count) as engagement_intensity,
  elapsed_hours (spans.last_event_at, scope.as_of_at) as activity_recency_hours,
  elapsed_hours (spans.first_event_at, spans.last_event_at) as time_span_hours,
  safe_ratio (
    elapsed_hours (spans.first_event_at, spans.last_event_at),
    spans.moment_count - 1
  ) as avg_time_between_events_hours,
  rhythms.peak_hour as peak_activity_hour,
  sin(2 * pi() * rhythms.peak_hour / 24) as peak_hour_sin,
  cos(2 * pi() * rhythms.peak_hour / 24) as peak_hour_cos,
  safe_ratio (rhythms.night_count, spans.event_count) as share_night,
  safe_ratio (rhythms.morning_count, spans.event_count) as share_morning,
  safe_ratio (rhythms.afternoon_count, spans.event_count) as share_afternoon,
  safe_ratio (rhythms.evening_count, spans.event_count) as share_evening,
  elapsed_hours (spans.first_event_at, scope.as_of_at) as hours_since_first_seen,
  case
    when scope.span_days >= $min_span_days::double
    and spans.first_third_count > 0 then (spans.last_third_count + 0.5)::double / (spans.first_third_count + 0.5)::double
  end as trend_ratio
from
  spans
  inner join rhythms on spans.user_id = rhythms.user_id
  cross join silver_event_scope as scope
