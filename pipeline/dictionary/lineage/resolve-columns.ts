import { PipelineError } from '../../core/errors.ts';
import { namesAt, nodeAt, nodesAt, textAt, type SyntaxNode } from './syntax-tree.ts';

/** What stands for the rows of a table where they are counted, whatever they hold. */
export const ROWS = '*';

/** A column of a table that stands before the SELECT, or its rows (`ROWS`). */
export interface SourceColumn {
  readonly table: string;
  readonly column: string;
}

/** A column that a query yields. */
export interface ResolvedColumn {
  readonly name: string;
  /** Columns whose values enter the value, each once; those that only select, join, group or order rows are not among them. */
  readonly sources: readonly SourceColumn[];
  /** Whether the value is that of the one source, unchanged. */
  readonly isUnchanged: boolean;
  /** What computes the value, one entry for each query of a union; none where it is unchanged. */
  readonly expressions: readonly SyntaxNode[];
}

/** What a query yields. */
export interface ResolvedQuery {
  readonly columns: readonly ResolvedColumn[];
  /** Tables its rows come from; what a left join looks up is not among them. */
  readonly tables: readonly string[];
}

/** Columns of a table of the warehouse, in their order; undefined if there is no such table. */
export type ColumnsOf = (table: string) => readonly string[] | undefined;

/** Something a query selects from, under the name it has there. */
interface Relation extends ResolvedQuery {
  readonly alias: string;
  /** Columns joined by USING with an earlier relation: `*` shows them once. */
  readonly merged: ReadonlySet<string>;
}

/** What names stand for at some place of a statement. */
interface Scope {
  readonly columnsOf: ColumnsOf;
  readonly queries: ReadonlyMap<string, ResolvedQuery>;
  readonly relations: readonly Relation[];
  /** Columns named earlier in the same list. */
  readonly aliases: ReadonlyMap<string, ResolvedColumn>;
}

/**
 * Follows every column of a SELECT back to columns of the tables it reads, through its common table expressions,
 * subqueries, unions and stars.
 *
 * @param select - Tree of the SELECT.
 * @throws {PipelineError} If it uses a form that is not known here, or a name that stands for nothing.
 */
export function resolveSelect(select: SyntaxNode, columnsOf: ColumnsOf): ResolvedQuery {
  return resolveQuery(select, { columnsOf, queries: new Map(), relations: [], aliases: new Map() });
}

function resolveQuery(query: SyntaxNode, outer: Scope): ResolvedQuery {
  const queries = new Map(outer.queries);
  for (const entry of nodesAt(nodeAt(query, 'cte_map'), 'map')) {
    const body = nodeAt(nodeAt(nodeAt(entry, 'value'), 'query'), 'node');
    queries.set(textAt(entry, 'key'), resolveQuery(body, { ...outer, queries }));
  }
  const scope = { ...outer, queries };
  if (textAt(query, 'type') === 'SELECT_NODE') return resolveSelectList(query, scope);
  if (textAt(query, 'type') === 'SET_OPERATION_NODE') return resolveUnion(query, scope);
  throw new PipelineError(`lineage: cannot follow columns through ${textAt(query, 'type')}`);
}

function resolveSelectList(query: SyntaxNode, outer: Scope): ResolvedQuery {
  const aliases = new Map(outer.aliases);
  const from = resolveFrom(nodeAt(query, 'from_table'), outer);
  const scope = { ...outer, relations: [...from, ...outer.relations], aliases };
  const columns = nodesAt(query, 'select_list').flatMap((expression) => {
    if (textAt(expression, 'class') === 'STAR') return expandStar(expression, scope);
    const column = resolveExpression(expression, scope);
    aliases.set(column.name, column);
    return [column];
  });
  return { columns, tables: tablesOf(from) };
}

function tablesOf(queries: readonly ResolvedQuery[]): string[] {
  return [...new Set(queries.flatMap(({ tables }) => tables))];
}

