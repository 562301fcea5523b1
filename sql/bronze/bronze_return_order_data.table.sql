-- bronze_return_order_data: order and return rows as delivered, as text, in canonical columns.
-- Grain: one row per delivered row that is well formed and no duplicate.
-- Rule: _exclude_reason is what an adapter says about a row that is no order line (postage, no customer ...).
-- Rule: _row_hash identifies the delivered values; the customer's address counts trimmed and in lower case.
-- Code: pipeline/ingest/load-file.ts
-- Column: sales_order_no: number of the order. Null: empty in the file.
-- Column: customer_emailid: who bought: an e-mail address, or the customer number where the source has no address. Null: empty in the file.
-- Column: order_date: day, or day and time, of the order. Null: empty in the file.
-- Column: sku: product code that the customer saw. Null: empty in the file.
-- Column: sales_qty [units]: how many units were bought; empty or 0 in a row that only reports a return. Null: empty in the file.
-- Column: return_qty [units]: how many units came back. Null: empty in the file.
-- Column: units_returned_flag: yes if something came back; asked only where return_qty is empty. Null: empty in the file.
-- Column: return_date: day, or day and time, of the return. Null: empty in the file.
-- Column: return_no: number of the return. Null: empty in the file.
-- Column: return_comment: what the customer wrote about the return. Null: empty in the file.
-- Column: q_cls_id: id of the product category. Null: empty in the file.
-- Column: q_sku_id: id that tells products apart where one sku has several spellings. Null: empty in the file.
-- Column: class_: name of the product class; the category where no row has a q_cls_id. Null: empty in the file.
-- Column: brand_: brand of the product. Null: empty in the file.
-- Column: gross [currency]: value of the whole line, all units together, before returns. Null: empty in the file, or the file has no such column.
-- Column: division_: division of the shop that sold the product. Null: empty in the file, or the file has no such column.
-- Column: orderlink: link to the order in the shop system. Null: empty in the file, or the file has no such column.
-- Column: q_sku_desc: description of the product. Null: empty in the file, or the file has no such column.
-- Column: q_gmm_id: id of the merchandise group. Null: empty in the file, or the file has no such column.
-- Column: q_clr_dnum: number of the colour. Null: empty in the file, or the file has no such column.
-- Column: q_clr_desc: name of the colour. Null: empty in the file, or the file has no such column.
-- Column: vendor_style: style number of the vendor. Null: empty in the file, or the file has no such column.
-- Column: size_: size of the product. Null: empty in the file, or the file has no such column.
-- Column: return_reason: reason for the return, from a list of the shop. Null: empty in the file, or the file has no such column.
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
