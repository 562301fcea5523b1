import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { basename, join } from 'node:path';
import type { Cell, Database, Parameters } from '../../pipeline/core/database.ts';
import { PipelineError } from '../../pipeline/core/errors.ts';
import { loadModels, type SqlFolder } from '../../pipeline/core/sql-catalog.ts';
import { packageRoot } from '../../pipeline/core/paths.ts';

const CASES_ROOT = join(packageRoot, 'tests', 'sql');
const NUMERIC = /^(DOUBLE|FLOAT|DECIMAL|U?(TINY|SMALL|BIG|HUGE)?INT)/;
const EXPECTED_TABLE = 'expected_rows';

/** A folder tests/sql/<layer>/<table>/<name>: what stands before a model runs, and what it must make of it. */
export interface SqlCase {
  readonly layer: SqlFolder;
  readonly table: string;
  readonly name: string;
  readonly folder: string;
  /** Tables given as CSV. */
  readonly given: readonly string[];
  readonly parameters: Parameters;
}

/** Every case of a layer, sorted by table and name. */
export function listCases(layer: SqlFolder): SqlCase[] {
  const root = join(CASES_ROOT, layer);
  return subfolders(root).flatMap((table) =>
    subfolders(join(root, table)).map((name) => readCase({ layer, table, name })),
  );
}

function subfolders(path: string): string[] {
  if (!existsSync(path)) return [];
  const entries = readdirSync(path, { withFileTypes: true });
  return entries
    .filter((entry) => entry.isDirectory())
    .map((entry) => entry.name)
    .sort();
}

function readCase({ layer, table, name }: Pick<SqlCase, 'layer' | 'table' | 'name'>): SqlCase {
  const folder = join(CASES_ROOT, layer, table, name);
  const parameterFile = join(folder, 'params.json');
  const given = readdirSync(folder)
    .filter((file) => file.endsWith('.csv') && file !== 'expect.csv')
    .map((file) => basename(file, '.csv'));
  return {
    layer,
    table,
    name,
    folder,
    given,
    parameters: existsSync(parameterFile)
      ? (JSON.parse(readFileSync(parameterFile, 'utf8')) as Parameters)
      : {},
  };
}

/**
 * Creates the tables of a case and fills them from its CSV files. An empty cell is null, `""` is the empty text, a column
 * that is not listed is null in every row.
 *
 * @param definitions - DDL by table, from `tableDefinitions`.
 */
export async function loadGivenTables(
  database: Database,
  { folder, given }: SqlCase,
  definitions: ReadonlyMap<string, string>,
): Promise<void> {
  for (const table of given) {
    const definition = definitions.get(table);
    if (definition === undefined) throw new PipelineError(`${folder}: no model or table is named ${table}`);
    await database.execute(`drop table if exists ${table}`);
    await database.execute(definition);
    await database.execute(`insert into ${table} by name ${selectCsv(join(folder, `${table}.csv`))}`);
  }
}

/**
 * Compares a table with the case's expect.csv.
 *
 * Only the columns listed there are compared. A cell of a number column is arithmetic, so that a ratio worked out by hand
 * stays readable: `4/6`, `sqrt(973)`. Numbers agree to 1e-12 of the larger; everything else exactly; empty is null.
 *
 * @returns Pairs of rows in the order of the key that the model's header names after `Grain:`; numbers that agree are
 *   equal in both, so that a test compares the two lists and shows what differs.
 */
