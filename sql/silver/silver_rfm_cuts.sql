-- silver_rfm_cuts: from which value on a customer has each recency, frequency and monetary score: a reference of the scores.
-- Grain: one row per (measure, score) that a customer has.
-- Reads: silver_rfm_measures
-- Rule:  scores rank by midrank: ties share one, a constant column is 3.
-- Column: measure: recency, frequency or monetary.
-- Column: score [score]: score from 1 to 5; 5 is best.
-- Column: least_value [days, orders or currency; recency is negative]: smallest value that gets the score.
with
  measures as (
    select
      *
    from
      silver_rfm_measures
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
