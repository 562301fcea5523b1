import type { ColumnEntry, DataDictionary, TableEntry } from './data-dictionary.ts';

/** A piece of a sentence: plain text, or the name of a table (`column` null) or of one of its columns. */
export type Phrase = string | { readonly table: string; readonly column: string | null };

/** What stands for the rows of a table in `table.*`. */
const ROWS = '*';

/** Layers in the order in which they are built, with what they are. */
export const LAYER_WORDS: Readonly<Record<TableEntry['layer'], string>> = {
  bronze: 'Rows as delivered, as text, with the file and line they came from.',
  silver: 'Clean rows with types, every exclusion counted, and the features of each customer.',
  gold: 'Customers and features as they are clustered, and the results.',
  meta: 'History of runs.',
};

/** What a reader must know about lineage, once. */
export const LINEAGE_NOTE =
  'Where a column comes from is read off the syntax tree of the SELECT that makes it. Only columns whose values enter ' +
  'the value are named, not those that select, join, group or order rows; "rows of" stands for count(*). What ' +
  'TypeScript computes cannot be read so: it says "not derived", and the tables it is made from stand above the columns.';

/** Tables of one layer, by name. */
export function tablesOf({ tables }: DataDictionary, layer: TableEntry['layer']): TableEntry[] {
  return tables.filter((table) => table.layer === layer);
}

/** Where the value of a column comes from, as pieces of a sentence. */
export function describeSources({ lineage }: ColumnEntry): Phrase[] {
  const { kind, sources } = lineage;
  switch (kind) {
    case 'delivered':
      return [`file columns, by adapter: ${sources.join('; ')}`];
    case 'unchanged':
      return ['as in ', ...listed(sources)];
    case 'computed':
      return sources.length === 0
        ? ['no column: constants, or counts of rows']
        : ['from ', ...listed(sources)];
    case 'written':
      return sources.length === 0 ? ['not derived'] : ['in TypeScript from ', ...listed(sources)];
  }
}

/** Which columns at the far end the value goes back to; nothing where the sources say it already. */
export function describeOrigins({ lineage }: ColumnEntry): Phrase[] {
  const { sources, origins } = lineage;
  const isSame = origins.every((origin) => sources.includes(origin));
  return origins.length === 0 || isSame ? [] : ['in the end ', ...listed(origins)];
}

/** Sources by table: `table (column, column), rows of table`. */
function listed(sources: readonly string[]): Phrase[] {
  const pairs = sources.map((source) => source.split('.') as [string, string]);
  const tables = [...new Set(pairs.map(([table]) => table))];
  const entries = tables.flatMap((table): Phrase[][] => {
    const names = pairs.filter(([of]) => of === table).map(([, column]) => column);
    const columns = names.filter((name) => name !== ROWS).map((column): Phrase => ({ table, column }));
    const name: Phrase = { table, column: null };
    return [
      ...(names.includes(ROWS) ? [['rows of ', name]] : []),
      ...(columns.length > 0 ? [[name, ' (', ...separated(columns.map((column) => [column])), ')']] : []),
    ];
  });
  return separated(entries);
}

function separated(entries: readonly (readonly Phrase[])[]): Phrase[] {
  return entries.flatMap((entry, index) => (index === 0 ? entry : [', ', ...entry]));
}
