-- silver_user_rfm: recency, frequency and monetary scores of each buyer, and a named segment of every user.
-- Grain: one row per user_id.
-- Reads: silver_user_activity, silver_event_scope
-- Params: $min_span_days double; in a shorter data span no buyer is called new or lapsed: all are Buyer.
-- Rule: an order is a session with a purchase. Scores rank buyers among buyers; the latest purchase has the best recency.
with
  users as (
    select
      *
    from
      silver_user_activity
  ),
  doubled_ranks as (
    select
      user_id,
      2 * (
        rank() over (
          order by
            last_purchase_at
        ) - 1
      ) + count(*) over (
        partition by
          last_purchase_at
      ) as recency_rank,
      2 * (
        rank() over (
          order by
            order_count
        ) - 1
      ) + count(*) over (
        partition by
          order_count
      ) as frequency_rank,
      2 * (
        rank() over (
          order by
            purchase_value
        ) - 1
      ) + count(*) over (
        partition by
          purchase_value
      ) as monetary_rank,
      count(*) over () as buyer_count
    from
      users
    where
      order_count > 0
  ),
  scores as (
    select
      user_id,
      rfm_score (recency_rank, buyer_count) as r_score,
      rfm_score (frequency_rank, buyer_count) as f_score,
      rfm_score (monetary_rank, buyer_count) as m_score
    from
      doubled_ranks
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
