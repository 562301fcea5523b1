-- elapsed_hours: hours from one timestamp to another as a double.
-- Reads: nothing
create or replace temp macro elapsed_hours (earlier, later) as (epoch_us(later) - epoch_us(earlier)) / 3600000000::double
