-- silver_parsed_rows: bronze rows with typed values, what was repaired (quality_flags) and why a row counts nowhere.
-- Grain: one row per row_id: a bronze row.
-- Reads: bronze_return_order_data, silver_email_merges
-- Params: $date_order text, $timezone text, $earliest_date, $run_date dates; $decimal_comma boolean; $hash_key text, empty: ids stay; $sample double, share of customers kept; $sample_seed text.
-- Rule: the address is trimmed and in lower case before anything else is done with it.
-- Rule: a row without a sale quantity (or 0) is a return to be matched to a purchase. Its date is RETURN_DATE, else ORDER_DATE; without a time of day, or at midnight sharp, it counts to the end of the day.
-- Rule: RETURN_QTY decides; where it is empty and UNITS_RETURNED_FLAG says yes, all units came back.
-- Column: row_id: number of the bronze row, counted from 1 by file and line.
-- Column: customer_id: the customer: the e-mail address (or customer number) trimmed, in lower case and merged as configured; with privacy.hashCustomerIds a keyed hash of it. Null: only in excluded rows.
-- Column: order_number: number of the order, blanks trimmed. Null: only in excluded rows.
-- Column: sku: product code that the customer saw, blanks trimmed. Null: only in excluded rows.
-- Column: sku_key: what tells products apart: q_sku_id, or sku where there is none. Null: only in excluded rows.
-- Column: q_cls_id: id of the product category, blanks trimmed. Null: not delivered.
-- Column: class_name: name of the product class (class_), blanks trimmed. Null: not delivered.
-- Column: is_return_row: whether the row only reports a return, to be matched to a purchase.
-- Column: ordered_at [local time]: time of the order in the configured zone; midnight if only the day was delivered. Null: only in excluded rows and return rows.
-- Column: units [units]: units bought; null or 0 in return rows. Null: only in excluded rows and return rows.
-- Column: line_value [currency]: value of the whole line before returns. Null: not delivered, no amount, or negative.
-- Column: returned_units [units]: units that came back according to the row. Null: only in excluded rows.
-- Column: returned_at [local time]: time of the return in the configured zone; in a return row without a time of day, the end of the day. Null: nothing came back, or its date is unknown or not believed.
-- Column: return_number: number of the return, blanks trimmed. Null: not delivered.
-- Column: return_comment: what the customer wrote about the return, blanks trimmed. Null: not delivered.
-- Column: return_reason: reason for the return, blanks trimmed. Null: not delivered.
-- Column: brand: brand of the product, blanks trimmed. Null: not delivered.
-- Column: division: division of the shop (division_), blanks trimmed. Null: not delivered.
-- Column: order_link: link to the order (orderlink), blanks trimmed. Null: not delivered.
-- Column: sku_description: description of the product (q_sku_desc), blanks trimmed. Null: not delivered.
-- Column: merchandise_id: id of the merchandise group (q_gmm_id), blanks trimmed. Null: not delivered.
-- Column: colour_number: number of the colour (q_clr_dnum), blanks trimmed. Null: not delivered.
-- Column: colour: name of the colour (q_clr_desc), blanks trimmed. Null: not delivered.
-- Column: vendor_style: style number of the vendor, blanks trimmed. Null: not delivered.
-- Column: size: size of the product (size_), blanks trimmed. Null: not delivered.
-- Column: quality_flags: repairs made to the row, by the rules of data_quality_issues; empty if there were none.
-- Column: exclude_reason: why the row counts nowhere: a rule of data_quality_issues, or what the adapter says. Null: the row counts.
with
  source as (
    select
      *,
      lower(clean_text (customer_emailid)) as delivered_address,
      clean_text (sales_qty) as sales_text,
      clean_text (return_qty) as return_text,
      clean_text (gross) as gross_text,
      clean_text (order_date) as order_date_text,
      clean_text (return_date) as return_date_text,
      clean_text (_exclude_reason) as adapter_reason
    from
      bronze_return_order_data
  ),
  identified as (
    select
      source.*,
      coalesce(merges.kept, source.delivered_address) as address
    from
      source
      left join silver_email_merges as merges on merges.address = source.delivered_address
  ),
  typed as (
    select
      *,
      case
        when $hash_key = '' then address
        else sha256($hash_key || ':' || address)
      end as customer_id,
      clean_text (sales_order_no) as order_number,
      clean_text (sku) as sku_code,
      parse_timestamp (order_date_text, $date_order, $timezone) as ordered_at,
      parse_timestamp (return_date_text, $date_order, $timezone) as return_at,
      parse_quantity (sales_text) as sales_units,
      parse_quantity (return_text) as return_units,
      parse_amount (gross_text, $decimal_comma) as amount,
      lower(clean_text (units_returned_flag)) in ('y', 'yes', 'true', 't', '1') as is_flagged_returned
    from
      identified
  ),
  dated as (
    select
      *,
      coalesce(
        (
          sales_text is null
          or sales_units = 0
        )
        and return_text is not null,
        false
      ) as is_return_row,
      ordered_at::date between $earliest_date::date and $run_date::date + 1 as is_order_date_valid,
      return_at::date between $earliest_date::date and $run_date::date + 1 as is_return_date_valid,
      case
        when return_date_text is null then ordered_at
        else return_at
      end as came_back_at
    from
      typed
  )
