-- check: fail | grain_is_unique | user_id identifies a row
select
  user_id
from
  silver_user_prices
group by all
having
  count(*) > 1;

-- check: fail | spreads_agree | one priced view has no spread; no spread is known without a mean
select
  user_id
from
  silver_user_prices
where
  (price_std is null) <> (avg_price_viewed is null)
  or (price_range is null) <> (avg_price_viewed is null)
  or (price_range = 0) <> (price_std = 0)
  or (
    price_dispersion is not null
    and price_std is null
  );
