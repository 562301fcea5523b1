-- check: fail | nothing_lost | every bronze event is here once
select
  count(*)
from
  silver_parsed_events
having
  count(*) <> (
    select
      count(*)
    from
      bronze_events
  )
  or count(*) <> (
    select
      count(*)
    from
      (
        select distinct
          _source_file,
          _source_line
        from
          silver_parsed_events
      )
  );

-- check: fail | counted_events_are_complete | an event that counts has user, time and a known type
select
  _source_file,
  _source_line
from
  silver_parsed_events
where
  exclude_reason is null
  and (
    user_id is null
    or event_at is null
    or event_type is null
  );

-- check: fail | prices_are_not_negative | the price of an event that counts is unknown or at least 0
select
  _source_file,
  _source_line
from
  silver_parsed_events
where
  exclude_reason is null
  and price < 0;

-- check: fail | ids_stay_as_delivered | user, product and category ids are the delivered texts without the blanks around them
select
  parsed._source_file,
  parsed._source_line
from
  silver_parsed_events as parsed
  inner join bronze_events as bronze on parsed._source_file = bronze._source_file
  and parsed._source_line = bronze._source_line
where
  parsed.category_id <> trim(bronze.category_id)
  or parsed.product_id <> trim(bronze.product_id);