select
  row_number() over (
    order by
      _source_file,
      _source_line
  ) as row_id,
  customer_id,
  order_number,
  sku_code as sku,
  coalesce(clean_text (q_sku_id), sku_code) as sku_key,
  clean_text (q_cls_id) as q_cls_id,
  clean_text (class_) as class_name,
  is_return_row,
  ordered_at,
  sales_units as units,
  case
    when amount >= 0 then amount
  end as line_value,
  case
    when return_text is not null then return_units
    when is_flagged_returned then sales_units
    else 0
  end as returned_units,
  case
    when is_return_row
    and came_back_at = date_trunc('day', came_back_at) then came_back_at + interval '86399.999999 seconds'
    when is_return_row then came_back_at
    when is_return_date_valid
    and return_at::date >= ordered_at::date then return_at
  end as returned_at,
  clean_text (return_no) as return_number,
  clean_text (return_comment) as return_comment,
  clean_text (return_reason) as return_reason,
  clean_text (brand_) as brand,
  clean_text (division_) as division,
  clean_text (orderlink) as order_link,
  clean_text (q_sku_desc) as sku_description,
  clean_text (q_gmm_id) as merchandise_id,
  clean_text (q_clr_dnum) as colour_number,
  clean_text (q_clr_desc) as colour,
  clean_text (vendor_style) as vendor_style,
  clean_text (size_) as size,
  list_filter(
    [
      case
        when customer_emailid <> delivered_address then 'email_normalised'
      end,
      case
        when address <> delivered_address then 'email_merged'
      end,
      case
        when gross_text is not null
        and amount is null then 'value_invalid'
      end,
      case
        when amount < 0 then 'value_negative'
      end,
      case
        when return_text is null
        and is_flagged_returned
        and sales_units > 0 then 'return_quantity_inferred'
      end,
      case
        when not is_return_row
        and return_date_text is not null
        and is_return_date_valid is not true then 'return_date_invalid'
      end,
      case
        when not is_return_row
        and is_return_date_valid
        and return_at::date < ordered_at::date then 'return_date_before_order'
      end
    ],
    lambda flag: flag is not null
  ) as quality_flags,
  case
    when adapter_reason is not null then adapter_reason
    when customer_id is null then 'no_customer'
    when order_number is null then 'no_order_number'
    when sku_code is null then 'no_sku'
    when sales_text is not null
    and sales_units is null then 'bad_quantity'
    when return_text is not null
    and return_units is null then 'bad_return_quantity'
    when sales_units < 0 then 'negative_quantity'
    when return_units < 0 then 'negative_return_quantity'
    when coalesce(sales_units, 0) = 0
    and coalesce(return_units, 0) = 0 then 'no_quantity'
    when not is_return_row
    and ordered_at is null then 'bad_order_date'
    when not is_return_row
    and not is_order_date_valid then 'order_date_out_of_range'
    when is_return_row
    and came_back_at is null then 'bad_return_date'
    when is_return_row
    and not coalesce(is_return_date_valid, is_order_date_valid, false) then 'return_date_out_of_range'
    when $sample < 1
    and md5_number_lower($sample_seed || ':' || coalesce(customer_id, '')) / 18446744073709551616.0 >= $sample then 'not_in_sample'
  end as exclude_reason,
  _source_file,
  _source_line
from
  dated
