import type { Database } from '../../core/database.ts';
import { ROWS, resolveSelect, type ResolvedQuery, type SourceColumn } from './resolve-columns.ts';
import type { DocumentedTable } from '../documented-tables.ts';
import { parseSelect, writeExpressions } from './syntax-tree.ts';

/** Where the value of a column of a SELECT comes from. */
export interface TracedColumn {
  readonly isUnchanged: boolean;
  readonly sources: readonly string[];
  /** What computes the value, one text for each query of a union that does it in its own way. */
  readonly formulas: readonly string[];
}

/** What the SELECTs of the warehouse say about where values come from. */
export interface Lineage {
  /** Undefined for columns that no SELECT makes. */
  columnOf(table: string, column: string): TracedColumn | undefined;
  /** Columns at the far end: those that no SELECT makes. @param sources - As `table.column` or `table.*`. */
  originsOf(sources: readonly string[]): string[];
}

/**
 * Traces every column that a SELECT makes, by its syntax tree.
 *
 * @param columnsOf - Columns of the tables that SELECTs read.
 * @throws {PipelineError} If a SELECT uses a form that cannot be followed.
 */
export async function traceLineage(
  database: Database,
  tables: readonly DocumentedTable[],
  columnsOf: (table: string) => readonly string[] | undefined,
): Promise<Lineage> {
  const queries = new Map<string, ResolvedQuery>();
  const columns = new Map<string, TracedColumn>();
  for (const { model } of tables.filter(({ isSelect }) => isSelect)) {
    const query = resolveSelect(await parseSelect(database, model.sql), columnsOf);
    queries.set(model.name, query);
    const texts = await writeExpressions(
      database,
      query.columns.flatMap(({ expressions }) => expressions),
    );
    let next = 0;
    for (const { name, isUnchanged, sources, expressions } of query.columns) {
      const formulas = texts.slice(next, (next += expressions.length));
      columns.set(`${model.name}.${name}`, { isUnchanged, sources: sources.map(toText), formulas });
    }
  }
  return {
    columnOf: (table, column) => columns.get(`${table}.${column}`),
    originsOf: (sources) => originsOf(sources, { queries, columns }),
  };
}

function originsOf(
  sources: readonly string[],
  {
    queries,
    columns,
  }: {
    readonly queries: ReadonlyMap<string, ResolvedQuery>;
    readonly columns: ReadonlyMap<string, TracedColumn>;
  },
): string[] {
  const seen = new Set<string>();
  const ends: string[] = [];
  const visit = (source: string): void => {
    if (seen.has(source)) return;
    seen.add(source);
    const [table, column] = source.split('.') as [string, string];
    const rowsOf = column === ROWS ? queries.get(table) : undefined;
    const before = rowsOf?.tables.map((name) => `${name}.${ROWS}`) ?? columns.get(source)?.sources;
    if (before === undefined) ends.push(source);
    else before.forEach(visit);
  };
  sources.forEach(visit);
  return ends.sort();
}

function toText({ table, column }: SourceColumn): string {
  return `${table}.${column}`;
}
