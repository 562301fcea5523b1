/** What a silver table that features compare a customer with looks like. */
export interface ReferenceLayout {
  /** Types by column, in the order of the table, as `duckdb_columns()` writes them. */
  readonly columns: Readonly<Record<string, string>>;
  /** How many rows it has. */
  readonly rows: 'one' | 'at most one' | 'any';
  /** The only values of a column, where they name columns of ours. */
  readonly values?: Readonly<Record<string, readonly string[]>>;
}

/** Cuts of recency, frequency and monetary scores. */
const RFM_CUTS: ReferenceLayout = {
  columns: { measure: 'VARCHAR', score: 'INTEGER', least_value: 'DOUBLE' },
  rows: 'any',
};

/** Layout of every reference table of the segmentations, as the SQL models build them. */
export const REFERENCE_LAYOUTS: Readonly<Record<string, ReferenceLayout>> = {
  silver_scope: {
    columns: {
      as_of_date: 'DATE',
      first_date: 'DATE',
      last_date: 'DATE',
      span_days: 'INTEGER',
      has_values: 'BOOLEAN',
      has_categories: 'BOOLEAN',
      category_column: 'VARCHAR',
    },
    rows: 'one',
    values: { category_column: ['q_cls_id', 'class_'] },
  },
  silver_category_totals: {
    columns: { category_key: 'VARCHAR', sold_units: 'BIGINT', returned_units: 'BIGINT' },
    rows: 'any',
  },
  silver_category_months: {
    columns: {
      kind: 'VARCHAR',
      category_key: 'VARCHAR',
      month_number: 'INTEGER',
      line_count: 'BIGINT',
      running_sum: 'HUGEINT',
      running_square_sum: 'HUGEINT',
    },
    rows: 'any',
  },
  silver_order_value_cut: {
    columns: { lower_value: 'DECIMAL(38,4)', upper_value: 'DECIMAL(38,4)', remainder: 'INTEGER' },
    rows: 'at most one',
  },
  silver_rfm_cuts: RFM_CUTS,
  silver_event_scope: {
    columns: {
      as_of_at: 'TIMESTAMP',
      first_event_at: 'TIMESTAMP',
      last_event_at: 'TIMESTAMP',
      as_of_date: 'DATE',
      first_date: 'DATE',
      last_date: 'DATE',
      span_days: 'DOUBLE',
      has_values: 'BOOLEAN',
      has_categories: 'BOOLEAN',
    },
    rows: 'one',
  },
  silver_price_ladders: {
    columns: {
      category_id: 'VARCHAR',
      price: 'DECIMAL(14,4)',
      view_count: 'BIGINT',
      views_up_to_price: 'BIGINT',
      category_view_count: 'BIGINT',
      price_level: 'DECIMAL(22,20)',
    },
    rows: 'any',
  },
  silver_user_rfm_cuts: RFM_CUTS,
};
