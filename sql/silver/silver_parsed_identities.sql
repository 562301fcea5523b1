-- silver_parsed_identities: rows of the identity map with clean ids, and why a row counts nowhere.
-- Grain: one row per (_source_file, _source_line).
-- Reads: bronze_identities, silver_email_merges
-- Params: $hash_key text, empty: ids stay.
-- Rule: customers are cleaned, merged and hashed as silver_parsed_rows does it, users as silver_parsed_events does it: else the ids would not meet.
-- Rule: a user id that the map gives to several customers says nothing about any of them: all its rows are ambiguous_user. A customer may have several user ids.
-- Rule: of several reasons the first in the list stands; of equal pairs the first row counts.
-- Column: customer_id: the customer, cleaned as silver_parsed_rows cleans it. Null: only in excluded rows.
-- Column: user_id: the user, cleaned as silver_parsed_events cleans it. Null: only in excluded rows.
-- Column: exclude_reason: why the pair is not used: no_customer, no_user, ambiguous_user, duplicate_pair, or what the adapter says. Null: it is.
with
  source as (
    select
      lower(clean_text (customer_emailid)) as delivered_address,
      nullif(trim(user_id), '') as delivered_user,
      clean_text (_exclude_reason) as adapter_reason,
      _source_file,
      _source_line
    from
      bronze_identities
  ),
  identified as (
    select
      source.*,
      coalesce(merges.kept, source.delivered_address) as address
    from
      source
      left join silver_email_merges as merges on merges.address = source.delivered_address
  ),
  keyed as (
    select
      case
        when $hash_key = '' then address
        else sha256($hash_key || ':' || address)
      end as customer_id,
      case
        when $hash_key = '' then delivered_user
        else sha256($hash_key || ':' || delivered_user)
      end as user_id,
      case
        when adapter_reason is not null then adapter_reason
        when address is null then 'no_customer'
        when delivered_user is null then 'no_user'
      end as row_reason,
      _source_file,
      _source_line
    from
      identified
  ),
  compared as (
    select
      *,
      min(customer_id) over same_user <> max(customer_id) over same_user as is_ambiguous,
      row_number() over (
        partition by
          row_reason,
          user_id,
          customer_id
        order by
          _source_file,
          _source_line
      ) > 1 as is_copy
    from
      keyed
    window
      same_user as (
        partition by
          row_reason,
          user_id
      )
  )
select
  customer_id,
  user_id,
  case
    when row_reason is not null then row_reason
    when is_ambiguous then 'ambiguous_user'
    when is_copy then 'duplicate_pair'
  end as exclude_reason,
  _source_file,
  _source_line
from
  compared
