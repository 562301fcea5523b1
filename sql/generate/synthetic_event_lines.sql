-- synthetic_event_lines: the lines of events.csv as they stand in the file, header first.
-- Grain: one row per line of the file, in the order of time; the repetition of a duplicate follows the event.
-- Reads: synthetic_event_deliveries
-- Rule: no field has a comma or a quote, so none is quoted.
-- Rule: a malformed line has lost its last four fields or, in its second form, has one field too many.
with
  records as (
    select
      *,
      [
        event_time,
        event_type,
        product_id,
        category_id,
        category_code,
        brand,
        price,
        user_id,
        user_session
      ] as delivered,
      case
        when fault = 'malformed_lines'
        and is_second_form then list_append(delivered, 'surplus')
        when fault = 'malformed_lines' then delivered[1:5]
        else delivered
      end as fields
    from
      synthetic_event_deliveries
  ),
  lines as (
    select
      null::timestamp as happened_at,
      0 as user_index,
      0 as session_index,
      0 as look_index,
      0 as step,
      0 as delivery,
      'event_time,event_type,product_id,category_id,category_code,brand,price,user_id,user_session' as line
    union all
    select
      happened_at,
      user_index,
      session_index,
      look_index,
      step,
      delivery,
      array_to_string(fields, ',') as line
    from
      records
  )
select
  line
from
  lines
order by
  happened_at nulls first,
  user_index,
  session_index,
  look_index,
  step,
  delivery
