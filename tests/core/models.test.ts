import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { Database } from '../../pipeline/core/database.ts';
import { DataCheckError, PipelineError, QueryError } from '../../pipeline/core/errors.ts';
import {
  buildTable,
  countRows,
  createMacros,
  createTables,
  hasTable,
  pickParameters,
  runChecks,
} from '../../pipeline/core/models.ts';
import { loadTables, type SqlModel } from '../../pipeline/core/sql-catalog.ts';

let database: Database;
beforeEach(async () => {
  database = await Database.open({ file: ':memory:' });
});
afterEach(() => database.close());

const model = (sql: string, params: readonly string[] = []): SqlModel => ({
  name: 'numbers',
  file: 'sql/silver/numbers.sql',
  description: '',
  grain: '',
  reads: [],
  params,
  header: {},
  sql,
});

describe('buildTable(database, model, parameters)', () => {
  it('creates the table, replaces it the next time, and counts its rows', async () => {
    const upTo = model('select i::integer as i from range($count::integer) as r(i)', ['count']);
    expect(await buildTable(database, upTo, { count: 3, unused: 'x' })).toBe(3);
    expect(await buildTable(database, upTo, { count: 2 })).toBe(2);
    expect(await database.queryRows('select i from numbers order by i')).toEqual([{ i: 0 }, { i: 1 }]);
  });

  it('names file and parameter if a parameter is missing', async () => {
    const upTo = model('select $count as i', ['count']);
    await expect(buildTable(database, upTo, {})).rejects.toThrow(
      'sql/silver/numbers.sql needs $count, which nobody provides',
    );
    await expect(buildTable(database, upTo, {})).rejects.toThrow(PipelineError);
    expect(await hasTable(database, 'numbers')).toBe(false);
  });

  it('names the file if the statement fails', async () => {
    const failure = buildTable(database, model('select nonsense'), {});
    await expect(failure).rejects.toThrow(/sql\/silver\/numbers\.sql/);
    await expect(failure).rejects.toBeInstanceOf(QueryError);
  });
});

describe('pickParameters(model, parameters)', () => {
  it('picks those that are declared, null included', () => {
    const declared = model('', ['a', 'b']);
    expect(pickParameters(declared, { a: null, b: 0, c: 'x' })).toEqual({ a: null, b: 0 });
  });
});

describe('runChecks(database, folder, table)', () => {
  const row = { target_table: 't', adapter: 'a', reading_fingerprint: 'f', size_bytes: 1, run_id: 'r' };
  const insertFile = (path: string, rowsInFile: number) =>
    database.execute(
      `insert into bronze_files by name select $path as path, $target_table as target_table, $adapter as adapter,
        $reading_fingerprint as reading_fingerprint, $size_bytes as size_bytes, 'h' || $path as content_hash, $rows as rows_in_file,
        1 as rows_loaded, 0 as rows_rejected, 0 as rows_duplicate, timestamp '2024-01-01' as loaded_at, $run_id as run_id`,
      { ...row, path, rows: rowsInFile },
    );
  beforeEach(() => createTables(database, 'bronze'));

  it('finds nothing in a table that keeps its contract', async () => {
    await insertFile('good.csv', 1);
    expect(await runChecks(database, 'bronze', 'bronze_files')).toEqual([]);
  });

  it('ends at a violated check with its name, the count and hashes of at most five rows', async () => {
    for (let i = 0; i < 7; i++) await insertFile(`ann${i}@example.com.csv`, 5);
    const thrown: unknown = await runChecks(database, 'bronze', 'bronze_files').catch(
      (error: unknown) => error,
    );
    expect(thrown).toBeInstanceOf(DataCheckError);
    const { failed, message, exitCode } = thrown as DataCheckError;
    expect(exitCode).toBe(3);
    expect(failed).toMatchObject({ table: 'bronze_files', violationCount: 7 });
    expect(failed.sampleKeys).toHaveLength(5);
    for (const key of failed.sampleKeys) expect(key).toMatch(/^[0-9a-f]{12}$/);
    expect(message).toContain(`check ${failed.check} found 7 row(s)`);
    expect(message).not.toContain('example.com');
  });
});

describe('tables and macros', () => {
  it('are created once and kept the next time', async () => {
    await createTables(database, 'meta');
    await database.execute(
      `insert into pipeline_runs by name select 'r' as run_id, 'run' as command, 'gold' as layer, 'running' as status,
        timestamp '2024-01-01' as started_at, '1' as version`,
    );
    await createTables(database, 'meta');
    expect(await countRows(database, 'pipeline_runs')).toBe(1);
    for (const name of loadTables('meta').keys()) expect(await hasTable(database, name)).toBe(true);
    expect(await hasTable(database, 'pipeline')).toBe(false);
  });

  it('are defined for a connection, as often as asked', async () => {
    await createMacros(database);
    await createMacros(database);
    const ratio = await database.queryOne(
      'select safe_ratio(1, 4)::double as quarter, safe_ratio(1, 0)::double as none',
    );
    expect(ratio).toEqual({ quarter: 0.25, none: null });
  });
});

describe('createTables(database, folder, options)', () => {
  it('refuses a table of another version, and makes it anew on request', async () => {
    await createTables(database, 'bronze');
    await createTables(database, 'bronze');
    await database.execute('alter table bronze_rejects drop column target_table');
    await expect(createTables(database, 'bronze')).rejects.toThrow('bronze_rejects has other columns');
    await createTables(database, 'gold', { only: ['scored_customers'] });
    expect(await hasTable(database, 'scored_customers')).toBe(true);
    expect(await hasTable(database, 'clustering_results')).toBe(false);
    await createTables(database, 'bronze', { rebuild: true });
    await createTables(database, 'bronze');
    expect(await hasTable(database, 'expected_layout')).toBe(false);
  });
});
