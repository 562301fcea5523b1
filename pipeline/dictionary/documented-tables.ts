import { loadDescriptions, loadModels, loadTables, type SqlModel } from '../core/sql-catalog.ts';

/** Folders of sql/ whose tables stand in the warehouse, in the order in which they are built. */
export const TABLE_FOLDERS = ['bronze', 'silver', 'gold', 'meta'] as const;

export type TableFolder = (typeof TABLE_FOLDERS)[number];

/** A table of the warehouse with the file that says what it holds. */
export interface DocumentedTable {
  readonly folder: TableFolder;
  readonly model: SqlModel;
  /** Whether a SELECT makes its rows; else TypeScript does. */
  readonly isSelect: boolean;
}

/** Every table that a run, a comparison or a scoring may make, by folder, then by name. */
export function documentedTables(): DocumentedTable[] {
  return TABLE_FOLDERS.flatMap((folder) => {
    const selects = [...loadModels(folder).values()].map((model) => ({ folder, model, isSelect: true }));
    const filled = [...loadTables(folder).values(), ...loadDescriptions(folder).values()];
    const tables = [...selects, ...filled.map((model) => ({ folder, model, isSelect: false }))];
    return tables.sort((a, b) => (a.model.name < b.model.name ? -1 : 1));
  });
}
