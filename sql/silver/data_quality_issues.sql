-- data_quality_issues: every rule that touched rows, how many, and sample keys.
-- Grain: one row per rule.
-- Reads: bronze_files, silver_parsed_rows, silver_order_lines, silver_unmatched_returns
-- Rule: sample keys are hashes of file and line, so that nobody is named; severity says whether the row was lost (rejected, excluded), repaired, or only noted. An adapter may give a reason of its own, or use one of these.
-- Column: rule: name of the rule.
-- Column: severity: what became of the rows: rejected or excluded (lost), repaired, or noted.
-- Column: issue_count [rows]: how many were touched.
-- Column: sample_keys: hashes of file and line of up to five of them; empty for malformed records and exact duplicates.
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
            'exact_duplicate',
            'excluded',
            'Rows equal to another row in every delivered column.'
          ),
          (
            'no_customer',
            'excluded',
            'Rows without a customer; they enter no figure.'
          ),
          (
            'no_product',
            'excluded',
            'Postage, fees, samples and other codes that are no product.'
          ),
          (
            'no_order_number',
            'excluded',
            'Rows without an order number.'
          ),
          (
            'no_sku',
            'excluded',
            'Rows without a product code.'
          ),
          (
            'no_quantity',
            'excluded',
            'Rows with neither a sale nor a return quantity.'
          ),
          (
            'zero_quantity',
            'excluded',
            'Rows with quantity 0.'
          ),
          (
            'bad_quantity',
            'excluded',
            'Sale quantities that are no whole number.'
          ),
          (
            'bad_return_quantity',
            'excluded',
            'Return quantities that are no whole number.'
          ),
          (
            'negative_quantity',
            'excluded',
            'Sale rows with a negative quantity.'
          ),
          (
            'negative_quantity_without_cancellation',
            'excluded',
            'Negative quantities that are no cancellation: stock corrections.'
          ),
          (
            'cancellation_with_positive_quantity',
            'excluded',
            'Cancellations with a positive quantity.'
          ),
          (
            'negative_return_quantity',
            'excluded',
            'Return quantities below 0.'
          ),
          (
            'price_not_positive',
            'excluded',
            'Rows with a price of 0 or less.'
          ),
          (
            'bad_order_date',
            'excluded',
            'Order dates that are no date.'
          ),
          (
            'order_date_out_of_range',
            'excluded',
            'Order dates before the earliest date believed, or in the future.'
          ),
          (
            'bad_return_date',
            'excluded',
            'Return-only rows whose date is no date.'
          ),
          (
            'return_date_out_of_range',
            'excluded',
            'Return-only rows dated before the earliest date believed, or in the future.'
          ),
          (
            'not_in_sample',
            'excluded',
            'Rows of customers outside the sample that was asked for.'
          ),
          (
            'return_without_purchase',
            'noted',
            'Return-only rows for whose units no earlier purchase was found.'
          ),
          (
            'return_above_sale',
            'repaired',
            'Lines with more units returned than bought; capped at the units bought.'
          ),
          (
            'return_date_before_order',
            'repaired',
            'Return dates before the order date; taken as unknown.'
          ),
          (
            'return_date_invalid',
            'repaired',
            'Return dates that are no date or out of range; taken as unknown.'
          ),
          (
            'return_quantity_inferred',
            'repaired',
            'Returns flagged without a quantity; all units counted as returned.'
          ),
          (
            'value_invalid',
            'repaired',
            'Values that are no amount; taken as unknown.'
          ),
          (
            'value_negative',
            'repaired',
            'Negative values; taken as unknown.'
          ),
          (
            'email_normalised',
            'repaired',
            'Customer addresses with capital letters or blanks around them.'
          ),
          (
            'email_merged',
            'repaired',
            'Customer addresses merged into another one by the configuration.'
          )
      ) as listed (rule, severity, meaning)
  ),
  row_keys as (
    select
      exclude_reason as rule,
      left(md5(_source_file || ':' || _source_line), 12) as key
    from
      silver_parsed_rows
    where
      exclude_reason is not null
    union all
    select
      unnest(quality_flags) as rule,
      left(md5(_source_file || ':' || _source_line), 12) as key
    from
      silver_parsed_rows
    where
      exclude_reason is null
    union all
    select
      'return_without_purchase' as rule,
      left(md5(_source_file || ':' || _source_line), 12) as key
    from
      silver_unmatched_returns
    union all
    select
      'return_above_sale' as rule,
      left(md5(order_number || ':' || line_id), 12) as key
    from
      silver_order_lines
    where
      list_contains(quality_flags, 'return_above_sale')
  ),
  counted as (
    select
      rule,
      count(*) as issue_count,
      list_sort(min(key, 5)) as sample_keys
    from
      row_keys
    group by all
    union all
    select
      'malformed_record' as rule,
      sum(rows_rejected) as issue_count,
      []::varchar[] as sample_keys
    from
      bronze_files
    where
      target_table = 'bronze_return_order_data'
    having
      sum(rows_rejected) > 0
    union all
    select
      'exact_duplicate' as rule,
      sum(rows_duplicate) as issue_count,
      []::varchar[] as sample_keys
    from
      bronze_files
    where
      target_table = 'bronze_return_order_data'
    having
      sum(rows_duplicate) > 0
  ),
  totals as (
    select
      rule,
      sum(issue_count)::bigint as issue_count,
      flatten(list(sample_keys)) as sample_keys
    from
      counted
    group by
      rule
  )
select
  totals.rule,
  coalesce(rules.severity, 'excluded') as severity,
  totals.issue_count,
  totals.sample_keys,
  coalesce(
    rules.meaning,
    'Rows that the adapter excludes: ' || replace(totals.rule, '_', ' ') || '.'
  ) as meaning
from
  totals
  left join rules using (rule)
