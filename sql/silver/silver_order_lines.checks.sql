-- check: fail | grain_is_unique | line_id identifies a line
select
  line_id
from
  silver_order_lines
group by all
having
  count(*) > 1;

-- check: fail | keys_are_known | customer, order, time and product are known
select
  line_id
from
  silver_order_lines
where
  customer_id is null
  or order_number is null
  or ordered_at is null
  or sku_key is null;

-- check: fail | returns_do_not_exceed_sales | 0 <= returned units <= units
select
  line_id
from
  silver_order_lines
where
  units <= 0
  or returned_units < 0
  or returned_units > units;

-- check: fail | values_are_not_negative | a line value is unknown or at least 0
select
  line_id
from
  silver_order_lines
where
  line_value < 0;

-- check: fail | returns_follow_purchases | no piece is dated before its order
select
  line_id,
  row_id
from
  silver_return_matches
  inner join silver_order_lines using (line_id)
where
  silver_return_matches.return_date < silver_order_lines.ordered_at::date;

-- check: warn | has_lines | the data holds purchases
select
  0
where
  not exists (
    select
      1
    from
      silver_order_lines
  );
