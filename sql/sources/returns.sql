-- returns: order lines with their returns in the canonical headers, in any letter case.
-- Grain: one row per delivered row.
-- Reads: raw
-- Needs: sales_order_no, customer_emailid, order_date, sku, sales_qty, return_qty, units_returned_flag, return_date, return_no, return_comment, q_cls_id, q_sku_id, class_, brand_
-- Optional: gross, division_, orderlink, q_sku_desc, q_gmm_id, q_clr_dnum, q_clr_desc, vendor_style, size_, return_reason
select
  _source_line,
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
  division_,
  orderlink,
  q_sku_desc,
  q_gmm_id,
  q_clr_dnum,
  q_clr_desc,
  vendor_style,
  size_,
  return_reason
from
  raw
