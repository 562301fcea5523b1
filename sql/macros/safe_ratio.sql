-- safe_ratio: the quotient as a double; null where the denominator is zero or either side is null.
-- Reads: nothing
create or replace temp macro safe_ratio (numerator, denominator) as numerator::double / nullif(denominator, 0)::double
