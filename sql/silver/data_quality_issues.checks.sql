-- check: fail | grain_is_unique | a rule stands once
select
  rule
from
  data_quality_issues
group by all
having
  count(*) > 1;

-- check: fail | counts_agree_with_the_ledger | every excluded row is counted under its reason
select
  ledger.reason
from
  silver_ledger as ledger
  left join data_quality_issues as issues on issues.rule = ledger.reason
where
  ledger.entry = 'excluded'
  and coalesce(issues.issue_count, 0) < ledger.row_count;
