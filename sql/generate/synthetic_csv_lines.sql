-- synthetic_csv_lines: the lines of orders.csv as they stand in the file, header first.
-- Grain: one row per line of the file, in its order.
-- Reads: synthetic_deliveries
-- Rule: fields with a comma or a quote are quoted and quotes in them doubled (RFC 4180).
-- Rule: a malformed line has lost its last eight fields or, in its second form, has one field too many.
with
  records as (
    select
      delivery,
      order_number,
      line_index,
      [
        sales_order_no,
        customer_emailid,
        order_date,
        sku,
        sales_qty,
        return_qty,
        units_returned_flag,
        return_date,
        return_no,
        return_comment,
        q_cls_id,
        q_sku_id,
        class_,
        brand_,
        gross,
        q_sku_desc,
        return_reason
      ] as delivered,
      case
        when fault = 'malformed_lines'
        and is_second_form then list_append(delivered, 'surplus')
        when fault = 'malformed_lines' then delivered[1:9]
        else delivered
      end as fields
    from
      synthetic_deliveries
  ),
  lines as (
    select
      0 as delivery,
      0 as order_number,
      0 as line_index,
      'SALES_ORDER_NO,CUSTOMER_EMAILID,ORDER_DATE,SKU,SALES_QTY,RETURN_QTY,UNITS_RETURNED_FLAG,RETURN_DATE,RETURN_NO,RETURN_COMMENT,Q_CLS_ID,Q_SKU_ID,CLASS_,BRAND_,GROSS,Q_SKU_DESC,RETURN_REASON' as line
    union all
    select
      delivery,
      order_number,
      line_index,
      array_to_string(
        list_transform(
          fields,
          lambda field: if (
            regexp_matches(field, '[",]'),
            concat('"', replace(field, '"', '""'), '"'),
            field
          )
        ),
        ','
      ) as line
    from
      records
  )
select
  line
from
  lines
order by
  delivery,
  order_number,
  line_index
