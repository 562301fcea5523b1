-- check: fail | grain_is_unique | row_id identifies a row
select
  row_id
from
  silver_parsed_rows
group by all
having
  count(*) > 1;

-- check: fail | counted_rows_are_complete | a row that counts has customer, order, product and quantities
select
  row_id
from
  silver_parsed_rows
where
  exclude_reason is null
  and (
    customer_id is null
    or order_number is null
    or sku_key is null
    or is_return_row is null
    or returned_units is null
    or (
      is_return_row
      and (
        returned_at is null
        or returned_units <= 0
      )
    )
    or (
      not is_return_row
      and (
        ordered_at is null
        or units is null
        or units <= 0
      )
    )
  );

-- check: fail | nothing_lost | every bronze row is here once
select
  count(*)
from
  silver_parsed_rows
having
  count(*) <> (
    select
      count(*)
    from
      bronze_return_order_data
  );

-- check: warn | amounts_are_readable | more than 5 % of the amounts cannot be read and count as unknown; if they look like 1.234,56, set orders.decimalComma
select
  row_id
from
  silver_parsed_rows
where
  list_contains(quality_flags, 'value_invalid')
  and (
    select
      count(*) filter(
        where
          list_contains(quality_flags, 'value_invalid')
      ) > 0.05 * count(*) filter(
        where
          line_value is not null
          or list_contains(quality_flags, 'value_invalid')
      )
    from
      silver_parsed_rows
  );
