import type { Database } from '../core/database.ts';
import { UsageError } from '../core/errors.ts';
import type { Segmentation } from '../core/segmentation.ts';
import type { ReferenceTable } from './model.ts';

/** Reads the tables that features compare a customer with, every cell as text, rows in a fixed order. */
export async function readReference(
  database: Database,
  { referenceTables }: Segmentation,
): Promise<ReferenceTable[]> {
  const tables: ReferenceTable[] = [];
  for (const name of referenceTables) {
    const columns = await database.queryRows<{ name: string; type: string }>(
      'select column_name as name, data_type as type from duckdb_columns() where table_name = $name order by column_index',
      { name },
    );
    const texts = await database.queryColumns(
      `select ${columns.map((column) => `"${column.name}"::varchar as "${column.name}"`).join(', ')}
      from ${name} order by all`,
    );
    const cells = columns.map((column) => texts[column.name] as (string | null)[]);
    const rows = (cells[0] ?? []).map((_, row) => cells.map((column) => column[row]!));
    tables.push({ name, columns, rows });
  }
  return tables;
}

/**
 * Creates the tables that {@link readReference} read, cell by cell the same.
 *
 * @throws {UsageError} If a cell is no value of its column's type, naming it.
 */
export async function createReferenceTables(
  database: Database,
  tables: readonly ReferenceTable[],
): Promise<void> {
  for (const [index, table] of tables.entries()) {
    const { name, columns, rows } = table;
    await database.execute(
      `create or replace temp table reference_texts (${columns.map((column) => `"${column.name}" varchar`).join(', ')})`,
    );
    await database.append(
      'reference_texts',
      columns.map((_, index) => ({ kind: 'text', values: rows.map((row) => row[index]!) })),
    );
    await assertCells(database, table, `reference.${index}`);
    const casts = columns.map((column) => `"${column.name}"::${column.type} as "${column.name}"`);
    await database.execute(
      `create or replace table ${name} as select ${casts.join(', ')} from reference_texts`,
    );
  }
  await database.execute('drop table if exists reference_texts');
}

/** Types with values that stand for infinity or for no number: no statistic is one. */
const UNBOUNDED = ['DATE', 'DOUBLE', 'TIMESTAMP'];

/**
 * A cell has to be written as its type is: what a cast would round or read otherwise was not written by this program.
 * Numbers in binary may be: how many digits they are written with has changed before.
 */
async function assertCells(database: Database, { name, columns }: ReferenceTable, at: string): Promise<void> {
  const odd = columns.map(({ name: column, type }) => {
    const value = `try_cast("${column}" as ${type})`;
    const isOther = type === 'DOUBLE' ? `${value} is null` : `${value}::varchar is distinct from "${column}"`;
    const isOdd = UNBOUNDED.includes(type) ? `(${isOther} or not isfinite(${value}))` : isOther;
    return `min(rowid) filter ("${column}" is not null and ${isOdd})::double as "${column}"`;
  });
  const firsts = await database.queryOne<Record<string, number | null>>(
    `select ${odd.join(', ')} from reference_texts`,
  );
  for (const [index, { name: column, type }] of columns.entries()) {
    const row = firsts[column] ?? null;
    if (row !== null) {
      throw new UsageError(
        `the model is damaged: ${at}.rows.${row}.${index}: ${name} needs a ${type} as ${column}`,
      );
    }
  }
}
