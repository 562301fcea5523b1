import type { Database } from './database.ts';
import { createMatrix, type Matrix } from './matrix.ts';

/** Rows of a table: text keys and a matrix, in the order of the keys. */
export interface NumericTable {
  readonly keys: readonly string[];
  /** Shape (n, d); NaN where the table has null. */
  readonly matrix: Matrix;
}

/**
 * Reads numeric columns of a table by column, in the order of a key.
 *
 * @param columns - SQL names of the columns; matrix columns are named alike unless `names` says otherwise.
 */
export async function readNumericTable(
  database: Database,
  {
    table,
    key,
    columns,
    names = columns,
    stratum,
  }: {
    readonly table: string;
    readonly key: string;
    readonly columns: readonly string[];
    readonly names?: readonly string[];
    /** Only rows of this stratum; the table must have the column. */
    readonly stratum?: string;
  },
): Promise<NumericTable> {
  const list = columns.map((column) => `${column}::double as ${column}`).join(', ');
  const read = await database.queryColumns(
    `select ${key}, ${list} from ${table} ${stratum === undefined ? '' : 'where stratum = $stratum'} order by ${key}`,
    stratum === undefined ? undefined : { stratum },
  );
  const keys = (read[key] ?? []) as string[];
  const data = new Float64Array(keys.length * columns.length);
  columns.forEach((column, j) => {
    const values = read[column] ?? [];
    for (let i = 0; i < keys.length; i++) data[i * columns.length + j] = (values[i] as number | null) ?? NaN;
  });
  return { keys, matrix: createMatrix(keys.length, names, data) };
}
