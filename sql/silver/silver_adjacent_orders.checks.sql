-- check: fail | grain_is_unique | (customer_id, order_number) identifies an order
select
  customer_id,
  order_number,
  count(*)::integer as row_count
from
  silver_adjacent_orders
group by all
having
  count(*) > 1;

-- check: fail | keys_are_known | customer_id, order_number are never null
select
  customer_id,
  order_number
from
  silver_adjacent_orders
where
  customer_id is null
  or order_number is null;

-- check: fail | returned_pairs_are_pairs | every row has a nearest related order: a pair of returned lines is a pair of lines
select
  customer_id,
  order_number
from
  silver_adjacent_orders
where
  nearest_days is null
  or nearest_days < 0;

-- check: fail | nobody_is_adjacent_alone | a customer has no adjacent order, or two or more
select
  customer_id
from
  silver_adjacent_orders
group by
  customer_id
having
  count(*) = 1
  or count(*) filter(
    where
      has_returned_pair
  ) = 1;
