-- silver_email_merges: addresses that the configuration merges into another one.
-- Grain: one row per address.
-- Code: pipeline/stages/clean-rows.ts
-- Column: address: address that is merged into another one, as configured (cleaning.mergeEmails).
-- Column: kept: address that stands for it in the end.
create table if not exists silver_email_merges (address varchar not null, kept varchar not null)
