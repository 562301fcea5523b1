-- silver_sale_rows: rows of purchases with the line they belong to.
-- Grain: one row per parsed row that is a purchase and counts.
-- Reads: silver_parsed_rows
-- Rule: rows that differ only in return fields are one line. Rows equal in every canonical column (but not in every delivered one) are genuine lines of their own: the n-th copy belongs to the n-th line.
-- Column: description_key: hash of the columns that describe the product; rows that differ here are different lines.
-- Column: copy_number: n for the n-th of rows that are equal in every canonical column, counted from 1.
-- Column: line_id: order line that the row belongs to, as in silver_order_lines.
with
  sales as (
    select
      *,
      md5(
        concat_ws(
          chr(31),
          coalesce(sku, chr(30)),
          coalesce(q_cls_id, chr(30)),
          coalesce(class_name, chr(30)),
          coalesce(brand, chr(30)),
          coalesce(division, chr(30)),
          coalesce(order_link, chr(30)),
          coalesce(sku_description, chr(30)),
          coalesce(merchandise_id, chr(30)),
          coalesce(colour_number, chr(30)),
          coalesce(colour, chr(30)),
          coalesce(vendor_style, chr(30)),
          coalesce(size, chr(30))
        )
      ) as description_key
    from
      silver_parsed_rows
    where
      exclude_reason is null
      and not is_return_row
  ),
  copies as (
    select
      *,
      row_number() over (
        partition by
          customer_id,
          order_number,
          sku_key,
          ordered_at,
          units,
          line_value,
          description_key,
          returned_units,
          returned_at,
          return_number,
          return_comment,
          return_reason
        order by
          row_id
      ) as copy_number
    from
      sales
  )
select
  *,
  dense_rank () over (
    order by
      customer_id,
      order_number,
      ordered_at,
      sku_key,
      units desc,
      line_value desc nulls last,
      description_key,
      copy_number
  ) as line_id
from
  copies
