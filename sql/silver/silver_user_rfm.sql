-- silver_user_rfm: recency, frequency and monetary scores of each buyer, and a named segment of every user.
-- Grain: one row per user_id.
-- Reads: silver_user_activity, silver_event_scope, silver_user_rfm_cuts
-- Params: $min_span_days double; in a shorter data span no buyer is called new or lapsed: all are Buyer.
-- Rule: an order is a session with a purchase. Scores rank buyers among buyers; the latest purchase has the best recency.
-- Rule: a score is the highest whose cut the value reaches; below all cuts it is the lowest there is.
-- Features: behavior
with
  users as (
    select
      *
    from
      silver_user_activity
  ),
  measures as (
    select
      users.user_id,
      unnest(['recency', 'frequency', 'monetary']) as measure,
      unnest(
        [
          - elapsed_hours (users.last_purchase_at, scope.as_of_at),
          users.order_count::double,
          users.purchase_value::double
        ]
      ) as value
    from
      users
      cross join silver_event_scope as scope
    where
      users.order_count > 0
  ),
  reached_scores as (
    select
      measures.user_id,
      measures.measure,
      coalesce(
        max(cuts.score) filter(
          where
            measures.value >= cuts.least_value
        ),
        min(cuts.score)
      ) as score
    from
      measures
      inner join silver_user_rfm_cuts as cuts on measures.measure = cuts.measure
    group by all
  ),
  scores as (
    select
      user_id,
      max(score) filter(
        where
          measure = 'recency'
      ) as r_score,
      max(score) filter(
        where
          measure = 'frequency'
      ) as f_score,
      max(score) filter(
        where
          measure = 'monetary'
      ) as m_score
    from
      reached_scores
    group by all
  )
select
  users.user_id,
  elapsed_hours (users.last_purchase_at, scope.as_of_at) as recency_hours,
  users.order_count as frequency,
  users.purchase_value::double as monetary,
  safe_ratio (users.purchase_value, users.order_count) as avg_order_value,
  safe_ratio (
    users.order_count - 1,
    case
      when users.order_count > 0 then users.order_count
    end
  ) as loyalty_score,
  scores.r_score,
  scores.f_score,
  scores.m_score,
  scores.r_score || '' || scores.f_score || scores.m_score as rfm_code,
  scores.r_score + scores.f_score + scores.m_score as rfm_total,
  case
    when users.order_count = 0
    and users.cart_count > 0 then 'Cart Abandoner'
    when users.order_count = 0
    and users.total_events <= 2 then 'One-look'
    when users.order_count = 0 then 'Browser'
    when scope.span_days < $min_span_days::double then 'Buyer'
    else rfm_segment_name (scores.r_score, scores.f_score, scores.m_score)
  end as rfm_segment
from
  users
  left join scores on users.user_id = scores.user_id
  cross join silver_event_scope as scope
