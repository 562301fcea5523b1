import type { Database } from '../../core/database.ts';
import { PipelineError } from '../../core/errors.ts';

/** A node of the syntax tree that `json_serialize_sql` gives: an expression, a query, something to select from. */
export interface SyntaxNode {
  readonly [key: string]: unknown;
}

/**
 * The syntax tree of one SELECT.
 *
 * @throws {PipelineError} If the text is no SELECT.
 */
export async function parseSelect(database: Database, sql: string): Promise<SyntaxNode> {
  const { tree } = await database.queryOne<{ tree: string }>(
    'select json_serialize_sql($sql::varchar)::varchar as tree',
    { sql },
  );
  // Places in the text are of no use, and some of them are no numbers that JavaScript can hold.
  const parsed = JSON.parse(tree, (key, value: unknown) =>
    key === 'query_location' ? undefined : value,
  ) as {
    readonly error: boolean;
    readonly error_message?: string;
    readonly statements?: readonly { readonly node: SyntaxNode }[];
  };
  const [statement] = parsed.statements ?? [];
  if (parsed.error || statement === undefined)
    throw new PipelineError(`expected a SELECT: ${parsed.error_message ?? sql}`);
  return statement.node;
}

/** Expressions as SQL text, in their order. */
export async function writeExpressions(
  database: Database,
  expressions: readonly SyntaxNode[],
): Promise<string[]> {
  const statements = expressions.map((expression) => ({
    error: false,
    statements: [{ node: { ...EMPTY_SELECT, select_list: [{ ...expression, alias: '' }] } }],
  }));
  const rows = await database.queryRows<{ text: string }>(
    `select json_deserialize_sql(statement) as text
    from (select unnest(from_json($statements::json, '["json"]')) as statement)`,
    { statements: JSON.stringify(statements) },
  );
  return rows.map(({ text }) => text.replace(/^SELECT /, ''));
}

const EMPTY_SELECT = {
  type: 'SELECT_NODE',
  modifiers: [],
  cte_map: { map: [] },
  from_table: { type: 'EMPTY', alias: '', sample: null },
  where_clause: null,
  group_expressions: [],
  group_sets: [],
  aggregate_handling: 'STANDARD_HANDLING',
  having: null,
  sample: null,
  qualify: null,
};

/** The nodes under a key; none if there are none. */
export function nodesAt(node: SyntaxNode, key: string): readonly SyntaxNode[] {
  return (node[key] ?? []) as readonly SyntaxNode[];
}

/** The node under a key that the tree always has. */
export function nodeAt(node: SyntaxNode, key: string): SyntaxNode {
  return node[key] as SyntaxNode;
}

/** The names under a key; none if there are none. */
export function namesAt(node: SyntaxNode, key: string): readonly string[] {
  return (node[key] ?? []) as readonly string[];
}

/** The text under a key; empty if there is none. */
export function textAt(node: SyntaxNode, key: string): string {
  const value = node[key];
  return typeof value === 'string' ? value : '';
}
