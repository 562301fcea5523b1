-- check: fail | grain_is_unique | a rule stands once
select
  rule
from
  event_quality_issues
group by all
having
  count(*) > 1;

-- check: fail | counts_agree_with_the_ledger | excluded events are the same in both
select
  ledger.reason
from
  silver_event_ledger as ledger
  left join event_quality_issues as issues on issues.rule = ledger.reason
where
  ledger.entry = 'excluded'
  and issues.issue_count is distinct from ledger.row_count;
