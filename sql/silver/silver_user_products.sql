-- silver_user_products: what each user did with each product.
-- Grain: one row per (user_id, product_id).
-- Reads: silver_events
-- Rule: a cart is abandoned if no purchase comes at or after its first cart event; removing the product from the cart changes nothing.
-- Column: product_id: the product concerned.
-- Column: event_count [events]: events of the user with the product.
-- Column: is_viewed: whether the user looked at the product.
-- Column: is_purchased: whether the user bought the product.
-- Column: is_carted: whether the user put the product into the cart.
-- Column: is_abandoned: whether the product was put into the cart and not bought then or later.
with
  products as (
    select
      user_id,
      product_id,
      count(*)::integer as event_count,
      bool_or(event_type = 'view') as is_viewed,
      bool_or(event_type = 'purchase') as is_purchased,
      min(event_at) filter(
        where
          event_type = 'cart'
      ) as first_cart_at,
      max(event_at) filter(
        where
          event_type = 'purchase'
      ) as last_purchase_at
    from
      silver_events
    where
      product_id is not null
    group by
      user_id,
      product_id
  )
select
  user_id,
  product_id,
  event_count,
  is_viewed,
  is_purchased,
  first_cart_at is not null as is_carted,
  first_cart_at is not null
  and coalesce(last_purchase_at < first_cart_at, true) as is_abandoned
from
  products
