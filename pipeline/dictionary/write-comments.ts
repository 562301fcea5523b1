import type { ColumnText } from '../core/column-texts.ts';
import type { Database } from '../core/database.ts';
import { quoteName, quoteText } from '../core/quote.ts';
import { createColumnLookup, toSentence } from './describe-columns.ts';
import { documentedTables } from './documented-tables.ts';

interface StandingComment {
  table_name: string;
  /** Null for the table itself. */
  column_name: string | null;
  comment: string | null;
}

/**
 * Sets the comment of every table and column of the pipeline that has not the one of the catalog: those made or replaced
 * since (which drops comments), and those whose text another version worded differently. Other tables are left alone, as
 * are those of these names in other schemas.
 *
 * @returns How many comments were set.
 * @remarks All in one string of statements: a fifth of the time of one by one.
 */
export async function writeComments(database: Database): Promise<number> {
  const tables = documentedTables();
  const lookUp = createColumnLookup(tables);
  const descriptions = new Map(
    tables.map(({ model }) => [model.name, `${toSentence(model.description)} ${toSentence(model.grain)}`]),
  );
  const standing = await database.queryRows<StandingComment>(
    `select table_name, null as column_name, comment from duckdb_tables()
    where database_name = current_database() and schema_name = current_schema() and not temporary
    union all
    select table_name, column_name, comment from duckdb_columns()
    where database_name = current_database() and schema_name = current_schema() and not internal
    order by all`,
  );
  const statements = standing.flatMap(({ table_name: table, column_name: column, comment }) => {
    const description = descriptions.get(table);
    if (description === undefined) return [];
    const text = column === null ? undefined : lookUp(table, column);
    const wanted = column === null ? description : text && describeColumn(text);
    if (wanted === undefined || wanted === comment) return [];
    const subject =
      column === null ? `table ${quoteName(table)}` : `column ${quoteName(table)}.${quoteName(column)}`;
    return [`comment on ${subject} is ${quoteText(wanted)}`];
  });
  if (statements.length > 0) await database.execute(statements.join(';\n'));
  return statements.length;
}

/** Everything a comment says of a column, in sentences. */
export function describeColumn({ meaning, unit, range, nullRule }: ColumnText): string {
  return [
    toSentence(meaning),
    ...(unit === null ? [] : [`Unit: ${unit}.`]),
    ...(range === null ? [] : [`Range: ${range}.`]),
    `Null: ${nullRule}.`,
  ].join(' ');
}
