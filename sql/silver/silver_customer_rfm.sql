-- silver_customer_rfm: recency, frequency and monetary scores of each customer, and the named segment they give.
-- Grain: one row per customer_id.
-- Reads: silver_customer_volumes, silver_customer_timings, silver_customer_values
-- Rule:  where no customer has a value, kept units stand in for it. A single customer without a value has no m_score and is
--        placed by f_score alone.
with
  volumes as (
    select
      *
    from
      silver_customer_volumes
  ),
  timings as (
    select
      *
    from
      silver_customer_timings
  ),
  customer_values as (
    select
      *
    from
      silver_customer_values
  ),
  evidence as (
    select
      count(monetary) > 0 as has_values
    from
      customer_values
  ),
  measures as (
    select
      volumes.customer_id,
      timings.last_order_date as recency,
      volumes.sales_order_no_nunique as frequency,
      case
        when evidence.has_values then customer_values.monetary
        else volumes.total_sales_qty - volumes.total_return_qty
      end as monetary
    from
      volumes
      inner join timings on volumes.customer_id = timings.customer_id
      inner join customer_values on volumes.customer_id = customer_values.customer_id
      cross join evidence
  ),
  doubled_ranks as (
    select
      customer_id,
      monetary is not null as has_monetary,
      2 * (
        rank() over (
          order by
            recency
        ) - 1
      ) + count(*) over (
        partition by
          recency
      ) as recency_rank,
      2 * (
        rank() over (
          order by
            frequency
        ) - 1
      ) + count(*) over (
        partition by
          frequency
      ) as frequency_rank,
      2 * (
        rank() over (
          order by
            monetary nulls last
        ) - 1
      ) + count(*) over (
        partition by
          monetary
      ) as monetary_rank,
      count(*) over () as customer_count,
      count(monetary) over () as valued_customer_count
    from
      measures
  ),
  scores as (
    select
      customer_id,
      rfm_score (recency_rank, customer_count) as r_score,
      rfm_score (frequency_rank, customer_count) as f_score,
      case
        when has_monetary then rfm_score (monetary_rank, valued_customer_count)
      end as m_score
    from
      doubled_ranks
  )
select
  customer_id,
  r_score,
  f_score,
  m_score,
  rfm_segment_name (r_score, f_score, coalesce(m_score, f_score)) as rfm_segment
from
  scores
