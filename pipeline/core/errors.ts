/** Base of every failure this project raises on purpose. `exitCode` is what the command line returns. */
export class PipelineError extends Error {
  /** 1: a fault of ours, or a state of the machine that no other code describes. */
  readonly exitCode: number = 1;
  override readonly name: string = 'PipelineError';
}

/** Wrong arguments or configuration (exit 2). The message is the whole story: what, where, expected, closest. */
export class UsageError extends PipelineError {
  override readonly exitCode = 2;
  override readonly name = 'UsageError';
}

/** Data or a model that does not pass a gate, too little data included (exit 3). */
export class DataError extends PipelineError {
  override readonly exitCode = 3;
  override readonly name = 'DataError';
}

/** The warehouse is held by another process (exit 4). */
export class WarehouseLockedError extends PipelineError {
  override readonly exitCode = 4;
  override readonly name = 'WarehouseLockedError';
}

/** A file that cannot be read or written (exit 5). */
export class FileError extends PipelineError {
  override readonly exitCode = 5;
  override readonly name = 'FileError';
}

/** A file whose header does not fit its adapter. */
export class HeaderError extends FileError {
  readonly path: string;
  /** The source whose header it looks like, if it does. */
  readonly fits: string | null;

  constructor(message: string, { path, fits }: { readonly path: string; readonly fits: string | null }) {
    super(message);
    this.path = path;
    this.fits = fits;
  }
}

/** The user interrupted the run; the transaction was rolled back (exit 130). */
export class InterruptedError extends PipelineError {
  override readonly exitCode = 130;
  override readonly name = 'InterruptedError';
}

/** A kernel was called with arguments it does not accept, e.g. `kMeans: k must be an integer in [1, 266], got 300`. */
export class InvalidInputError extends PipelineError {
  override readonly name = 'InvalidInputError';
}

/** Context a failed statement is reported with. Parameter values are left out: they may be personal. */
export interface QueryErrorContext {
  readonly sql: string;
  readonly sqlFile?: string | undefined;
  readonly parameterNames?: readonly string[] | undefined;
}

/** A statement the database refused; keeps the statement and the names (never the values) of its parameters. */
export class QueryError extends PipelineError {
  override readonly name = 'QueryError';
  readonly sql: string;
  readonly sqlFile: string | undefined;
  readonly parameterNames: readonly string[];

  constructor(message: string, context: QueryErrorContext, options?: ErrorOptions) {
    const where = context.sqlFile === undefined ? '' : ` (${context.sqlFile})`;
    super(`${message}${where}`, options);
    this.sql = context.sql;
    this.sqlFile = context.sqlFile;
    this.parameterNames = context.parameterNames ?? [];
  }
}

/** What a failed check found. Sample keys of persons are hashed before they come here. */
export interface FailedCheck {
  readonly table: string;
  readonly check: string;
  readonly description: string;
  readonly violationCount: number;
  readonly sampleKeys: readonly string[];
}

/** A `fail` check of a table returned rows: the table breaks its contract (exit 3). */
export class DataCheckError extends DataError {
  readonly failed: FailedCheck;

  constructor(failed: FailedCheck) {
    super(
      `${failed.table}: check ${failed.check} found ${failed.violationCount} row(s): ${failed.description}` +
        (failed.sampleKeys.length === 0 ? '' : ` (for example ${failed.sampleKeys.join('; ')})`),
    );
    this.failed = failed;
  }
}

/** Text of anything thrown. */
export function messageOf(error: unknown): string {
  return error instanceof Error ? error.message : String(error);
}
