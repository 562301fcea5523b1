import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { Database } from '../core/database.ts';
import { DataError, FileError, messageOf, PipelineError, QueryError, UsageError } from '../core/errors.ts';
import { countRows } from '../core/models.ts';
import { quoteName, quoteText } from '../core/quote.ts';
import { assertHeaderFits, normaliseHeader, type Adapter } from './adapters.ts';
import { readCsv, type CsvOptions, type Reject } from './read-csv.ts';
import type { SourceFile } from './source-files.ts';
import { parseSqliteSource, readSqlite } from './sqlite-source.ts';
import type { BronzeTarget } from './targets.ts';

/** Where the rows of a file went: rowsInFile = rowsLoaded + rowsRejected + rowsDuplicate. */
export interface FileLedger {
  readonly rowsInFile: number;
  readonly rowsLoaded: number;
  readonly rowsRejected: number;
  readonly rowsDuplicate: number;
}

export interface LoadOptions {
  readonly target: BronzeTarget;
  readonly adapter: Adapter;
  readonly csv: CsvOptions;
  readonly runId: string;
  /** ISO timestamp. */
  readonly loadedAt: string;
}

/**
 * Loads one file into its bronze table: delivered rows -> adapter -> canonical text columns + lineage.
 *
 * A row whose delivered values stand in the table already, from this file or another, is counted as a duplicate.
 *
 * @throws {FileError} If the file cannot be read or its header does not fit the adapter.
 * @throws {UsageError} If the adapter's SELECT fails or does not yield one row per delivered row.
 */
export async function loadFile(
  database: Database,
  file: SourceFile,
  options: LoadOptions,
): Promise<FileLedger> {
  const raw = isParquet(file.path)
    ? await stageParquet(database, file.path, options)
    : await stageRecords(database, file.path, options);
  await adapt(database, raw.rows, options);
  const rowsLoaded = await insertNewRows(database, raw.columns, { file, ...options });
  await database.execute('drop table raw');
  await database.execute('drop table adapted');
  await writeRejects(database, file.path, { rejects: raw.rejects, ...options });
  return {
    rowsInFile: raw.rows + raw.rejects.length,
    rowsLoaded,
    rowsRejected: raw.rejects.length,
    rowsDuplicate: raw.rows - rowsLoaded,
  };
}

/** The temp table `raw`: delivered rows as text with `_source_line`. */
interface RawRows {
  readonly columns: readonly string[];
  readonly rows: number;
  readonly rejects: readonly Reject[];
}