export async function compareWithExpected(
  database: Database,
  { layer, table, folder }: SqlCase,
): Promise<{ actual: Row[]; expected: Row[] }> {
  await database.execute(
    `create or replace temp table ${EXPECTED_TABLE} as ${selectCsv(join(folder, 'expect.csv'))}`,
  );
  const types = await columnTypes(database, table);
  const columns = [...(await columnTypes(database, EXPECTED_TABLE)).keys()];
  const keys = keyColumns(layer, table).filter((key) => columns.includes(key));
  if (keys.length === 0) throw new PipelineError(`${folder}/expect.csv: no column of the key of ${table}`);
  const casts = columns.map((column) => {
    const type = types.get(column);
    if (type === undefined) throw new PipelineError(`${folder}/expect.csv: ${table} has no column ${column}`);
    return `"${column}"::${NUMERIC.test(type) ? 'double' : 'varchar'} as "${column}"`;
  });
  const order = keys.map((key) => `"${key}"`).join(', ');
  const actual = await database.queryRows<Row>(`select ${casts.join(', ')} from ${table} order by ${order}`);
  const texts = await database.queryRows<Record<string, string | null>>(`select * from ${EXPECTED_TABLE}`);
  const expected = await Promise.all(texts.map((row) => evaluateRow(database, row, types)));
  expected.sort((a, b) => compareKeys(a, b, keys));
  actual.sort((a, b) => compareKeys(a, b, keys));
  return { actual, expected: expected.map((row, i) => adoptCloseNumbers(row, actual[i])) };
}

export type Row = Record<string, Cell>;

/** Key columns out of `Grain: one row per (a, b)` or `one row per a`. */
function keyColumns(layer: SqlFolder, table: string): string[] {
  const grain = loadModels(layer).get(table)?.grain ?? '';
  const match = /one row per (?:\(([^)]+)\)|(\w+))/.exec(grain);
  return (match?.[1] ?? match?.[2] ?? '').split(',').map((name) => name.trim());
}

async function columnTypes(database: Database, table: string): Promise<Map<string, string>> {
  const rows = await database.queryRows<{ column_name: string; data_type: string }>(
    'select column_name, data_type from duckdb_columns() where table_name = $table order by column_index',
    { table },
  );
  return new Map(rows.map(({ column_name, data_type }) => [column_name, data_type]));
}

async function evaluateRow(
  database: Database,
  row: Record<string, string | null>,
  types: ReadonlyMap<string, string>,
): Promise<Row> {
  const cells = Object.entries(row).map(([column, text]) => {
    if (text === null) return `null as "${column}"`;
    if (NUMERIC.test(types.get(column) ?? '')) return `(${asDoubles(text)})::double as "${column}"`;
    return `'${text.replaceAll("'", "''")}' as "${column}"`;
  });
  return database.queryOne<Row>(`select ${cells.join(', ')}`);
}

/** Makes every number of an expression a double, as decimals would round. */
function asDoubles(expression: string): string {
  return expression.replaceAll(/(?<![\w.])\d+(\.\d+)?(e[+-]?\d+)?/g, '$&::double');
}

function compareKeys(a: Row, b: Row, keys: readonly string[]): number {
  for (const key of keys) {
    const [left, right] = [a[key] ?? '', b[key] ?? ''];
    if (left < right) return -1;
    if (left > right) return 1;
  }
  return 0;
}

function adoptCloseNumbers(expected: Row, actual: Row | undefined): Row {
  const adopted = Object.entries(expected).map(([column, value]) => {
    const other = actual?.[column];
    if (typeof value !== 'number' || typeof other !== 'number') return [column, value];
    const isClose = Math.abs(value - other) <= 1e-12 * Math.max(Math.abs(value), Math.abs(other));
    return [column, isClose ? other : value];
  });
  return Object.fromEntries(adopted) as Row;
}

function selectCsv(path: string): string {
  const quoted = `'${path.replaceAll("'", "''")}'`;
  const options = `header = true, auto_detect = false, delim = ',', nullstr = '', allow_quoted_nulls = false`;
  return `from read_csv(${quoted}, ${options}, columns = ${csvColumns(path)})`;
}

/** The header line as column definitions: without detection, the reader takes the file as it is. */
function csvColumns(path: string): string {
  const [header = ''] = readFileSync(path, 'utf8').split(/\r?\n/, 1);
  return `{${header
    .split(',')
    .map((name) => `'${name.trim()}': 'VARCHAR'`)
    .join(', ')}}`;
}
