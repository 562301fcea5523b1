-- check: fail | grain_is_unique | a rule stands once
select
  rule
from
  event_quality_issues
group by all
having
  count(*) > 1;

-- check: fail | counts_agree | every excluded event is counted under its reason
select
  parsed.exclude_reason
from
  silver_parsed_events as parsed
  left join event_quality_issues as issues on issues.rule = parsed.exclude_reason
where
  parsed.exclude_reason is not null
group by
  parsed.exclude_reason
having
  any_value(issues.issue_count) is distinct from count(*);
