-- check: fail | grain_is_unique | (measure, score) identifies a cut
select
  measure,
  score
from
  silver_rfm_cuts
group by all
having
  count(*) > 1;

-- check: fail | better_scores_need_more | a higher score begins at a higher value
select
  low.measure,
  low.score
from
  silver_rfm_cuts as low
  inner join silver_rfm_cuts as high on low.measure = high.measure
  and low.score < high.score
where
  low.least_value >= high.least_value
  or low.score not between 1 and 5
  or high.score not between 1 and 5;
