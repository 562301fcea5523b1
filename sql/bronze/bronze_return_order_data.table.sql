-- bronze_return_order_data: order and return rows as delivered, as text, in canonical columns.
-- Grain: one row per delivered row that is well formed and no duplicate.
-- Rule: _exclude_reason is what an adapter says about a row that is no order line (postage, no customer ...).
-- Rule: _row_hash identifies the delivered values; the customer's address counts trimmed and in lower case.
create table if not exists bronze_return_order_data (
  sales_order_no varchar,
  customer_emailid varchar,
  order_date varchar,
  sku varchar,
  sales_qty varchar,
  return_qty varchar,
  units_returned_flag varchar,
  return_date varchar,
  return_no varchar,
  return_comment varchar,
  q_cls_id varchar,
  q_sku_id varchar,
  class_ varchar,
  brand_ varchar,
  gross varchar,
  division_ varchar,
  orderlink varchar,
  q_sku_desc varchar,
  q_gmm_id varchar,
  q_clr_dnum varchar,
  q_clr_desc varchar,
  vendor_style varchar,
  size_ varchar,
  return_reason varchar,
  _exclude_reason varchar,
  _source_file varchar not null,
  _source_line bigint not null,
  _loaded_at timestamp not null,
  _run_id varchar not null,
  _row_hash uhugeint not null
)
