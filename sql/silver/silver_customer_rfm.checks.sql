-- check: fail | grain_is_unique | customer_id identifies a row
select
  customer_id,
  count(*)::integer as row_count
from
  silver_customer_rfm
group by all
having
  count(*) > 1;

-- check: fail | keys_are_known | customer_id is never null
select
  customer_id
from
  silver_customer_rfm
where
  customer_id is null;

-- check: fail | covers_every_customer | every customer with a line has a row, and nobody else
select
  customer_id
from
  (
    select distinct
      customer_id
    from
      silver_feature_lines
  ) as known
  full join silver_customer_rfm using (customer_id)
where
  known.customer_id is null
  or silver_customer_rfm.customer_id is null;

-- check: fail | scores_are_scores | scores lie in 1 .. 5 and every customer has a segment
select
  customer_id
from
  silver_customer_rfm
where
  not (
    r_score between 1 and 5
    and f_score between 1 and 5
    and coalesce(m_score between 1 and 5, true)
  )
  or rfm_segment is null;
