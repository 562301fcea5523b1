-- silver_customer_rfm: recency, frequency and monetary scores of each customer, and the named segment they give.
-- Grain: one row per customer_id.
-- Reads: silver_customer_volumes, silver_customer_timings, silver_customer_values
-- Rule:  score = min(5, floor(5 (2 midrank - 1) / (2 n)) + 1), midrank ascending in "better"; ties share a score, a constant is 3.
--        2 midrank - 1 = 2 (customers below) + (customers level).
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
      least(5, 5 * recency_rank // (2 * customer_count) + 1)::integer as r_score,
      least(5, 5 * frequency_rank // (2 * customer_count) + 1)::integer as f_score,
      case
        when has_monetary then least(
          5,
          5 * monetary_rank // (2 * valued_customer_count) + 1
        )::integer
      end as m_score
    from
      doubled_ranks
  ),
  combined as (
    select
      customer_id,
      r_score,
      f_score,
      m_score,
      -- Half is rounded up.
      (f_score + coalesce(m_score, f_score) + 1) // 2 as fm_score
    from
      scores
  ),
  segment_names as (
    select
      r_score,
      names
    from
      (
        values
          (
            5,
            [
              'New',
              'Potential Loyalist',
              'Potential Loyalist',
              'Champions',
              'Champions'
            ]
          ),
          (
            4,
            [
              'Promising',
              'Potential Loyalist',
              'Loyal',
              'Loyal',
              'Champions'
            ]
          ),
          (
            3,
            [
              'About to Sleep',
              'Need Attention',
              'Need Attention',
              'Loyal',
              'Loyal'
            ]
          ),
          (
            2,
            [
              'Hibernating',
              'Hibernating',
              'At Risk',
              'At Risk',
              'At Risk'
            ]
          ),
          (
            1,
            [
              'Lost',
              'Lost',
              'At Risk',
              'Cannot Lose',
              'Cannot Lose'
            ]
          )
      ) as grid (r_score, names)
  )
select
  combined.customer_id,
  combined.r_score,
  combined.f_score,
  combined.m_score,
  segment_names.names[combined.fm_score] as rfm_segment
from
  combined
  inner join segment_names on combined.r_score = segment_names.r_score
