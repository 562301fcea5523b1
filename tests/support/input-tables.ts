/**
 * Tables that models read and that no model of the catalog builds yet, as DDL with the types of the contract.
 * A table for which a model exists is taken from the model, never from here.
 */
export const INPUT_TABLES: Readonly<Record<string, string>> = {
  silver_order_lines: `
    create table silver_order_lines (
      line_id bigint, customer_id varchar, order_number varchar, ordered_at timestamp, sku_key varchar,
      category_key varchar, units integer, line_value decimal(18, 4), returned_units integer, return_date date,
      quality_flags varchar[]
    )`,
  silver_return_matches: `
    create table silver_return_matches (
      line_id bigint, customer_id varchar, return_number varchar, return_date date, returned_units integer,
      source varchar
    )`,
};
