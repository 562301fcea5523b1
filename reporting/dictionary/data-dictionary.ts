/** Every table and column of the warehouse, with what it means and where it comes from: plain data. */
export interface DataDictionary {
  /** Version of the program that builds these tables. */
  readonly version: string;
  readonly sources: readonly SourceEntry[];
  /** In the order of the layers, then by name. */
  readonly tables: readonly TableEntry[];
}

/** A kind of source file, with the adapter that reads it. */
export interface SourceEntry {
  /** Name of the adapter. */
  readonly adapter: string;
  readonly meaning: string;
  /** SQL file, from the root of the package. */
  readonly file: string;
  /** Bronze table its rows go to. */
  readonly table: string;
  /** Columns the file must have, and those it may have. */
  readonly required: readonly string[];
  readonly optional: readonly string[];
}

/** A table of the warehouse. */
export interface TableEntry {
  readonly name: string;
  readonly layer: 'bronze' | 'silver' | 'gold' | 'meta';
  readonly meaning: string;
  /** What a row is. */
  readonly grain: string;
  readonly rules: readonly string[];
  /** Parameters of its SELECT; null if there are none. */
  readonly parameters: string | null;
  /** SQL file that defines it, from the root of the package. */
  readonly file: string;
  /** TypeScript file that fills it; null if the SELECT of `file` does. */
  readonly code: string | null;
  /** Tables it is made from, and tables that are made from it. */
  readonly reads: readonly string[];
  readonly readBy: readonly string[];
  readonly checks: readonly CheckEntry[];
  readonly columns: readonly ColumnEntry[];
}

/** A check that runs after the table is built. */
export interface CheckEntry {
  readonly name: string;
  /** `fail` rolls the run back, `warn` is told. */
  readonly severity: 'fail' | 'warn';
  readonly meaning: string;
}

/** A column of a table. */
export interface ColumnEntry {
  readonly name: string;
  readonly type: string;
  readonly meaning: string;
  /** Null for ids, names and other text. */
  readonly unit: string | null;
  readonly range: string | null;
  /** When the value is unknown. */
  readonly nullRule: string;
  /** SQL that computes the value; null if it is delivered, passed on, or computed in TypeScript. */
  readonly formula: string | null;
  readonly lineage: ColumnLineage;
}

/**
 * Where the value of a column comes from. Only columns whose values enter it count, not those that select, join,
 * group or order rows.
 *
 * - `delivered`: a column of the source files; `sources` are `adapter: columns`, one entry an adapter that has it.
 * - `unchanged`: the value of the one source.
 * - `computed`: by SQL from the sources (none: a constant).
 * - `written`: by TypeScript; `sources` only where they are certain, else it is not derived.
 *
 * Sources are `table.column`, or `table.*` where rows are counted; `origins` are those at the far end: of bronze tables
 * and of tables that TypeScript fills.
 */
export interface ColumnLineage {
  readonly kind: 'delivered' | 'unchanged' | 'computed' | 'written';
  readonly sources: readonly string[];
  readonly origins: readonly string[];
}
