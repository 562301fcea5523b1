import { Database } from '../../pipeline/core/database.ts';
import { packageRoot } from '../../pipeline/core/paths.ts';
import { startNode, type Running } from './command.ts';

/** Rows of a query over a warehouse that no process holds for writing. */
export async function rowsOf<Row extends object>(warehouse: string, sql: string): Promise<Row[]> {
  const database = await Database.open({ file: warehouse, readOnly: true });
  try {
    return await database.queryRows<Row>(sql);
  } finally {
    database.close();
  }
}

/** Names of the tables of a warehouse, sorted. */
export async function tablesOf(warehouse: string): Promise<string[]> {
  const rows = await rowsOf<{ table_name: string }>(
    warehouse,
    'select table_name from information_schema.tables order by table_name',
  );
  return rows.map((row) => row.table_name);
}

interface Described {
  table: string;
  /** Null for the table itself. */
  column: string | null;
  comment: string | null;
}

/**
 * Tables and columns whose comment is missing, or says that the value is never unknown where it is: as `table.column`.
 */
export async function wronglyDescribed(warehouse: string): Promise<string[]> {
  const described = await rowsOf<Described>(
    warehouse,
    `select table_name as table, column_name as column, comment from duckdb_columns() where not internal
    union all select table_name, null, comment from duckdb_tables() where not internal order by all`,
  );
  const silent = described.filter(({ comment }) => comment === null);
  const sure = described.filter(
    ({ column, comment }) => column !== null && /Null: never\b/.test(comment ?? ''),
  );
  const counts = sure.map(
    ({ table, column }) =>
      `select '${table}.${column}' as name from ${table} having count(*) > count("${column}")`,
  );
  const unknown = await rowsOf<{ name: string }>(warehouse, counts.join(' union all '));
  return [...silent.map(({ table, column }) => `${table}.${column}`), ...unknown.map(({ name }) => name)];
}

/** The history of runs grows with every run, failed ones included; it is no result. */
const HISTORY = ['pipeline_runs', 'pipeline_stages'];

/** A hash of the rows of each table, in whatever order; the history of runs is left out. */
export async function contentOf(warehouse: string): Promise<Record<string, string>> {
  const tables = (await tablesOf(warehouse)).filter((table) => !HISTORY.includes(table));
  const hashes = tables.map(
    (table) =>
      `select '${table}' as name, count(*) || ' rows ' || coalesce(sum(hash(r)::hugeint), 0) as hash
      from ${table} as r`,
  );
  const rows = await rowsOf<{ name: string; hash: string }>(warehouse, hashes.join(' union all '));
  return Object.fromEntries(rows.map(({ name, hash }) => [name, hash]));
}

/** What may differ between two runs over the same data: who ran and when. */
const EPHEMERAL = ['run_id', 'assigned_at'];

/** All rows of a table as text, sorted, without run id and time (and without `except`). */
export async function stableRows(
  warehouse: string,
  table: string,
  except: readonly string[] = [],
): Promise<string[]> {
  const columns = await rowsOf<{ column_name: string }>(
    warehouse,
    `select column_name from (describe ${table})`,
  );
  const kept = columns
    .map((column) => column.column_name)
    .filter((name) => ![...EPHEMERAL, ...except].includes(name));
  const rows = await rowsOf<{ text: string }>(
    warehouse,
    `select r::varchar as text from (select ${kept.join(', ')} from ${table}) as r order by text`,
  );
  return rows.map((row) => row.text);
}

/** Holds a warehouse open for writing from another process until that is killed. */
export async function holdWarehouse(file: string): Promise<Running> {
  const script = `import { DuckDBInstance } from '@duckdb/node-api';
    const instance = await DuckDBInstance.create(${JSON.stringify(file)});
    console.log('held');
    setInterval(() => instance, 1000);`;
  const holder = startNode(['--input-type=module', '--eval', script], { folder: packageRoot });
  await holder.seen('held');
  return holder;
}
