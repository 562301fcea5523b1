-- silver_customer_recency: what each customer did lately, and whether the return behaviour has changed.
-- Grain:  one row per customer_id.
-- Reads:  silver_feature_lines
-- Params: $as_of_date DATE.
--         $recency_window_days INTEGER; length W of the recent window (as-of - W, as-of].
--         $return_horizon_days INTEGER; orders younger than this have not had their time to come back and are not compared.
--         $change_pseudo_units DOUBLE > 0; units at the customer's own rate with which both rates are smoothed.
-- Rule:   recent_vs_avg_ratio compares orders in (as-of - horizon - W, as-of - horizon] with all earlier ones, by units returned
--         within the horizon; it is 1 if none were, and null unless both periods have units.
-- Features: returns
with
  lines as (
    select
      *
    from
      silver_feature_lines
  ),
  recent as (
    select
      customer_id,
      (
        count(distinct order_number) filter(
          where
            order_date > $as_of_date::date - $recency_window_days::integer
        )
      )::integer as recent_orders,
      (
        count(*) filter(
          where
            return_date > $as_of_date::date - $recency_window_days::integer
        )
      )::integer as recent_returns
    from
      lines
    group by all
  ),
  matured_lines as (
    select
      customer_id,
      units,
      early_returned_units,
      order_date > $as_of_date::date - $return_horizon_days::integer - $recency_window_days::integer as is_late
    from
      lines
    where
      order_date <= $as_of_date::date - $return_horizon_days::integer
  ),
  periods as (
    select
      customer_id,
      sum(units) filter(
        where
          is_late
      ) as late_units,
      sum(units) filter(
        where
          not is_late
      ) as earlier_units,
      sum(early_returned_units) filter(
        where
          is_late
      ) as late_returned_units,
      sum(early_returned_units) filter(
        where
          not is_late
      ) as earlier_returned_units,
      $change_pseudo_units::double * safe_ratio (sum(early_returned_units), sum(units)) as pseudo_returned_units
    from
      matured_lines
    group by all
    having
      count(*) filter(
        where
          is_late
      ) > 0
      and count(*) filter(
        where
          not is_late
      ) > 0
  ),
  changes as (
    select
      customer_id,
      case
        when late_returned_units + earlier_returned_units = 0 then 1
        else safe_ratio (
          (late_returned_units + pseudo_returned_units) * (earlier_units + $change_pseudo_units::double),
          (earlier_returned_units + pseudo_returned_units) * (late_units + $change_pseudo_units::double)
        )
      end as recent_vs_avg_ratio
    from
      periods
  )
select
  recent.customer_id,
  recent.recent_orders,
  recent.recent_returns,
  changes.recent_vs_avg_ratio,
  least(
    changes.recent_vs_avg_ratio,
    safe_ratio (1, changes.recent_vs_avg_ratio)
  ) as behavior_stability_score
from
  recent
  left join changes on recent.customer_id = changes.customer_id
