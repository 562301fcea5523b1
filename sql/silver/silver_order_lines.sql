-- silver_order_lines: what customers bought and what of it came back.
-- Grain: one row per line_id; dense, in the order of customer, order, time and product.
-- Reads: silver_sale_rows, silver_return_matches, silver_sale_returns
-- Params: $category_column text, the column the category is read from: q_cls_id or class_; null: as the data tell.
-- Rule: the category is q_cls_id if any row of the data has one, else class_; never mixed.
-- Rule: a line returned in parts carries the date of its first dated return.
-- Column: line_id: number of the line, from 1 without gaps.
-- Column: customer_id: the customer: the e-mail address (or customer number) trimmed, in lower case and merged as configured; with privacy.hashCustomerIds a keyed hash of it.
-- Column: order_number: number of the order, blanks trimmed.
-- Column: ordered_at [local time]: time of the order in the configured zone; midnight if only the day was delivered.
-- Column: sku_key: what tells products apart: q_sku_id, or sku where there is none.
-- Column: sku: product code that the customer saw.
-- Column: category_key: category of the product: q_cls_id if any row of the data has one, else class_name. Null: not delivered.
-- Column: units [units]: units bought, at least 1.
-- Column: returned_units [units]: units that came back, 0 to units.
-- Column: return_date [date]: day on which the first dated piece came back. Null: nothing came back, or its day is unknown.
-- Column: quality_flags: repairs made to the rows of the line, by the rules of data_quality_issues; empty if there were none.
-- Column: row_count [rows]: delivered rows that make up the line; more than 1 if they differ only in what came back.
with
  lines as (
    select
      line_id,
      any_value(customer_id) as customer_id,
      any_value(order_number) as order_number,
      any_value(ordered_at) as ordered_at,
      any_value(sku_key) as sku_key,
      any_value(sku) as sku,
      any_value(sku_description) as sku_description,
      any_value(q_cls_id) as q_cls_id,
      any_value(class_name) as class_name,
      any_value(brand) as brand,
      any_value(units) as units,
      any_value(line_value) as line_value,
      list_sort(list_distinct(flatten(list(quality_flags)))) as row_flags,
      count(*)::integer as row_count
    from
      silver_sale_rows
    group by
      line_id
  ),
  pieces as (
    select
      line_id,
      sum(returned_units)::integer as returned_units,
      min(return_date) as return_date
    from
      silver_return_matches
    group by
      line_id
  ),
  capped as (
    select
      line_id,
      bool_or(delivered_units > returned_units) as is_return_capped
    from
      silver_sale_returns
    group by
      line_id
  )
select
  lines.line_id,
  lines.customer_id,
  lines.order_number,
  lines.ordered_at,
  lines.sku_key,
  lines.sku,
  lines.sku_description,
  case
    when $category_column = 'q_cls_id'
    or $category_column is null
    and count(lines.q_cls_id) over () > 0 then lines.q_cls_id
    else lines.class_name
  end as category_key,
  lines.class_name,
  lines.brand,
  lines.units,
  lines.line_value,
  coalesce(pieces.returned_units, 0) as returned_units,
  pieces.return_date,
  case
    when capped.is_return_capped then list_append(lines.row_flags, 'return_above_sale')
    else lines.row_flags
  end as quality_flags,
  lines.row_count
from
  lines
  left join pieces using (line_id)
  left join capped using (line_id)
