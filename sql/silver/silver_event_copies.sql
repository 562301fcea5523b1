-- silver_event_copies: bronze events that repeat an earlier one in all nine delivered columns.
-- Grain: one row per (_source_file, _source_line).
-- Reads: bronze_events
-- Rule: the first of equal events, by file and line, is no copy. The hash only narrows the search; the values decide.
-- Column: _source_file: path of the file of the copy.
-- Column: _source_line [line]: line of the copy.
with
  events as (
    select
      *,
      hash(
        event_time,
        event_type,
        product_id,
        category_id,
        category_code,
        brand,
        price,
        user_id,
        user_session
      ) as content_hash
    from
      bronze_events
    where
      _exclude_reason is null
  ),
  repeated_hashes as (
    select
      content_hash
    from
      events
    group by all
    having
      count(*) > 1
  )
select
  _source_file,
  _source_line
from
  events
where
  content_hash in (
    select
      content_hash
    from
      repeated_hashes
  )
qualify
  row_number() over (
    partition by
      event_time,
      event_type,
      product_id,
      category_id,
      category_code,
      brand,
      price,
      user_id,
      user_session
    order by
      _source_file,
      _source_line
  ) > 1
