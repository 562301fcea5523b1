-- silver_customer_rfm: recency, frequency and monetary scores of each customer, and the named segment they give.
-- Grain: one row per customer_id.
-- Reads: silver_rfm_measures, silver_rfm_cuts, silver_scope
-- Params: $min_span_days DOUBLE; in a shorter data span no customer is called new or lapsed: all are Buyer.
-- Rule:  a score is the highest whose cut the value reaches; below all cuts it is the lowest there is.
-- Rule:  a customer without a monetary value has no m_score and is placed by f_score alone.
-- Features: returns
with
  measures as (
    select
      *
    from
      silver_rfm_measures
  ),
  scores as (
    select
      measures.customer_id,
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
      inner join silver_rfm_cuts as cuts on measures.measure = cuts.measure
    where
      measures.value is not null
    group by all
  ),
  scored_customers as (
    select
      customer_id,
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
      scores
    group by all
  )
select
  scores.customer_id,
  scores.r_score,
  scores.f_score,
  scores.m_score,
  case
    when scope.span_days < $min_span_days::double then 'Buyer'
    else rfm_segment_name (
      scores.r_score,
      scores.f_score,
      coalesce(scores.m_score, scores.f_score)
    )
  end as rfm_segment
from
  scored_customers as scores
  cross join silver_scope as scope
