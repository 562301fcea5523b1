-- silver_customer_timings: when each customer came, and how long goods stay before they come back.
-- Grain:  one row per customer_id.
-- Reads:  silver_feature_lines, silver_scope
-- Params: $as_of_date DATE.
--         $tenure_new_days, $tenure_growing_days, $tenure_mature_days INTEGER; last day since the first order of each stage.
--         $min_span_days DOUBLE; in a shorter data span nobody can be told to be new, so that there is no stage.
-- Rule:   the sample variance is (n sum(x^2) - sum(x)^2) / (n (n - 1)), exact in integers until the division.
-- Features: returns
with
  lines as (
    select
      *
    from
      silver_feature_lines
  ),
  returned_lines as (
    select
      customer_id,
      (return_date - order_date)::hugeint as return_days
    from
      lines
    where
      return_date is not null
  ),
  return_delays as (
    select
      customer_id,
      count(*)::hugeint as delay_count,
      sum(return_days) as delay_sum,
      sum(return_days * return_days) as delay_square_sum
    from
      returned_lines
    group by all
  ),
  order_spans as (
    select
      customer_id,
      min(order_date) as first_order_date,
      max(order_date) as last_order_date,
      ($as_of_date::date - min(order_date))::integer as days_since_first_order
    from
      lines
    group by all
  )
select
  order_spans.customer_id,
  (
    order_spans.last_order_date - order_spans.first_order_date
  )::integer as customer_lifetime_days,
  safe_ratio (
    return_delays.delay_sum,
    return_delays.delay_count
  ) as avg_days_to_return,
  sqrt(
    safe_ratio (
      return_delays.delay_count * return_delays.delay_square_sum - return_delays.delay_sum * return_delays.delay_sum,
      return_delays.delay_count * (return_delays.delay_count - 1)
    )
  ) as return_timing_spread,
  case
    when scope.span_days < $min_span_days::double then null
    when order_spans.days_since_first_order <= $tenure_new_days::integer then 'New'
    when order_spans.days_since_first_order <= $tenure_growing_days::integer then 'Growing'
    when order_spans.days_since_first_order <= $tenure_mature_days::integer then 'Mature'
    else 'Veteran'
  end as customer_tenure_stage,
  ($as_of_date::date - order_spans.last_order_date)::integer as recency_days,
  order_spans.days_since_first_order,
  order_spans.first_order_date,
  order_spans.last_order_date
from
  order_spans
  left join return_delays on order_spans.customer_id = return_delays.customer_id
  cross join silver_scope as scope
