-- silver_user_rfm_cuts: from which value on a buyer has each recency, frequency and monetary score: a reference of the scores.
-- Grain: one row per (measure, score) that a buyer has.
-- Reads: silver_user_activity, silver_event_scope
-- Rule: a value is "better" the larger it is, so recency counts as hours before the as-of instant, negative. Scores rank by
--       midrank among buyers: ties share one, a constant column is 3.
-- Column: measure: recency, frequency or monetary.
-- Column: score [score]: score from 1 to 5; 5 is best.
-- Column: least_value [hours, orders or currency; recency is negative]: smallest value that gets the score.
with
  measures as (
    select
      unnest(['recency', 'frequency', 'monetary']) as measure,
      unnest(
        [
          - elapsed_hours (users.last_purchase_at, scope.as_of_at),
          users.order_count::double,
          users.purchase_value::double
        ]
      ) as value
    from
      silver_user_activity as users
      cross join silver_event_scope as scope
    where
      users.order_count > 0
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
  )
select
  measure,
  score,
  min(value) as least_value
from
  scores
group by all
