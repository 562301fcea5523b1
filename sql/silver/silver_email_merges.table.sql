-- silver_email_merges: addresses that the configuration merges into another one.
-- Grain: one row per address.
create table if not exists silver_email_merges (address varchar not null, kept varchar not null)
