import type {
  ColumnEntry,
  ColumnLineage,
  DataDictionary,
  SourceEntry,
  TableEntry,
} from '../../reporting/dictionary/data-dictionary.ts';
import { Database } from '../core/database.ts';
import { PipelineError } from '../core/errors.ts';
import { loadChecks, loadModels } from '../core/sql-catalog.ts';
import { loadAdapter, type Adapter } from '../ingest/adapters.ts';
import { TARGETS } from '../ingest/targets.ts';
import { createColumnLookup, toSentence, type ColumnLookup } from './describe-columns.ts';
import { documentedTables, type DocumentedTable } from './documented-tables.ts';
import { resolveSelect } from './lineage/resolve-columns.ts';
import { parseSelect } from './lineage/syntax-tree.ts';
import { traceLineage, type Lineage } from './lineage/trace-lineage.ts';
import { readLayouts, type LayoutColumn } from './read-layouts.ts';

/** What the entries are made from. */
interface Knowledge {
  readonly tables: readonly DocumentedTable[];
  readonly layouts: ReadonlyMap<string, readonly LayoutColumn[]>;
  readonly lookUp: ColumnLookup;
  readonly lineage: Lineage;
  /** What each adapter delivers for a bronze column, by `table.column`: `adapter: columns`. */
  readonly delivered: ReadonlyMap<string, readonly string[]>;
}

/**
 * The dictionary of every table that this version builds. It needs no warehouse: tables are built without rows in memory.
 *
 * @param version - Version of this package.
 * @throws {PipelineError} If a column has no meaning, or a SELECT cannot be followed.
 */
export async function buildDictionary(version: string): Promise<DataDictionary> {
  const database = await Database.open({ file: ':memory:' });
  try {
    const tables = documentedTables();
    const layouts = await readLayouts(database);
    const knowledge: Knowledge = {
      tables,
      layouts,
      lookUp: createColumnLookup(tables),
      lineage: await traceLineage(database, tables, (table) => layouts.get(table)?.map(({ name }) => name)),
      delivered: await traceAdapters(database),
    };
    return {
      version,
      sources: listSources(),
      tables: tables.map((table) => describeTable(table, knowledge)),
    };
  } finally {
    database.close();
  }
}

function describeTable(table: DocumentedTable, knowledge: Knowledge): TableEntry {
  const { name, description, grain, header, file, reads } = table.model;
  const layout = knowledge.layouts.get(name);
  if (layout === undefined) throw new PipelineError(`${file}: there is no table ${name}`);
  return {
    name,
    layer: table.folder,
    meaning: toSentence(description),
    grain: toSentence(grain),
    rules: header['Rule']?.split('\n').map(toSentence) ?? [],
    parameters: header['Params'] ?? null,
    file,
    code: header['Code'] ?? null,
    reads,
    readBy: knowledge.tables.filter(({ model }) => model.reads.includes(name)).map(({ model }) => model.name),
    checks: loadChecks(table.folder, name).map((check) => ({
      name: check.name,
      severity: check.severity,
      meaning: toSentence(check.description),
    })),
    columns: layout.map((column) => describeColumn(table, column, knowledge)),
  };
}

function describeColumn(table: DocumentedTable, column: LayoutColumn, knowledge: Knowledge): ColumnEntry {
  const { name } = table.model;
  const text = knowledge.lookUp(name, column.name);
  if (text === undefined) throw new PipelineError(`nobody says what ${name}.${column.name} means`);
  return {
    ...column,
    meaning: toSentence(text.meaning),
    unit: text.unit,
    range: text.range,
    nullRule: text.nullRule,
    formula: knowledge.lineage.columnOf(name, column.name)?.formulas.join('\n') || null,
    lineage: traceColumn(table, column.name, knowledge),
  };
}

function traceColumn(
  { model }: DocumentedTable,
  column: string,
  { lineage, delivered, lookUp, layouts }: Knowledge,
): ColumnLineage {
  const adapters = delivered.get(`${model.name}.${column}`);
  if (adapters !== undefined) return { kind: 'delivered', sources: adapters, origins: [] };
  const traced = lineage.columnOf(model.name, column);
  if (traced !== undefined) {
    const { isUnchanged, sources } = traced;
    return { kind: isUnchanged ? 'unchanged' : 'computed', sources, origins: lineage.originsOf(sources) };
  }
  // A scaled feature is made of the feature of that name, whatever else was fitted.
  const feature = lookUp(model.name, column)?.feature?.name;
  const sources = model.reads
    .filter((table) => layouts.get(table)?.some(({ name }) => name === feature))
    .map((table) => `${table}.${feature}`);
  return { kind: 'written', sources, origins: lineage.originsOf(sources) };
}

function shippedAdapters(): { adapter: Adapter; table: string }[] {
  return Object.values(TARGETS).flatMap((target) =>
    target.adapters.map((name) => ({ adapter: loadAdapter(name, target), table: target.table })),
  );
}

function listSources(): SourceEntry[] {
  const models = loadModels('sources');
  return shippedAdapters().map(({ adapter: { name, file, columns }, table }) => {
    const names = (required: boolean) =>
      columns.filter((column) => column.required === required).map((column) => column.name);
    const meaning = toSentence(models.get(name)!.description);
    return { adapter: name, meaning, file, table, required: names(true), optional: names(false) };
  });
}

/** Which columns of the files each adapter makes a bronze column of. */
async function traceAdapters(database: Database): Promise<Map<string, string[]>> {
  const delivered = new Map<string, string[]>();
  for (const { adapter, table } of shippedAdapters()) {
    const names = ['_source_line', ...adapter.columns.map((column) => column.name)];
    const select = await parseSelect(database, adapter.sql);
    const { columns } = resolveSelect(select, (name) => (name === 'raw' ? names : undefined));
    for (const { name, sources } of columns) {
      if (name === '_source_line' || sources.length === 0) continue;
      const entry = `${adapter.name}: ${sources.map(({ column }) => column).join(', ')}`;
      delivered.set(`${table}.${name}`, [...(delivered.get(`${table}.${name}`) ?? []), entry]);
    }
  }
  return delivered;
}
