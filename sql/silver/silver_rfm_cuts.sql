-- silver_rfm_cuts: from which value on a customer has each recency, frequency and monetary score: a reference of the scores.
-- Grain: one row per (measure, score) that a customer has.
-- Reads: silver_customer_volumes, silver_customer_timings, silver_customer_values, silver_scope
-- Rule:  a value is "better" the larger it is, so recency counts as days before the as-of date, negative. Scores rank by
--        midrank: ties share one, a constant column is 3.
-- Rule:  where no customer has a value, kept units stand in for it.
with
  measures as (
    select
      'recency' as measure,
      - recency_days::double as value
    from
      silver_customer_timings
    union all
    select
      'frequency' as measure,
      sales_order_no_nunique::double as value
    from
      silver_customer_volumes
    union all
    select
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
      measure,
      value,
      rfm_score (
        2 * (
          rank() over (
            partition by
              measure
            order by
              value
          ) - 1
        ) + count(*) over (
          partition by
            measure,
            value
        ),
        count(*) over (
          partition by
            measure
        )
      ) as score
    from
      measures
    where
      value is not null
  )
select
  measure,
  score,
  min(value) as least_value
from
  scores
group by all
