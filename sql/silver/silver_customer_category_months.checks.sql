-- check: fail | grain_is_unique | a customer has one row per category, kind and month
select
  customer_id,
  category_key,
  kind,
  month_number,
  count(*)::integer as row_count
from
  silver_customer_category_months
group by all
having
  count(*) > 1;

-- check: fail | keys_are_known | customer_id, category_key, kind, month_number are never null
select
  customer_id,
  category_key,
  kind,
  month_number
from
  silver_customer_category_months
where
  customer_id is null
  or category_key is null
  or kind is null
  or month_number is null;

-- check: fail | lines_add_up | the months hold every line with a category once, and every dated return of one
select
  *
from
  (
    select
      count(*) as line_count,
      count(return_date) as returned_line_count
    from
      silver_feature_lines
    where
      category_key is not null
  ) as lines,
  (
    select
      coalesce(
        sum(line_count) filter(
          where
            kind = 'order'
        ),
        0
      ) as line_count,
      coalesce(
        sum(line_count) filter(
          where
            kind = 'return'
        ),
        0
      ) as returned_line_count
    from
      silver_customer_category_months
  ) as months
where
  lines.line_count <> months.line_count
  or lines.returned_line_count <> months.returned_line_count;
