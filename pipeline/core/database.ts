import { makeFolder } from './make-folder.ts';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { DuckDBInstance, type DuckDBConnection, type DuckDBValue } from '@duckdb/node-api';
import {
  FileError,
  messageOf,
  PipelineError,
  QueryError,
  WarehouseLockedError,
  type QueryErrorContext,
} from './errors.ts';

/** A parameter of a statement. Dates and timestamps are passed as ISO text and cast in the SQL. */
export type Parameter = string | number | boolean | null;
export type Parameters = Readonly<Record<string, Parameter>>;

/** What a cell is when it reaches us: counts must be cast to integer or double in the query. */
export type Cell = string | number | boolean | null | Date | Cell[] | { [key: string]: Cell };

export interface DatabaseOptions {
  /** Path of the warehouse file, or `:memory:`. */
  readonly file: string;
  /** Worker threads of the database; default: one per core. */
  readonly threads?: number | undefined;
  /** For example `4GB`; default: the database's own (80 % of the machine). */
  readonly memoryLimit?: string | undefined;
  readonly readOnly?: boolean | undefined;
}

/** One open warehouse, one connection. The only way this project talks to DuckDB. */
export class Database {
  readonly file: string;
  readonly #instance: DuckDBInstance;
  readonly #connection: DuckDBConnection;

  private constructor(file: string, instance: DuckDBInstance, connection: DuckDBConnection) {
    this.file = file;
    this.#instance = instance;
    this.#connection = connection;
  }

  /**
   * Opens (and, unless read-only, creates) a warehouse.
   *
   * @throws {WarehouseLockedError} If another process holds it.
   * @throws {FileError} If the path cannot be opened as a file, or its folder not be created.
   * @throws {PipelineError} If the file is not a warehouse this version can read.
   */
  static async open({ file, threads, memoryLimit, readOnly = false }: DatabaseOptions): Promise<Database> {
    if (file !== ':memory:' && !readOnly) createFolderOf(file);
    const settings: Record<string, string> = { autoinstall_known_extensions: 'false' };
    // In memory there is no file to spill beside: the default would be a folder in the current one.
    if (file === ':memory:') settings['temp_directory'] = join(tmpdir(), 'medallion-segments-spill');
    if (readOnly) settings['access_mode'] = 'READ_ONLY';
    if (threads !== undefined) settings['threads'] = String(threads);
    if (memoryLimit !== undefined) settings['memory_limit'] = memoryLimit;
    try {
      const instance = await DuckDBInstance.create(file, settings);
      const connection = await instance.connect();
      await connection.run(`set timezone = 'UTC'`);
      return new Database(file, instance, connection);
    } catch (error) {
      throw explainOpenFailure(file, error);
    }
  }

  /** Runs one statement for its effect. */
  async execute(sql: string, parameters?: Parameters, sqlFile?: string): Promise<void> {
    await this.#run(sql, parameters, sqlFile);
  }

  /** Reads a small result as one object per row. */
  async queryRows<Row extends object = Record<string, Cell>>(
    sql: string,
    parameters?: Parameters,
    sqlFile?: string,
  ): Promise<Row[]> {
    const result = await this.#run(sql, parameters, sqlFile);
    return (await result.getRowObjectsJS()) as unknown as Row[];
  }

  /** Reads the first row. @throws {PipelineError} If there is none. */
  async queryOne<Row extends object = Record<string, Cell>>(
    sql: string,
    parameters?: Parameters,
  ): Promise<Row> {
    const [row] = await this.queryRows<Row>(sql, parameters);
    if (row === undefined) throw new PipelineError(`expected a row, got none: ${sql}`);
    return row;
  }

  /** Reads a wide or long result as one array per column: five times faster than by row. */
  async queryColumns(sql: string, parameters?: Parameters): Promise<Record<string, Cell[]>> {
    const result = await this.#run(sql, parameters);
    return (await result.getColumnsObjectJS()) as Record<string, Cell[]>;
  }

  /** Reads a result in blocks of a few thousand rows, without holding it as a whole. */
  async *streamRows<Row extends object>(sql: string, parameters?: Parameters): AsyncGenerator<Row[]> {
    const result = await this.#connection.stream(sql, bindingsOf(parameters));
    for await (const rows of result.yieldRowObjectJs()) yield rows as unknown as Row[];
  }

  /** Binds a statement against the current tables without running it. */
  async prepare(sql: string): Promise<void> {
    const statement = await this.#connection.prepare(sql);
    statement.destroySync();
  }

