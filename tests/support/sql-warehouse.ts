import { Database, type Parameters } from '../../pipeline/core/database.ts';
import { buildTable, createMacros, createTables, runChecks } from '../../pipeline/core/models.ts';
import { loadModels, orderByReads, type SqlFolder } from '../../pipeline/core/sql-catalog.ts';
import { SQL_DEFAULTS } from './sql-defaults.ts';

/** Folders whose models build tables of the warehouse, in the order of the layers. */
export const LAYERS: readonly SqlFolder[] = ['bronze', 'silver', 'gold'];

/** An empty warehouse in memory with the macros and every table that TypeScript fills. */
export async function openEmptyWarehouse(threads = 2): Promise<Database> {
  const database = await Database.open({ file: ':memory:', threads });
  await createMacros(database);
  for (const layer of LAYERS) await createTables(database, layer);
  return database;
}

/**
 * The DDL of every table up to a layer, with the types that the models give them.
 *
 * @remarks Builds the layers without rows, about half a second.
 */
export async function tableDefinitions(layer: SqlFolder): Promise<ReadonlyMap<string, string>> {
  const database = await openEmptyWarehouse();
  try {
    for (const below of LAYERS.slice(0, LAYERS.indexOf(layer) + 1)) {
      const models = loadModels(below);
      for (const model of orderByReads(models, [...models.keys()])) {
        await buildTable(database, model, SQL_DEFAULTS);
      }
    }
    const rows = await database.queryRows<{ table_name: string; sql: string }>(
      'select table_name, sql from duckdb_tables()',
    );
    return new Map(rows.map(({ table_name, sql }) => [table_name, sql]));
  } finally {
    database.close();
  }
}

/**
 * Builds a table and every model it reads, except those that are given, then runs the checks of all it built.
 *
 * @param given - Tables that stand in the warehouse already; models before them are not built.
 * @throws {DataCheckError} If a built table breaks its contract.
 */
export async function buildFrom(
  database: Database,
  { layer, target, given }: { layer: SqlFolder; target: string; given: readonly string[] },
  parameters: Parameters = {},
): Promise<void> {
  const models = new Map([...loadModels(layer)].filter(([name]) => !given.includes(name)));
  const ordered = orderByReads(models, [target]);
  for (const model of ordered) await buildTable(database, model, { ...SQL_DEFAULTS, ...parameters });
  for (const model of ordered) await runChecks(database, layer, model.name);
}
