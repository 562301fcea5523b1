-- event_quality_issues: every rule that touched events, how many, and sample keys.
-- Grain: one row per rule.
-- Reads: bronze_files, silver_parsed_events
-- Rule: sample keys are hashes of file and line, so that nobody is named; severity says whether the event was lost (rejected, excluded), repaired, or only noted.
-- Column: rule: name of the rule.
-- Column: severity: what became of the rows: rejected or excluded (lost), repaired, or noted.
-- Column: issue_count [events]: how many were touched.
-- Column: sample_keys: hashes of file and line of up to five of them; empty for malformed records.
-- Column: meaning: the rule in words.
with
  rules as (
    select
      *
    from
      (
        values
          (
            'malformed_record',
            'rejected',
            'Records of the source files that are malformed; they stand in bronze_rejects.'
          ),
          (
            'no_user',
            'excluded',
            'Events without a user; they enter no figure.'
          ),
          (
            'bad_event_time',
            'excluded',
            'Event times that are no time.'
          ),
          (
            'event_time_out_of_range',
            'excluded',
            'Events before the earliest date believed, or in the future.'
          ),
          (
            'unknown_event_type',
            'excluded',
            'Events that are neither view, cart, remove_from_cart nor purchase.'
          ),
          (
            'negative_price',
            'excluded',
            'Events with a price below 0.'
          ),
          (
            'after_as_of',
            'excluded',
            'Events after the as-of date.'
          ),
          (
            'not_in_sample',
            'excluded',
            'Events of users outside the sample that was asked for.'
          ),
          (
            'duplicate',
            'excluded',
            'Events equal to an earlier one in all nine columns.'
          ),
          (
            'duplicate_kept',
            'noted',
            'Events equal to an earlier one that count all the same: equal purchases may mean several pieces.'
          ),
          (
            'event_type_other',
            'repaired',
            'Events of an unknown type, counted as other.'
          ),
          (
            'price_invalid',
            'repaired',
            'Prices that are no number; taken as unknown.'
          ),
          (
            'price_missing',
            'noted',
            'Events without a price; they count, but enter no price figure.'
          ),
          (
            'price_zero',
            'noted',
            'Events with price 0; they count, but enter no price figure.'
          ),
          (
            'session_missing',
            'repaired',
            'Events without a session id; sessions were formed by pauses.'
          )
      ) as listed (rule, severity, meaning)
  ),
  touched as (
    select
      unnest(
        list_filter(
          case
            when exclude_reason is not null then [exclude_reason]
            else [
              price_issue,
              case
                when is_copy then 'duplicate_kept'
              end,
              case
                when event_type = 'other' then 'event_type_other'
              end,
              case
                when session_id is null then 'session_missing'
              end
            ]
          end,
          lambda rule: rule is not null
        )
      ) as rule,
      left(md5(_source_file || ':' || _source_line), 12) as key
    from
      silver_parsed_events
    where
      exclude_reason is not null
      or price_issue is not null
      or is_copy
      or event_type = 'other'
      or session_id is null
  ),
  counted as (
    select
      rule,
      count(*) as issue_count,
      list_sort(min(key, 5)) as sample_keys
    from
      touched
    group by all
    union all
    select
      'malformed_record' as rule,
      sum(rows_rejected) as issue_count,
      []::varchar[] as sample_keys
    from
      bronze_files
    where
      target_table = 'bronze_events'
    having
      sum(rows_rejected) > 0
  )
select
  counted.rule,
  coalesce(rules.severity, 'excluded') as severity,
  counted.issue_count::bigint as issue_count,
  counted.sample_keys,
  coalesce(
    rules.meaning,
    'Rows that the adapter excludes: ' || replace(counted.rule, '_', ' ') || '.'
  ) as meaning
from
  counted
  left join rules on counted.rule = rules.rule
