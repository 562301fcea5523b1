import type { Database, Parameters } from './database.ts';
import { DataCheckError, PipelineError, UsageError } from './errors.ts';
import { loadChecks, loadModels, loadTables, type SqlFolder, type SqlModel } from './sql-catalog.ts';

/** A check of severity `warn` that returned rows. */
export interface CheckWarning {
  readonly table: string;
  readonly check: string;
  readonly description: string;
  readonly violationCount: number;
}

/**
 * Creates or replaces the table of a model from its SELECT.
 *
 * @param parameters - May hold more than the model declares; only the declared ones are bound.
 * @returns The number of rows.
 * @throws {PipelineError} If a declared parameter is missing.
 */
export async function buildTable(
  database: Database,
  model: SqlModel,
  parameters: Parameters,
): Promise<number> {
  const bound = pickParameters(model, parameters);
  await database.execute(`create or replace table ${model.name} as\n${model.sql}`, bound, model.file);
  return countRows(database, model.name);
}

/** The parameters a model declares, out of those on offer. */
export function pickParameters(model: SqlModel, parameters: Parameters): Parameters {
  const bound: Record<string, string | number | boolean | null> = {};
  for (const name of model.params) {
    const value = parameters[name];
    if (value === undefined) throw new PipelineError(`${model.file} needs $${name}, which nobody provides`);
    bound[name] = value;
  }
  return bound;
}

/**
 * Runs the checks of a table.
 *
 * @returns The checks of severity `warn` that found something.
 * @throws {DataCheckError} At the first check of severity `fail` that finds a row.
 */
export async function runChecks(
  database: Database,
  folder: SqlFolder,
  table: string,
): Promise<CheckWarning[]> {
  const warnings: CheckWarning[] = [];
  for (const check of loadChecks(folder, table)) {
    const { violations } = await database.queryOne<{ violations: number }>(
      `select count(*)::double as violations from (${check.sql})`,
    );
    if (violations === 0) continue;
    const { name, description } = check;
    if (check.severity === 'fail') {
      const sampleKeys = await sampleKeysOf(database, check.sql);
      throw new DataCheckError({ table, check: name, description, violationCount: violations, sampleKeys });
    }
    warnings.push({ table, check: name, description, violationCount: violations });
  }
  return warnings;
}

/** Hashes of the first violating rows: they may name persons. */
async function sampleKeysOf(database: Database, sql: string): Promise<string[]> {
  const rows = await database.queryRows<{ key: string }>(
    `select left(md5(v::varchar), 12) as key from (${sql}) as v order by key limit 5`,
  );
  return rows.map((row) => row.key);
}

/**
 * Creates the tables of a folder that TypeScript fills, where they do not exist yet.
 *
 * @param options - `only`: names of the tables wanted, by default all; `rebuild`: a table of another layout is emptied and
 *   made anew.
 * @throws {UsageError} If a table has another layout than this version gives it, and `rebuild` is not set.
 */
export async function createTables(
  database: Database,
  folder: SqlFolder,
  { only, rebuild = false }: { readonly only?: readonly string[]; readonly rebuild?: boolean } = {},
): Promise<void> {
  for (const table of loadTables(folder).values()) {
    if (only !== undefined && !only.includes(table.name)) continue;
    if ((await hasTable(database, table.name)) && !(await hasLayout(database, table))) {
      if (!rebuild) {
        throw new UsageError(
          `${database.file} was built by another version of this program (its table ${table.name} has other columns): ` +
            `rebuild it with pipeline run --full-refresh, or name another file with --warehouse`,
        );
      }
      await database.execute(`drop table ${table.name}`);
    }
    await database.execute(table.sql, undefined, table.file);
  }
}

/** Whether a table has the columns of its definition. */
async function hasLayout(database: Database, { name, sql, file }: SqlModel): Promise<boolean> {
  const definition = sql.replace(
    /^create table if not exists \w+/,
    'create or replace temp table expected_layout',
  );
  await database.execute(definition, undefined, file);
  const { differing } = await database.queryOne<{ differing: number }>(
    `with actual as (
      select column_index, column_name, data_type, is_nullable from duckdb_columns() where table_name = $name
    ),
    expected as (
      select column_index, column_name, data_type, is_nullable from duckdb_columns() where table_name = 'expected_layout'
    )
    select (
      (select count(*) from (from actual except from expected)) + (select count(*) from (from expected except from actual))
    )::double as differing`,
    { name },
  );
  await database.execute('drop table expected_layout');
  return differing === 0;
}

/** Defines the scalar macros of sql/macros for this connection. */
export async function createMacros(database: Database): Promise<void> {
  for (const macro of loadModels('macros').values()) await database.execute(macro.sql, undefined, macro.file);
}

export async function countRows(database: Database, table: string): Promise<number> {
  const { count } = await database.queryOne<{ count: number }>(
    `select count(*)::double as count from ${table}`,
  );
  return count;
}

/** Whether a table exists in the warehouse. */
export async function hasTable(database: Database, table: string): Promise<boolean> {
  const rows = await database.queryRows('select 1 from information_schema.tables where table_name = $table', {
    table,
  });
  return rows.length > 0;
}
