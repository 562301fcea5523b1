-- check: fail | grain_is_unique | (kind, category_key, month_number) identifies a month
select
  kind,
  category_key,
  month_number,
  count(*)::integer as row_count
from
  silver_category_months
group by all
having
  count(*) > 1;

-- check: fail | keys_are_known | kind, category_key, month_number are never null
select
  kind,
  category_key,
  month_number
from
  silver_category_months
where
  kind is null
  or category_key is null
  or month_number is null;

-- check: fail | months_have_no_gaps | each category and kind has as many rows as the data set has months
select
  kind,
  category_key
from
  silver_category_months
group by all
having
  max(month_number) - min(month_number) + 1 <> count(*);

-- check: fail | lines_add_up | order lines of all months add up to those of all customers
select
  *
from
  (
    select
      coalesce(sum(line_count), 0) as line_count
    from
      silver_category_months
    where
      kind = 'order'
  ) as totals,
  (
    select
      coalesce(sum(line_count), 0) as line_count
    from
      silver_customer_category_months
    where
      kind = 'order'
  ) as parts
where
  totals.line_count <> parts.line_count;
