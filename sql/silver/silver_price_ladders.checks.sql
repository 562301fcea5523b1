-- check: fail | grain_is_unique | a price stands once in its category
select
  category_id,
  price
from
  silver_price_ladders
group by all
having
  count(*) > 1;

-- check: fail | ladders_are_complete | the views of a category sum to its total; their mean level is one half
select
  category_id
from
  silver_price_ladders
group by
  category_id
having
  sum(view_count) <> any_value(category_view_count)
  or abs(
    sum(view_count * price_level::double) / any_value(category_view_count) - 0.5
  ) > 1e-9;

-- check: fail | levels_rise | a dearer price never has a lower level, and levels lie in [0, 1]
select
  category_id,
  price
from
  (
    select
      *,
      lag (price_level) over (
        partition by
          category_id
        order by
          price
      ) as cheaper_level
    from
      silver_price_ladders
  )
where
  price_level not between 0 and 1
  or price_level < cheaper_level;
