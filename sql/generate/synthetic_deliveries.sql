-- synthetic_deliveries: order lines as a shop delivers them, as text, some with a planted fault.
-- Grain: one row per (delivery, order_number, line_index); delivery 2 is the repetition of an exact duplicate.
-- Reads: synthetic_lines
-- Params: $seed BIGINT; $dirt DOUBLE, the share of lines that get a fault.
-- Rule: a line gets one fault at most, so the faults of every kind can be counted exactly.
-- Rule: faults in return fields hit lines that came back whole and with a date, so what repairs them (units of the sale for
--   a missing or too large number) restores what happened.
with
  lines as (
    select
      *,
      returned_units = sold_units
      and return_date is not null as is_whole_return,
      md5_number_lower(
        concat_ws(
          ':',
          $seed::bigint,
          'fault',
          order_number,
          line_index
        )
      ) as bits,
      (bits & 4294967295) / 4294967296 as fault_draw,
      ((bits >> 32) & 32767) / 32768 as kind_draw,
      (bits >> 47) & 1 = 1 as is_second_form,
      (bits >> 48) / 65536 as field_draw,
      case
        when fault_draw >= $dirt then null
        when is_whole_return
        and field_draw < 0.75 then [
          'return_before_order',
          'return_above_sale',
          'flag_without_quantity'
        ] [1 + floor(3 * kind_draw)::integer]
        else [
          'malformed_lines',
          'uppercase_emails',
          'exact_duplicates',
          'bad_quantities',
          'bad_dates',
          'negative_value'
        ] [1 + floor(6 * kind_draw)::integer]
      end as fault
    from
      synthetic_lines
  )
select
  unnest(if (fault = 'exact_duplicates', [1, 2], [1])) as delivery,
  order_number,
  line_index,
  fault,
  is_second_form,
  'SO' || lpad(order_number::text, 9, '0') as sales_order_no,
  if (
    fault = 'uppercase_emails',
    upper(customer_email),
    customer_email
  ) as customer_emailid,
  if (
    fault = 'bad_dates',
    '2024-13-45',
    strftime(ordered_at, '%Y-%m-%d %H:%M:%S')
  ) as order_date,
  sku,
  case
    when fault = 'bad_quantities' then if (is_second_form, 'abc', '1.7')
    else sold_units::text
  end as sales_qty,
  case fault
    when 'return_above_sale' then (sold_units + 1)::text
    when 'flag_without_quantity' then ''
    else returned_units::text
  end as return_qty,
  if (returned_units > 0, 'Yes', 'No') as units_returned_flag,
  case
    when fault = 'return_before_order' then (ordered_at::date - 3)::text
    else coalesce(return_date::text, '')
  end as return_date,
  if (
    returned_units > 0,
    concat(
      'RT',
      lpad(order_number::text, 9, '0'),
      '-',
      return_parcel
    ),
    ''
  ) as return_no,
  coalesce(return_comment, '') as return_comment,
  category_code as q_cls_id,
  sku_id as q_sku_id,
  category as class_,
  brand as brand_,
  if (
    fault = 'negative_value',
    '-5.00',
    gross_amount::text
  ) as gross,
  description as q_sku_desc,
  coalesce(return_reason, '') as return_reason
from
  lines
