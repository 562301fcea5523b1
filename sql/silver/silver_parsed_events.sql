-- silver_parsed_events: bronze events with typed values, what is odd about them, and why an event counts nowhere.
-- Grain: one row per (_source_file, _source_line).
-- Reads: bronze_events, silver_event_copies
-- Params: $timezone text; $earliest_date, $run_date dates; $as_of_time text, a date or a timestamp in UTC, or null: later events do not count.
--         $dedupe text, which copies are dropped: all, non-purchase or none; $lenient boolean, unknown types count as other.
--         $hash_key text, empty: ids stay; $sample double, share of users kept; $sample_seed text.
-- Rule: timestamps without an offset are UTC. Prices are in the currency of the input; a price that is no number is unknown.
-- Rule: of several reasons the first in the list stands: what is wrong with the event, then what was asked for.
-- Column: user_id: the user, blanks trimmed; with privacy.hashCustomerIds a keyed hash. Null: only in excluded events.
-- Column: event_at [UTC]: time of the event. Null: only in excluded events.
-- Column: event_type: view, cart, remove_from_cart, purchase, or other where unknown types are kept. Null: only in excluded events.
-- Column: product_id: the product concerned. Null: not delivered.
-- Column: category_id: category of the product. Null: not delivered.
-- Column: category_code: category in words, levels divided by dots. Null: not delivered.
-- Column: brand: brand of the product. Null: not delivered.
-- Column: price [currency]: price of one piece. Null: not delivered, or no number.
-- Column: session_id: delivered id of the visit. Null: not delivered; silver_events forms sessions by pauses then.
-- Column: price_issue: what is odd about the price: price_missing, price_invalid or price_zero. Null: nothing.
-- Column: is_copy: whether an earlier event is equal in all nine delivered columns.
-- Column: exclude_reason: why the event counts nowhere: a rule of event_quality_issues, or what the adapter says. Null: the event counts.
with
  source as (
    select
      *,
      nullif(trim(user_id), '') as delivered_user,
      nullif(lower(trim(event_type)), '') as type_name,
      nullif(trim(price), '') as price_text
    from
      bronze_events
  ),
  typed as (
    select
      source.*,
      case
        when $hash_key = '' then delivered_user
        else sha256($hash_key || ':' || delivered_user)
      end as user_key,
      -- The usual form first: the general one is several times slower.
      coalesce(
        try_strptime(event_time, '%Y-%m-%d %H:%M:%S UTC'),
        parse_timestamp (event_time, 'mdy', 'UTC')
      ) as event_at,
      case
        when type_name in ('view', 'cart', 'remove_from_cart', 'purchase') then type_name
        when $lenient::boolean then 'other'
      end as known_type,
      parse_price (price_text) as price_value,
      coalesce(try_cast (price_text as double) < 0, false) as is_price_negative,
      copies._source_line is not null as is_copy
    from
      source
      left join silver_event_copies as copies on source._source_file = copies._source_file
      and source._source_line = copies._source_line
  )
select
  user_key as user_id,
  event_at,
  known_type as event_type,
  nullif(trim(product_id), '') as product_id,
  nullif(trim(category_id), '') as category_id,
  nullif(trim(category_code), '') as category_code,
  nullif(trim(brand), '') as brand,
  price_value as price,
  nullif(trim(user_session), '') as session_id,
  case
    when price_text is null then 'price_missing'
    when price_value is null then 'price_invalid'
    when price_value = 0 then 'price_zero'
  end as price_issue,
  is_copy,
  case
    when _exclude_reason is not null then _exclude_reason
    when user_key is null then 'no_user'
    when event_at is null then 'bad_event_time'
    when event_at::date not between $earliest_date::date and $run_date::date + 1 then 'event_time_out_of_range'
    when known_type is null then 'unknown_event_type'
    when is_price_negative then 'negative_price'
    when event_at > as_of_instant ($as_of_time, $timezone) then 'after_as_of'
    when $sample < 1
    and md5_number_lower($sample_seed || ':' || user_key) / 18446744073709551616.0 >= $sample then 'not_in_sample'
    when is_copy
    and (
      $dedupe = 'all'
      or $dedupe = 'non-purchase'
      and known_type <> 'purchase'
    ) then 'duplicate'
  end as exclude_reason,
  _source_file,
  _source_line
from
  typed
