import { candidatesOf } from '../../features/catalog.ts';
import type { Database } from '../core/database.ts';
import { type Parameters } from '../core/database.ts';
import { buildTable, createMacros, createTables } from '../core/models.ts';
import { SEGMENTATIONS } from '../core/segmentation.ts';
import { loadModels, orderByReads, type SqlModel } from '../core/sql-catalog.ts';
import { createProcessedTable } from '../stages/gold-tables.ts';
import { TABLE_FOLDERS } from './documented-tables.ts';

/** A column as the database knows it. */
export interface LayoutColumn {
  readonly name: string;
  readonly type: string;
}

/**
 * Builds every table of the warehouse without rows and reads its columns.
 *
 * @param database - In memory, empty.
 * @returns Columns by table, in the order of the table. Tables of scaled features have all that may be clustered.
 */
export async function readLayouts(database: Database): Promise<ReadonlyMap<string, readonly LayoutColumn[]>> {
  await createMacros(database);
  for (const folder of TABLE_FOLDERS) {
    await createTables(database, folder);
    const models = loadModels(folder);
    for (const model of orderByReads(models, [...models.keys()]))
      await buildTable(database, model, unknownParameters(model));
  }
  for (const segmentation of SEGMENTATIONS)
    await createProcessedTable(database, segmentation, namesOf(segmentation.name));
  const rows = await database.queryRows<{ table_name: string; name: string; type: string }>(
    `select table_name, column_name as name, data_type as type from duckdb_columns()
    where database_name = current_database() and not internal order by table_name, column_index`,
  );
  const layouts = new Map<string, LayoutColumn[]>();
  for (const { table_name: table, name, type } of rows)
    layouts.set(table, [...(layouts.get(table) ?? []), { name, type }]);
  return layouts;
}

/** Types do not depend on the values of parameters, as the models cast them. */
function unknownParameters({ params }: SqlModel): Parameters {
  return Object.fromEntries(params.map((name) => [name, null]));
}

function namesOf(segmentation: (typeof SEGMENTATIONS)[number]['name']): string[] {
  return candidatesOf(segmentation).map(({ name }) => name);
}
