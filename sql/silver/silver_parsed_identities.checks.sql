-- check: fail | nothing_lost | every row of the identity map is here once
select
  count(*)
from
  silver_parsed_identities
having
  count(*) <> (
    select
      count(*)
    from
      bronze_identities
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
          silver_parsed_identities
      )
  );

-- check: fail | pairs_are_complete | a row that counts has customer and user
select
  _source_file,
  _source_line
from
  silver_parsed_identities
where
  exclude_reason is null
  and (
    customer_id is null
    or user_id is null
  );