/** Columns of a union: by position, or by name where it says so. */
function resolveUnion(query: SyntaxNode, scope: Scope): ResolvedQuery {
  const branches = [resolveQuery(nodeAt(query, 'left'), scope), resolveQuery(nodeAt(query, 'right'), scope)];
  const [left, right] = branches.map(({ columns }) => columns) as [ResolvedColumn[], ResolvedColumn[]];
  const isByName = textAt(query, 'setop_type') === 'UNION_BY_NAME';
  const twinOf = (column: ResolvedColumn, index: number) =>
    isByName ? right.find(({ name }) => name === column.name) : right[index];
  const merged = left.map((column, index) => mergeBranches(column, twinOf(column, index)));
  const added = isByName ? right.filter(({ name }) => !left.some((column) => column.name === name)) : [];
  return { columns: [...merged, ...added], tables: tablesOf(branches) };
}

function mergeBranches(column: ResolvedColumn, twin: ResolvedColumn | undefined): ResolvedColumn {
  if (twin === undefined) return column;
  const sources = unite([...column.sources, ...twin.sources]);
  const isUnchanged = column.isUnchanged && twin.isUnchanged && sources.length === 1;
  const known = new Set(column.expressions.map((expression) => JSON.stringify(expression)));
  const others = twin.expressions.filter((expression) => !known.has(JSON.stringify(expression)));
  return { name: column.name, sources, isUnchanged, expressions: [...column.expressions, ...others] };
}

function resolveFrom(from: SyntaxNode, scope: Scope): Relation[] {
  const alias = textAt(from, 'alias');
  switch (textAt(from, 'type')) {
    case 'EMPTY':
      return [];
    case 'BASE_TABLE': {
      const name = textAt(from, 'table_name');
      return [{ alias: alias || name, merged: new Set(), ...resolveTable(name, scope) }];
    }
    case 'SUBQUERY': {
      const { columns, tables } = resolveQuery(nodeAt(nodeAt(from, 'subquery'), 'node'), scope);
      return [
        { alias, merged: new Set(), columns: rename(columns, namesAt(from, 'column_name_alias')), tables },
      ];
    }
    case 'EXPRESSION_LIST':
      return [{ alias, merged: new Set(), columns: resolveValues(from, scope), tables: [] }];
    case 'JOIN':
      return resolveJoin(from, scope);
    default:
      throw new PipelineError(`lineage: cannot follow columns through ${textAt(from, 'type')}`);
  }
}

function resolveJoin(join: SyntaxNode, scope: Scope): Relation[] {
  const left = resolveFrom(nodeAt(join, 'left'), scope);
  if (['SEMI', 'ANTI'].includes(textAt(join, 'join_type'))) return left;
  const merged = new Set(namesAt(join, 'using_columns'));
  const right = resolveFrom(nodeAt(join, 'right'), scope);
  const isLookUp = textAt(join, 'join_type') === 'LEFT';
  return [
    ...left,
    ...right.map((relation) => ({ ...relation, merged, tables: isLookUp ? [] : relation.tables })),
  ];
}

/** Columns of a list of rows; each takes in what any of the rows holds there. */
function resolveValues(list: SyntaxNode, scope: Scope): readonly ResolvedColumn[] {
  const rows = list['values'] as readonly (readonly SyntaxNode[])[];
  return (rows[0] ?? []).map((_, index) => {
    const sources = rows.flatMap((row) => sourcesIn(row[index]!, scope));
    return { name: `col${index}`, sources: unite(sources), isUnchanged: false, expressions: [] };
  });
}

function resolveTable(name: string, { queries, columnsOf }: Scope): ResolvedQuery {
  const query = queries.get(name);
  if (query !== undefined) return query;
  const names = columnsOf(name);
  if (names === undefined) throw new PipelineError(`lineage: there is no table ${name}`);
  const columns = names.map((column) => ({
    name: column,
    sources: [{ table: name, column }],
    isUnchanged: true,
    expressions: [],
  }));
  return { columns, tables: [name] };
}

function rename(columns: readonly ResolvedColumn[], names: readonly string[]): readonly ResolvedColumn[] {
  return columns.map((column, index) => ({ ...column, name: names[index] ?? column.name }));
}