async function stageRecords(database: Database, path: string, options: LoadOptions): Promise<RawRows> {
  const folder = mkdtempSync(join(tmpdir(), 'medallion-segments-'));
  try {
    const copy = join(folder, 'records.csv');
    let columns: string[] = [];
    const onHeader = (fields: readonly string[]) => {
      columns = normaliseHeader(fields);
      assertHeaderFits(path, columns, options);
    };
    const sqlite = parseSqliteSource(path);
    const content =
      sqlite === null
        ? await readCsv(path, copy, { ...options.csv, onHeader })
        : await readSqlite(sqlite, copy, { maxRecordBytes: options.csv.maxRecordBytes, onHeader });
    if (content.header.length === 0) throw new DataError(`${path} is empty: expected a header line and rows`);
    const rows = await createRawTable(database, copy, { columns, delimiter: content.delimiter, options });
    if (rows !== content.accepted) {
      throw new PipelineError(
        `${path}: ${content.accepted} records were handed to DuckDB, which read ${rows}`,
      );
    }
    return { columns, rows, rejects: content.rejects };
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}

async function createRawTable(
  database: Database,
  copy: string,
  { columns, delimiter, options }: { columns: readonly string[]; delimiter: string; options: LoadOptions },
): Promise<number> {
  const types = columns.map((_, index) => `'c${index}': 'VARCHAR'`).join(', ');
  const names = columns.map((name, index) => `c${index} as ${quoteName(name)}`);
  await database.execute(
    `create or replace temp table raw as
    select ${['_source_line', ...names, ...adapterColumns(columns, options.adapter)].join(', ')}
    from read_csv($copy, header = false, auto_detect = false, delim = $delimiter, quote = '"', escape = '"',
      new_line = '\\n', max_line_size = $longest, columns = {'_source_line': 'BIGINT', ${types}})`,
    { copy, delimiter, longest: Math.max(2_097_152, options.csv.maxRecordBytes * 2) },
  );
  return countRows(database, 'raw');
}

async function stageParquet(database: Database, path: string, options: LoadOptions): Promise<RawRows> {
  const delivered = await readingParquet(path, () =>
    database.queryRows<{ column_name: string }>('describe select * from read_parquet($path)', { path }),
  );
  const columns = normaliseHeader(delivered.map((column) => column.column_name));
  assertHeaderFits(path, columns, options);
  const names = delivered.map(
    (column, i) => `${quoteName(column.column_name)}::varchar as ${quoteName(columns[i]!)}`,
  );
  const selected = ['file_row_number + 1 as _source_line', ...names];
  await readingParquet(path, () =>
    database.execute(
      `create or replace temp table raw as
      select ${[...selected, ...adapterColumns(columns, options.adapter)].join(', ')}
      from read_parquet($path, file_row_number = true)`,
      { path },
    ),
  );
  return { columns, rows: await countRows(database, 'raw'), rejects: [] };
}

/** What the database says about a damaged file is about the file, not a fault of ours. */
async function readingParquet<T>(path: string, work: () => Promise<T>): Promise<T> {
  try {
    return await work();
  } catch (error) {
    const reason = messageOf(error).split('\n', 1)[0]!;
    throw new FileError(`cannot read ${path} as Parquet: ${reason}`, { cause: error });
  }
}

/**
 * The columns an adapter reads under its own spelling, where the file spells them otherwise or lacks them. Of several
 * spellings in one file the adapter's first one counts.
 */
function adapterColumns(columns: readonly string[], adapter: Adapter): string[] {
  return adapter.columns
    .filter((column) => !columns.includes(column.name))
    .map((column) => {
      const found = column.spellings.find((spelling) => columns.includes(spelling));
      const source = found === undefined ? 'null::varchar' : quoteName(found);
      return `${source} as ${quoteName(column.name)}`;
    });
}

async function adapt(database: Database, rawRows: number, { adapter, target }: LoadOptions): Promise<void> {
  try {
    await database.execute(
      `create or replace temp table adapted as\n${adapter.sql}`,
      undefined,
      adapter.file,
    );
  } catch (error) {
    if (error instanceof QueryError) {
      throw new UsageError(`the adapter ${adapter.file} fails: ${error.message}`, { cause: error });
    }
    throw error;
  }
  const described = await database.queryRows<{ column_name: string }>('describe adapted');
  const yielded = described.map((column) => column.column_name.toLowerCase());
  const lacking = ['_source_line', ...target.required].filter((name) => !yielded.includes(name));
  const unknown = yielded.filter(
    (name) => !['_source_line', ...target.required, ...target.optional].includes(name),
  );
  if (lacking.length > 0 || unknown.length > 0) {
    throw new UsageError(
      `the adapter ${adapter.file} must yield _source_line and the canonical columns; ` +
        `missing: ${lacking.join(', ') || 'none'}; unknown: ${unknown.join(', ') || 'none'}`,
    );
  }
  const { rows, lines } = await database.queryOne<{ rows: number; lines: number }>(
    'select count(*)::double as rows, count(distinct _source_line)::double as lines from adapted',
  );
  if (rows !== rawRows || lines !== rawRows) {
    throw new UsageError(
      `the adapter ${adapter.file} must yield each delivered row once: it got ${rawRows} rows and yielded ${rows} (${lines} distinct lines)`,
    );
  }
}

/** Leaves out rows whose delivered values stand in the table or earlier in the file. */
function onlyNew(table: string): string {
  return `where not exists (select 1 from ${table} as loaded where loaded._row_hash = hashed._row_hash)
    qualify row_number() over (partition by _row_hash order by _source_line) = 1`;
}

/** Inserts the adapted rows whose delivered values are new; returns how many. */
async function insertNewRows(
  database: Database,
  columns: readonly string[],
  { file, target, runId, loadedAt }: LoadOptions & { file: SourceFile },
): Promise<number> {
  const before = await countRows(database, target.table);
  await database.execute(
    `insert into ${target.table} by name
    with named as (select *, lower(clean_text(${target.personColumn})) as person from adapted),
    hashed as (
      select named.* exclude (person), ${rowHash(columns, target.personColumn)} as _row_hash
      from named inner join raw using (_source_line)
    )
    select *, $path as _source_file, $loadedAt::timestamp as _loaded_at, $runId as _run_id
    from hashed
    ${target.dropsDuplicates ? onlyNew(target.table) : ''}`,
    { path: file.path, loadedAt, runId },
  );
  return (await countRows(database, target.table)) - before;
}

/**
 * 128 bits over all delivered values of a row, in the order of their names. The value that names the person counts
 * cleaned and in lower case, so that the same row with the address spelt otherwise is the same row.
 */
function rowHash(columns: readonly string[], personColumn: string): string {
  const values = columns.toSorted().map((name) => {
    const value = `raw.${quoteName(name)}`;
    return `coalesce(case when ${value} = named.${personColumn} then named.person else ${value} end, chr(30))`;
  });
  const header = quoteText(columns.toSorted().join('\u001f'));
  return `md5_number(concat_ws(chr(31), ${header}, ${values.join(', ')}))`;
}

async function writeRejects(
  database: Database,
  path: string,
  { rejects, target, runId }: Pick<LoadOptions, 'target' | 'runId'> & { rejects: readonly Reject[] },
): Promise<void> {
  await database.append('bronze_rejects', [
    { kind: 'text', values: rejects.map(() => path) },
    { kind: 'integer', values: rejects.map((reject) => reject.line) },
    { kind: 'text', values: rejects.map((reject) => reject.raw) },
    { kind: 'text', values: rejects.map((reject) => reject.reason) },
    { kind: 'text', values: rejects.map(() => target.table) },
    { kind: 'text', values: rejects.map(() => runId) },
  ]);
}

function isParquet(path: string): boolean {
  return /\.(parquet|pq)$/i.test(path);
}
