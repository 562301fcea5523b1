import type { Database } from '../../pipeline/core/database.ts';
import { PipelineError } from '../../pipeline/core/errors.ts';

/**
 * Names of the tables that a SELECT reads, sorted, without its own common table expressions.
 *
 * @param sql - One SELECT; `$parameters` are taken for null, as the parser knows no parameters outside a statement.
 * @throws {PipelineError} If it does not parse.
 */
export async function tablesRead(database: Database, sql: string): Promise<string[]> {
  const { tree } = await database.queryOne<{ tree: string }>(
    'select json_serialize_sql($sql::varchar) as tree',
    {
      sql: sql.replaceAll(/\$\w+/g, 'null'),
    },
  );
  const root = JSON.parse(tree) as { error: boolean; error_message?: string };
  if (root.error) throw new PipelineError(`cannot parse: ${root.error_message}`);
  const tables = new Set<string>();
  const expressions = new Set<string>();
  visitNodes(root, (node) => {
    if (node['type'] === 'BASE_TABLE') tables.add(String(node['table_name']));
    const commonTables = (node['cte_map'] as { map: { key: string }[] } | undefined)?.map ?? [];
    for (const { key } of commonTables) expressions.add(key);
  });
  return [...tables].filter((table) => !expressions.has(table)).sort();
}

/** Names of the `$parameters` of a statement, sorted; text in quotes and comments do not count. */
export function parametersUsed(sql: string): string[] {
  const code = sql.replaceAll(/--.*$/gm, '').replaceAll(/'(?:[^']|'')*'/g, "''");
  return [...new Set([...code.matchAll(/\$(\w+)/g)].map((match) => match[1]!))].sort();
}

function visitNodes(value: unknown, visit: (node: Record<string, unknown>) => void): void {
  if (typeof value !== 'object' || value === null) return;
  if (!Array.isArray(value)) visit(value as Record<string, unknown>);
  for (const child of Object.values(value)) visitNodes(child, visit);
}
