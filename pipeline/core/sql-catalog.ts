import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { basename, join, relative, sep } from 'node:path';
import { PipelineError } from './errors.ts';
import { packageRoot } from './paths.ts';

/**
 * A SQL file: a header that states its contract, and one SELECT; for `.table.sql` one DDL statement, for `.columns.sql`, of
 * a table whose columns differ from run to run, nothing.
 */
export interface SqlModel {
  /** Name of the table it builds: the file's name. */
  readonly name: string;
  /** Path from the package root, with forward slashes: for messages. */
  readonly file: string;
  readonly description: string;
  readonly grain: string;
  /** Tables the SELECT reads. */
  readonly reads: readonly string[];
  /** Names of its `$parameters`. */
  readonly params: readonly string[];
  /** Every header line by its key, e.g. `Needs`, `Optional`, `Rule`; several lines of a key are joined by a line break. */
  readonly header: Readonly<Record<string, string>>;
  /** Statement without the header. */
  readonly sql: string;
}

/** A query over a finished table whose rows are violations. */
export interface SqlCheck {
  readonly table: string;
  readonly name: string;
  /** `fail` rolls the run back, `warn` goes to log and report. */
  readonly severity: 'fail' | 'warn';
  readonly description: string;
  readonly sql: string;
}

export type SqlFolder = 'sources' | 'bronze' | 'silver' | 'gold' | 'meta' | 'generate' | 'macros';

const SQL_ROOT = join(packageRoot, 'sql');

/** Parses one SQL file. @throws {PipelineError} If its first line does not name it. */
export function loadModel(path: string): SqlModel {
  const text = readFileSync(path, 'utf8').replaceAll('\r\n', '\n');
  const lines = text.split('\n');
  const end = lines.findIndex((line) => !line.startsWith('--'));
  const headerLines = lines.slice(0, end < 0 ? lines.length : end).map((line) => line.replace(/^-- ?/, ''));
  const name = basename(path).replace(/(\.table|\.columns)?\.sql$/, '');
  const title = /^(\S+): (.+)$/.exec(headerLines[0] ?? '');
  if (title === null || title[1] !== name) {
    throw new PipelineError(`${path}: the first line must be "-- ${name}: what the rows are"`);
  }
  const header = parseHeader(headerLines.slice(1));
  return {
    name,
    file: relative(packageRoot, path).split(sep).join('/'),
    description: title[2]!,
    grain: header['Grain'] ?? '',
    reads: splitNames(header['Reads']),
    params: [...(header['Params'] ?? '').matchAll(/\$(\w+)/g)].map((match) => match[1]!),
    header,
    sql: lines
      .slice(end < 0 ? lines.length : end)
      .join('\n')
      .trim(),
  };
}

/** Every model of a folder, that is every SELECT that is no check, by name. */
export function loadModels(folder: SqlFolder): ReadonlyMap<string, SqlModel> {
  return loadFolder(folder, (file) => !/\.(checks|table|columns)\.sql$/.test(file));
}

/** Every table definition (`.table.sql`) of a folder: the tables that TypeScript fills. */
export function loadTables(folder: SqlFolder): ReadonlyMap<string, SqlModel> {
  return loadFolder(folder, (file) => file.endsWith('.table.sql'));
}

/** Every description (`.columns.sql`) of a folder: tables that TypeScript makes, with columns that the data decide. */
export function loadDescriptions(folder: SqlFolder): ReadonlyMap<string, SqlModel> {
  return loadFolder(folder, (file) => file.endsWith('.columns.sql'));
}

function loadFolder(folder: SqlFolder, wanted: (file: string) => boolean): ReadonlyMap<string, SqlModel> {
  const path = join(SQL_ROOT, folder);
  const files = readdirSync(path).filter((file) => file.endsWith('.sql') && wanted(file));
  return new Map(
    files
      .sort()
      .map((file) => loadModel(join(path, file)))
      .map((model) => [model.name, model]),
  );
}

/**
 * The checks of a table: queries separated by lines `-- check: fail | name | description`.
 *
 * @returns An empty list if the table has no `.checks.sql`.
 */
export function loadChecks(folder: SqlFolder, table: string): SqlCheck[] {
  const path = join(SQL_ROOT, folder, `${table}.checks.sql`);
  if (!existsSync(path)) return [];
  const sections = readFileSync(path, 'utf8')
    .replaceAll('\r\n', '\n')
    .split(/^-- check: /m)
    .slice(1);
  return sections.map((section) => {
    const [head = '', ...body] = section.split('\n');
    const [severity = '', name = '', description = ''] = head.split('|').map((part) => part.trim());
    if ((severity !== 'fail' && severity !== 'warn') || name === '' || description === '') {
      throw new PipelineError(
        `${path}: expected "-- check: fail|warn | name | description", got "-- check: ${head}"`,
      );
    }
    return { table, name, severity, description, sql: body.join('\n').trim().replace(/;$/, '') };
  });
}

/**
 * Orders models so that each comes after the models it reads.
 *
 * @param targets - Names to build; everything they read (transitively) is included, and nothing else.
 * @param standing - Tables that stand already: neither they nor what only they read is included.
 * @throws {PipelineError} If models read each other in a circle.
 */
export function orderByReads(
  models: ReadonlyMap<string, SqlModel>,
  targets: readonly string[],
  standing: readonly string[] = [],
): SqlModel[] {
  const ordered: SqlModel[] = [];
  const state = new Map<string, 'visiting' | 'done'>();
  const visit = (name: string): void => {
    const model = models.get(name);
    if (model === undefined || standing.includes(name) || state.get(name) === 'done') return;
    if (state.get(name) === 'visiting')
      throw new PipelineError(`${model.file} reads itself through other models`);
    state.set(name, 'visiting');
    for (const read of model.reads) visit(read);
    state.set(name, 'done');
    ordered.push(model);
  };
  for (const target of targets) visit(target);
  return ordered;
}

function parseHeader(lines: readonly string[]): Record<string, string> {
  const header: Record<string, string> = {};
  let key = '';
  for (const line of lines) {
    const match = /^([A-Z][a-z]+):\s*(.*)$/.exec(line);
    if (match !== null) {
      key = match[1]!;
      header[key] = key in header ? `${header[key]}\n${match[2]}` : match[2]!;
    } else if (key !== '') {
      header[key] = `${header[key]} ${line.trim()}`;
    }
  }
  return header;
}

function splitNames(text: string | undefined): string[] {
  return (text ?? '')
    .split(',')
    .map((name) => name.trim().replace(/\.$/, ''))
    .filter((name) => name !== '' && name !== 'nothing');
}
