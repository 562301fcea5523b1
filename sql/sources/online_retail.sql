-- online_retail: UCI Online Retail and Online Retail II, both spellings of the header.
-- Grain: one row per delivered row.
-- Reads: raw
-- Needs: invoiceno|invoice, stockcode, quantity, invoicedate, unitprice|price, customerid|customer id|customer_id
-- Optional: description, country
-- Rule: an invoice number beginning with C is a cancellation: a return-only row, matched to purchases in silver.
-- Rule: a lone comma in a price is a decimal comma (2,55). A price that is none makes a value that is none, so that silver flags it.
-- Rule: codes such as POST are services, not products; such rows are kept in bronze with the reason why they count nowhere.
with
  cleaned as (
    select
      *,
      upper(clean_text (invoiceno)) as invoice_key,
      upper(clean_text (stockcode)) as stock_key,
      regexp_replace(clean_text (customerid), '\.0+$', '') as customer_key,
      clean_text (quantity) as quantity_text,
      clean_text (unitprice) as price_text
    from
      raw
  ),
  parsed as (
    select
      *,
      parse_quantity (quantity_text) as quantity_number,
      parse_amount (
        price_text,
        regexp_matches(price_text, '^\D*\d+,\d+\D*$')
      ) as price_number
    from
      cleaned
  )
select
  _source_line,
  invoiceno as sales_order_no,
  customer_key as customer_emailid,
  invoicedate as order_date,
  stockcode as sku,
  case
    when invoice_key not like 'C%' then quantity
  end as sales_qty,
  case
    when invoice_key like 'C%' then regexp_replace(quantity_text, '^-', '')
  end as return_qty,
  null::varchar as units_returned_flag,
  case
    when invoice_key like 'C%' then invoicedate
  end as return_date,
  case
    when invoice_key like 'C%' then invoiceno
  end as return_no,
  null::varchar as return_comment,
  null::varchar as q_cls_id,
  null::varchar as q_sku_id,
  null::varchar as class_,
  null::varchar as brand_,
  case
    when invoice_key not like 'C%' then coalesce(
      (quantity_number * price_number)::varchar,
      'price ' || price_text
    )
  end as gross,
  description as q_sku_desc,
  case
    when customer_key is null then 'no_customer'
    when stock_key in (
      'POST',
      'DOT',
      'M',
      'D',
      'S',
      'B',
      'C2',
      'C3',
      'CRUK',
      'PADS',
      'BANK CHARGES',
      'AMAZONFEE',
      'ADJUST',
      'ADJUST2',
      'TEST001',
      'TEST002'
    )
    or stock_key like 'GIFT\_%' escape '\' then 'no_product'
    when quantity_number = 0 then 'zero_quantity'
    when quantity_number < 0
    and invoice_key not like 'C%' then 'negative_quantity_without_cancellation'
    when quantity_number > 0
    and invoice_key like 'C%' then 'cancellation_with_positive_quantity'
    when price_number <= 0 then 'price_not_positive'
  end as _exclude_reason
from
  parsed