  /**
   * Appends rows to a table, column by column.
   *
   * @param columns - Every column of the table, in its order; all of one length. `null` and NaN become NULL.
   */
  async append(table: string, columns: readonly ColumnValues[]): Promise<void> {
    const appender = await this.#connection.createAppender(table);
    const rows = columns[0]?.values.length ?? 0;
    try {
      for (let i = 0; i < rows; i++) {
        for (const column of columns) {
          const value = column.values[i];
          if (value === null || value === undefined || Number.isNaN(value)) appender.appendNull();
          else if (column.kind === 'text') appender.appendVarchar(String(value));
          else if (column.kind === 'integer') appender.appendInteger(Number(value));
          else if (column.kind === 'boolean') appender.appendBoolean(Boolean(value));
          else appender.appendDouble(Number(value));
        }
        appender.endRow();
      }
      appender.flushSync();
    } finally {
      appender.closeSync();
    }
  }

  /** Runs the work in a transaction; anything thrown rolls everything back. */
  async transaction<T>(work: () => Promise<T>): Promise<T> {
    await this.execute('begin transaction');
    try {
      const result = await work();
      await this.execute('commit');
      return result;
    } catch (error) {
      await this.#connection.run('rollback').catch(() => undefined);
      throw error;
    }
  }

  /** Stops the statement that is running; it fails with an interrupt. */
  interrupt(): void {
    this.#connection.interrupt();
  }

  /** Closes the file and releases its lock. */
  close(): void {
    this.#connection.closeSync();
    this.#instance.closeSync();
  }

  async #run(sql: string, parameters?: Parameters, sqlFile?: string) {
    try {
      return await this.#connection.run(sql, bindingsOf(parameters));
    } catch (error) {
      throw explainFailure(error, { sql, sqlFile, parameterNames: Object.keys(parameters ?? {}) });
    }
  }
}

/** Values of one column to append; `kind` picks the type that is written. */
export interface ColumnValues {
  readonly kind: 'text' | 'integer' | 'double' | 'boolean';
  readonly values: ArrayLike<string | number | boolean | null | undefined>;
}

function bindingsOf(parameters?: Parameters): Record<string, DuckDBValue> | undefined {
  return parameters === undefined || Object.keys(parameters).length === 0 ? undefined : { ...parameters };
}

function createFolderOf(file: string): void {
  try {
    makeFolder(dirname(file));
  } catch (error) {
    throw new FileError(`cannot create the folder of the warehouse ${file}: ${messageOf(error)}`, {
      cause: error,
    });
  }
}

/** Tells what the machine lacks from what is wrong with a statement. */
function explainFailure(error: unknown, context: QueryErrorContext): PipelineError {
  const text = messageOf(error);
  if (text.startsWith('Out of Memory')) {
    return new PipelineError(
      `the database ran out of memory; raise --memory-limit or lower --threads (${firstLine(text)})`,
      { cause: error },
    );
  }
  if (/No space left on device/i.test(text)) {
    return new FileError(`the disk is full: ${firstLine(text)}`, { cause: error });
  }
  return new QueryError(withoutPersons(text), context, { cause: withoutPersons(text) });
}

/** The database quotes the value it stumbled over, which may be personal; messages end up in logs. */
function withoutPersons(text: string): string {
  return text
    .replaceAll(/\b(string|value) '[^']*'/gi, "$1 '...'")
    .replaceAll(/[^\s'"(),:;]+@[^\s'"(),:;]+/g, '(address)');
}

/** Turns what the driver says on opening into what the user can do about it. */
function explainOpenFailure(file: string, error: unknown): PipelineError {
  const text = messageOf(error);
  const holder = /Conflicting lock is held in (.+?) \(PID (\d+)\)/.exec(text);
  if (holder !== null || /Could not set lock|being used by another process/i.test(text)) {
    const who = holder === null ? 'another process' : `process ${holder[2]} (${holder[1]})`;
    return new WarehouseLockedError(
      `the warehouse ${file} is in use by ${who}; close it, or wait for it with --wait SECONDS`,
      { cause: error },
    );
  }
  if (/version number|newer version|storage version/i.test(text)) {
    return new PipelineError(
      `the warehouse ${file} was written by another version of DuckDB and cannot be opened here; update ` +
        `medallion-segments, or rebuild from the source files into a new file with --warehouse NEW.duckdb`,
      { cause: error },
    );
  }
  if (
    /not a valid DuckDB|corrupt|checksum|Serialization|deserialize|Failed to load|magic bytes|enough bytes/i.test(
      text,
    )
  ) {
    return new PipelineError(
      `the warehouse ${file} is damaged or not a DuckDB file; move it away and run again: everything in it is rebuilt ` +
        `from the source files (${firstLine(text)})`,
      { cause: error },
    );
  }
  if (/Permission denied|Is a directory|Read-only file system|No such file/i.test(text)) {
    return new FileError(`cannot open the warehouse ${file}: ${firstLine(text)}`, { cause: error });
  }
  return new PipelineError(`cannot open the warehouse ${file}: ${firstLine(text)}`, { cause: error });
}

function firstLine(text: string): string {
  return text.split('\n', 1)[0]!.slice(0, 300);
}
