-- check: fail | grain_is_unique | line_id identifies a line
select
  line_id,
  count(*)::integer as row_count
from
  silver_feature_lines
group by all
having
  count(*) > 1;

-- check: fail | keys_are_known | line_id is never null
select
  line_id
from
  silver_feature_lines
where
  line_id is null;

-- check: fail | contract_columns_are_known | customer, order, SKU, dates and units are never null, units are positive
select
  line_id
from
  silver_feature_lines
where
  customer_id is null
  or order_number is null
  or sku_key is null
  or order_date is null
  or units is null
  or units <= 0;

-- check: fail | returns_fit_the_sale | 0 <= early_returned_units <= returned_units <= units
select
  line_id
from
  silver_feature_lines
where
  early_returned_units < 0
  or early_returned_units > returned_units
  or returned_units > units;

-- check: fail | returns_follow_the_order | a return date needs returned units and is not before the order date
select
  line_id
from
  silver_feature_lines
where
  return_date is not null
  and (
    returned_units = 0
    or return_date < order_date
  );

-- check: fail | pieces_add_up | the pieces of a line add up to its returned units
select
  lines.line_id
from
  silver_order_lines as lines
  left join silver_return_matches as pieces on lines.line_id = pieces.line_id
group by
  lines.line_id,
  lines.returned_units
having
  coalesce(sum(pieces.returned_units), 0) <> lines.returned_units;
