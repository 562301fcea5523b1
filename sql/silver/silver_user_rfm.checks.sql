-- check: fail | grain_is_unique | user_id identifies a row
select
  user_id
from
  silver_user_rfm
group by all
having
  count(*) > 1;

-- check: fail | covers_every_user | every user with an event has a row, and nobody else
select
  coalesce(known.user_id, own.user_id)
from
  silver_user_activity as known
  full join silver_user_rfm as own on known.user_id = own.user_id
where
  known.user_id is null
  or own.user_id is null;

-- check: fail | scores_are_scores | buyers have three scores of 1 .. 5 that give code and total, others none; everybody has a segment
select
  user_id
from
  silver_user_rfm
where
  rfm_segment is null
  or case
    when frequency > 0 then not coalesce(
      r_score between 1 and 5
      and f_score between 1 and 5
      and m_score between 1 and 5
      and rfm_total = r_score + f_score + m_score
      and rfm_code = (100 * r_score + 10 * f_score + m_score)::varchar,
      false
    )
    else coalesce(r_score, f_score, m_score, rfm_total) is not null
    or rfm_code is not null
  end;

-- check: fail | recent_buyers_score_high | a later purchase never has a lower recency score
select
  user_id
from
  (
    select
      user_id,
      r_score,
      max(r_score) over (
        order by
          recency_hours desc groups between unbounded preceding
          and 1 preceding
      ) as best_earlier_score
    from
      silver_user_rfm
    where
      frequency > 0
  )
where
  r_score < best_earlier_score;
