import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import type { Database, Parameters } from '../core/database.ts';
import { FileError, messageOf, UsageError } from '../core/errors.ts';
import { makeFolder } from '../core/make-folder.ts';
import { pickParameters } from '../core/models.ts';
import { quoteText } from '../core/quote.ts';
import type { SqlModel } from '../core/sql-catalog.ts';

const MS_PER_DAY = 86_400_000;

/** How COPY writes a file: of rows as CSV, or of finished lines as they stand because no character can ask for quotes. */
export const CSV_FORMAT = '(format csv, header)';
export const LINES_FORMAT = `(format csv, header false, quote '', escape '', delimiter E'\\x01')`;

/** Days from the first date to the last, both counted. @throws {UsageError} If one is no date like 2024-12-31. */
export function daysBetween(firstDate: string, lastDate: string): number {
  return (dayOf('last date', lastDate) - dayOf('first date', firstDate)) / MS_PER_DAY + 1;
}

/** Midnight UTC in milliseconds of an ISO date. */
function dayOf(name: string, text: string): number {
  const day = /^\d{4}-\d{2}-\d{2}$/.test(text) ? new Date(`${text}T00:00:00Z`) : new Date(NaN);
  // Date rolls 2024-02-30 over into March.
  if (Number.isNaN(day.getTime()) || day.toISOString().slice(0, 10) !== text) {
    throw new UsageError(`generate: the ${name} must be a date like 2024-12-31, got ${text}`);
  }
  return day.getTime();
}

/**
 * Creates a folder and empty files in it, so that a folder without permission fails at once and not after the work.
 *
 * @returns The paths of the files.
 * @throws {FileError} If folder or file cannot be written.
 */
export function openFiles<Names extends Readonly<Record<string, string>>>(
  out: string,
  names: Names,
): { readonly [Name in keyof Names]: string } {
  const paths = Object.entries(names).map(([key, name]) => [key, join(out, name)] as const);
  try {
    makeFolder(out);
    for (const [, path] of paths) writeFileSync(path, '');
  } catch (error) {
    throw new FileError(`cannot write to the folder ${out}: ${messageOf(error)}`, { cause: error });
  }
  return Object.fromEntries(paths) as { readonly [Name in keyof Names]: string };
}

/** Runs work over the temporary tables of models, which are dropped whatever happens. */
export async function withTemporaryTables<Result>(
  database: Database,
  { models, parameters }: { readonly models: readonly SqlModel[]; readonly parameters: Parameters },
  work: () => Promise<Result>,
): Promise<Result> {
  try {
    for (const model of models) {
      await database.execute(
        `create or replace temp table ${model.name} as\n${model.sql}`,
        pickParameters(model, parameters),
        model.file,
      );
    }
    return await work();
  } finally {
    for (const model of models) await database.execute(`drop table if exists temp.${model.name}`);
  }
}

/** Writes the rows of a model to a file. @throws {FileError} If it cannot be written. */
export async function copyTo(
  database: Database,
  model: SqlModel,
  { file, format }: { readonly file: string; readonly format: string },
): Promise<void> {
  try {
    await database.execute(`copy (\n${model.sql}\n) to ${quoteText(file)} ${format}`, {}, model.file);
  } catch (error) {
    throw new FileError(`cannot write ${file}: ${messageOf(error)}`, { cause: error });
  }
}

/** Rows by the values of a column. */
export async function countBy(
  database: Database,
  column: string,
  source: string,
): Promise<Record<string, number>> {
  const rows = await database.queryRows<{ value: string; count: number }>(
    `select ${column} as value, count(*)::double as count from ${source} group by ${column} order by ${column}`,
  );
  return Object.fromEntries(rows.map(({ value, count }) => [value, count]));
}
