-- synthetic_lines: order lines with what was bought, what came back, when and why.
-- Grain: one row per (order_number, product_index).
-- Reads: synthetic_customers, synthetic_orders, synthetic_categories, synthetic_products
-- Params: $seed BIGINT; $last_date DATE
-- Rule: a line is of the customer's favourite category or else of any, by demand; the customer's price position and a
--   scatter of 0.3 to either side pick the product.
-- Rule: what an order sends back travels in one parcel, a tenth of it in a second one a week later. A return that would
--   arrive after the last date has not happened yet. The date of one return in 25 was not recorded.
-- Units: gross_amount in the currency of the prices, less 20 to 40 % in sale weeks.
with
  numbered as (
    select
      order_number,
      customer_index,
      order_index,
      unnest(range(1, line_count + 1)) as line_index
    from
      synthetic_orders
  ),
  draws as (
    select
      order_number,
      customer_index,
      line_index,
      concat_ws(
        ':',
        $seed::bigint,
        'line',
        customer_index,
        order_index,
        line_index
      ) as key,
      md5_number_lower(key) as low_bits,
      md5_number_upper(key) as high_bits,
      (low_bits & 65535) / 65536 as category_draw,
      ((low_bits >> 16) & 65535) / 65536 as product_draw,
      ((low_bits >> 32) & 65535) / 65536 as quantity_draw,
      (low_bits >> 48) / 65536 as return_draw,
      (high_bits & 65535) / 65536 as units_draw,
      ((high_bits >> 16) & 65535) / 65536 as parcel_draw,
      ((high_bits >> 32) & 65535) / 65536 as date_draw,
      (high_bits >> 48) / 65536 as reason_draw
    from
      numbered
  ),
  wanted as (
    select
      order_number,
      line_index,
      product_draw,
      quantity_draw,
      return_draw,
      units_draw,
      parcel_draw,
      date_draw,
      reason_draw,
      price_position,
      greatest(
        0,
        (category_draw - category_loyalty) / (1 - category_loyalty)
      ) as demand_draw,
      case
        when category_draw < category_loyalty then favourite_category_index
      end as favourite_category_index
    from
      draws
      inner join synthetic_customers as customers on draws.customer_index = customers.customer_index
  ),
  categorised as (
    select
      order_number,
      line_index,
      product_draw,
      quantity_draw,
      return_draw,
      units_draw,
      parcel_draw,
      date_draw,
      reason_draw,
      price_position,
      coalesce(favourite_category_index, category_index) as category_index
    from
      wanted
      asof join synthetic_categories as categories on demand_draw >= demand_from
  ),
  chosen as (
    select
      order_number,
      line_index,
      quantity_draw,
      return_draw,
      units_draw,
      parcel_draw,
      date_draw,
      reason_draw,
      greatest(
        0,
        least(
          0.9999,
          price_position + 0.6 * (product_draw - 0.5)
        )
      ) as ladder_position,
      first_product_index + floor(product_count * ladder_position)::integer as product_index,
      return_factor
    from
      categorised
      inner join synthetic_categories as categories on categorised.category_index = categories.category_index
    qualify
      row_number() over (
        partition by
          order_number,
          product_index
        order by
          line_index
      ) = 1
  ),
  sold as (
    select
      chosen.order_number,
      line_index,
      product_index,
      customer_index,
      ordered_at,
      is_sale,
      units_draw,
      date_draw,
      reason_draw,
      case
        when quantity_draw < 0.88 then 1
        when quantity_draw < 0.97 then 2
        else 3
      end as sold_units,
      if (parcel_draw < 0.1, 2, 1) as parcel,
      ordered_at::date + return_lag_days + 7 * (parcel - 1) as arrival_date,
      return_draw < least(0.95, return_share * return_factor)
      and arrival_date <= $last_date::date as is_returned
    from
      chosen
      inner join synthetic_orders as orders on chosen.order_number = orders.order_number
  ),
  reasons as (
    select
      unnest(
        [
          {
            'reason_index': 0,
            'reason': 'Too small',
            'comment': 'Runs small, took one size up'
          },
          {
            'reason_index': 1,
            'reason': 'Too small',
            'comment': 'Größe fällt klein aus'
          },
          {
            'reason_index': 2,
            'reason': 'Too large',
            'comment': 'Sleeves are "very" long'
          },
          {
            'reason_index': 3,
            'reason': 'Not as pictured',
            'comment': 'Sold as "navy", looks black'
          },
          {
            'reason_index': 4,
            'reason': 'Damaged',
            'comment': 'Seam open on arrival'
          },
          {
            'reason_index': 5,
            'reason': 'Changed my mind',
            'comment': null
          },
          {
            'reason_index': 6,
            'reason': 'Ordered several sizes',
            'comment': null
          },
          {
            'reason_index': 7,
            'reason': 'Late, no longer needed',
            'comment': null
          }
        ],
        recursive := true
      )
  )
select
  order_number,
  line_index,
  customer_email,
  ordered_at,
  sold.product_index,
  sku,
  sku_id,
  category,
  category_code,
  brand,
  description,
  (
    unit_price * sold_units * if (
      is_sale,
      [80, 70, 60] [1 + sold.product_index % 3],
      100
    ) / 100
  )::decimal(12, 2) as gross_amount,
  sold_units,
  if (
    is_returned,
    1 + floor(units_draw * sold_units)::integer,
    0
  ) as returned_units,
  if (
    is_returned
    and date_draw >= 0.04,
    arrival_date,
    null
  ) as return_date,
  if (is_returned, parcel, null) as return_parcel,
  reason as return_reason,
  comment as return_comment
from
  sold
  inner join synthetic_products as products on sold.product_index = products.product_index
  inner join synthetic_customers as customers on sold.customer_index = customers.customer_index
  left join reasons on is_returned
  and reason_index = floor(reason_draw * 8)::integer