function expandStar(star: SyntaxNode, { relations }: Scope): ResolvedColumn[] {
  const of = textAt(star, 'relation_name');
  const excluded = namesAt(star, 'exclude_list');
  if (nodesAt(star, 'replace_list').length > 0 || star['columns'] === true)
    throw new PipelineError('lineage: cannot follow columns through * replace or columns(...)');
  return relations
    .filter(({ alias }) => of === '' || alias === of)
    .flatMap(({ columns, merged }) => columns.filter(({ name }) => of !== '' || !merged.has(name)))
    .filter(({ name }) => !excluded.includes(name));
}

function resolveExpression(expression: SyntaxNode, scope: Scope): ResolvedColumn {
  if (textAt(expression, 'class') === 'COLUMN_REF') {
    const column = findColumn(namesAt(expression, 'column_names'), scope);
    return { ...column, name: textAt(expression, 'alias') || column.name };
  }
  return {
    name: textAt(expression, 'alias') || textAt(expression, 'function_name'),
    sources: unite(sourcesIn(expression, scope)),
    isUnchanged: false,
    expressions: [expression],
  };
}

/** Every column whose value enters an expression, wherever in it. */
function sourcesIn(value: unknown, scope: Scope): SourceColumn[] {
  if (Array.isArray(value)) return value.flatMap((entry) => sourcesIn(entry, scope));
  if (value === null || typeof value !== 'object') return [];
  const node = value as SyntaxNode;
  switch (textAt(node, 'class')) {
    case 'COLUMN_REF':
      return [...findColumn(namesAt(node, 'column_names'), scope).sources];
    case 'LAMBDA':
      return sourcesIn(node['expr'], {
        ...scope,
        relations: [parametersOf(nodeAt(node, 'lhs')), ...scope.relations],
      });
    case 'SUBQUERY': {
      const { columns } = resolveQuery(nodeAt(nodeAt(node, 'subquery'), 'node'), scope);
      return [...columns.flatMap(({ sources }) => sources), ...sourcesIn(node['child'], scope)];
    }
    default: {
      const counted = countsRows(node) ? tablesOf(scope.relations) : [];
      const rows = counted.map((table) => ({ table, column: ROWS }));
      const skipped = orderingOf(node);
      const parts = Object.entries(node).filter(([key]) => !skipped.includes(key));
      return [...rows, ...parts.flatMap(([, entry]) => sourcesIn(entry, scope))];
    }
  }
}

/** Parts of an expression that only say which rows go together, and in which order: not those whose rank is the value. */
function orderingOf(node: SyntaxNode): readonly string[] {
  const isRank = textAt(node, 'class') === 'WINDOW' && nodesAt(node, 'children').length === 0;
  return isRank ? ['partitions'] : ['partitions', 'orders', 'arg_orders', 'order_bys'];
}

/** Parameters of a lambda, which hide columns of the same name; their values come from what it is applied to. */
function parametersOf(left: SyntaxNode): Relation {
  const names = [left, ...nodesAt(left, 'children')].flatMap((node) => namesAt(node, 'column_names'));
  const columns = names.map((name) => ({ name, sources: [], isUnchanged: false, expressions: [] }));
  return { alias: '', columns, tables: [], merged: new Set() };
}

/** Whether an expression is `count(*)`. */
function countsRows(node: SyntaxNode): boolean {
  return (
    ['count', 'count_star'].includes(textAt(node, 'function_name')) && nodesAt(node, 'children').length === 0
  );
}

/** What a name stands for: a column of a relation, or of any of them; else one named earlier in the same list. */
function findColumn(names: readonly string[], { relations, aliases }: Scope): ResolvedColumn {
  const name = names.at(-1)!;
  const candidates = names.length === 1 ? relations : relations.filter(({ alias }) => alias === names[0]);
  const column = candidates.flatMap(({ columns }) => columns).find((entry) => entry.name === name);
  const found = column ?? (names.length === 1 ? aliases.get(name) : undefined);
  if (found === undefined) throw new PipelineError(`lineage: there is no column ${names.join('.')}`);
  return found;
}

function unite(sources: readonly SourceColumn[]): SourceColumn[] {
  return [...new Map(sources.map((source) => [`${source.table}.${source.column}`, source])).values()];
}
