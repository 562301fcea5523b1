import { createHash } from 'node:crypto';
import { existsSync } from 'node:fs';
import { closest } from 'fastest-levenshtein';
import { FileError, HeaderError, messageOf, UsageError } from '../core/errors.ts';
import { loadModel, loadModels, type SqlModel } from '../core/sql-catalog.ts';
import { TARGETS, type BronzeTarget } from './targets.ts';

/** A delivered column an adapter reads: its SELECT uses `name`, the file may spell it as any of `spellings`, the first of which counts. */
export interface AdapterColumn {
  readonly name: string;
  readonly spellings: readonly string[];
  readonly required: boolean;
}

/** A SELECT over `raw` (one row per delivered row, columns named by the header) that yields canonical columns. */
export interface Adapter {
  readonly name: string;
  readonly file: string;
  readonly sql: string;
  readonly columns: readonly AdapterColumn[];
  /** Identifies the SELECT: rows loaded by another one are loaded anew. */
  readonly fingerprint: string;
}

/**
 * Finds a shipped adapter by name, or reads one from a path ending in .sql.
 *
 * @throws {UsageError} If there is no adapter of that name or its header is not one.
 * @throws {FileError} If the path does not exist.
 */
export function loadAdapter(nameOrPath: string, target: BronzeTarget): Adapter {
  if (nameOrPath.endsWith('.sql')) return toAdapter(readOwnAdapter(nameOrPath));
  const shipped = loadModels('sources');
  const model = target.adapters.includes(nameOrPath) ? shipped.get(nameOrPath) : undefined;
  if (model === undefined) {
    const nearest = closest(nameOrPath, [...target.adapters]);
    throw new UsageError(
      `unknown adapter "${nameOrPath}": expected ${target.adapters.join(', ')} or the path of a .sql file; the closest is ${nearest}`,
    );
  }
  return toAdapter(model);
}

function readOwnAdapter(path: string): SqlModel {
  if (!existsSync(path)) throw new FileError(`cannot read the adapter ${path}: no such file`);
  try {
    return loadModel(path);
  } catch (error) {
    throw new UsageError(`the adapter ${path} cannot be used: ${messageOf(error)}`, { cause: error });
  }
}

function toAdapter(model: SqlModel): Adapter {
  const fingerprint = createHash('sha256').update(model.sql).digest('hex').slice(0, 16);
  const columns = [
    ...parseColumns(model.header['Needs'], true),
    ...parseColumns(model.header['Optional'], false),
  ];
  return { name: model.name, file: model.file, sql: model.sql, columns, fingerprint };
}

/** Parses `name|other spelling, name ...`; the SELECT uses the first spelling. */
function parseColumns(text: string | undefined, required: boolean): AdapterColumn[] {
  return (text ?? '')
    .split(/[,\n]/)
    .map((entry) => entry.split('|').map((spelling) => spelling.trim().toLowerCase()))
    .filter(([name]) => name !== undefined && name !== '')
    .map((spellings) => ({ name: spellings[0]!, spellings, required }));
}

/**
 * Header names as adapters see them: trimmed, lower case, single spaces, unique. An empty one is named by position, a
 * repeated one counted on: `a, a` becomes `a, a_2`. The name of the line number is ours: `_source_line` is counted on too.
 */
export function normaliseHeader(fields: readonly string[]): string[] {
  const taken = new Set(['_source_line']);
  return fields.map((field, index) => {
    const name =
      field
        .replace(/^\uFEFF/, '')
        .trim()
        .toLowerCase()
        .replace(/\s+/g, ' ') || `column_${index + 1}`;
    let unique = name;
    for (let count = 2; taken.has(unique); count++) unique = `${name}_${count}`;
    taken.add(unique);
    return unique;
  });
}

/** Required columns of an adapter that a header does not have, in the adapter's spelling. */
export function missingColumns(adapter: Adapter, header: readonly string[]): string[] {
  const lacks = (column: AdapterColumn) => !column.spellings.some((spelling) => header.includes(spelling));
  return adapter.columns.filter((column) => column.required && lacks(column)).map((column) => column.name);
}

/** Whether a header field is rather a value: an address, a number, a date. Such a field may be personal. */
function looksLikeValue(field: string): boolean {
  return field.includes('@') || /^[\d\s.,:/+-]+$/.test(field);
}

function showName(field: string): string {
  return looksLikeValue(field) ? '(a value)' : field.slice(0, 60);
}

/** @throws {FileError} Listing what was found and what is missing, and the shipped adapter that would fit. */
export function assertHeaderFits(
  path: string,
  header: readonly string[],
  to: { adapter: Adapter; target: BronzeTarget },
): void {
  const missing = missingColumns(to.adapter, header);
  if (missing.length === 0) return;
  const fitting = to.target.adapters.filter(
    (name) => name !== to.adapter.name && missingColumns(loadAdapter(name, to.target), header).length === 0,
  );
  // Two columns, as an identity map needs them, are too few to tell a file by.
  const other = [TARGETS.orders, TARGETS.events].find(
    (target) =>
      target.source !== to.target.source &&
      target.adapters.some((name) => missingColumns(loadAdapter(name, target), header).length === 0),
  );
  const advice = adviseOn(to.target, fitting[0], other);
  const found = header.slice(0, 40).map(showName).join(', ');
  const doubt = header.some(looksLikeValue)
    ? ' (it looks like a row of data: is the header line missing?)'
    : '';
  throw new HeaderError(
    `${path}, line 1: the adapter ${to.adapter.name} needs column(s) ${missing.join(', ')} which the header lacks${doubt}; ` +
      `found ${header.length}: ${found}; ${advice}`,
    { path, fits: other?.source ?? null },
  );
}

function adviseOn(
  { source }: BronzeTarget,
  fittingAdapter: string | undefined,
  other: BronzeTarget | undefined,
): string {
  const use = (adapter: string) =>
    source === 'orders' ? `--adapter ${adapter}` : `${source}.adapter: ${adapter} in the configuration`;
  if (fittingAdapter !== undefined)
    return `the adapter ${fittingAdapter} fits this header: use ${use(fittingAdapter)}`;
  if (other !== undefined) return `it looks like a file of ${other.source}: give it with --${other.source}`;
  return `no shipped adapter fits this header: write your own and pass it with ${use('FILE.sql')}`;
}
