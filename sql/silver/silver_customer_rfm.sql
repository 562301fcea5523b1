-- silver_customer_rfm: recency, frequency and monetary scores of each customer, and the named segment they give.
-- Grain: one row per customer_id.
-- Reads: silver_customer_volumes, silver_customer_timings, silver_customer_values, silver_scope, silver_rfm_cuts
-- Params: $min_span_days DOUBLE; in a shorter data span no customer is called new or lapsed: all are Buyer.
-- Rule:  a score is the highest whose cut the value reaches; below all cuts it is the lowest there is.
-- Rule:  where no customer has a value, kept units stand in for it. A single customer without a value has no m_score and is
--        placed by f_score alone.
with
  measures as (
    select
      volumes.customer_id,
      'recency' as measure,
      - timings.recency_days::double as value
    from
      silver_customer_volumes as volumes
      inner join silver_customer_timings as timings on volumes.customer_id = timings.customer_id
    union all
    select
      customer_id,
      'frequency' as measure,
      sales_order_no_nunique::double as value
    from
      silver_customer_volumes
    union all
    select
      volumes.customer_id,
      'monetary' as measure,
      case
        when scope.has_values then customer_values.monetary
        else (
          volumes.total_sales_qty - volumes.total_return_qty
        )::double
      end as value
    from
      silver_customer_volumes as volumes
      inner join silver_customer_values as customer_values on volumes.customer_id = customer_values.customer_id
      cross join silver_scope as scope
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
