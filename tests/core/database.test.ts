import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { Database } from '../../pipeline/core/database.ts';
import { FileError, PipelineError, QueryError } from '../../pipeline/core/errors.ts';

let database: Database;
beforeEach(async () => {
  database = await Database.open({ file: ':memory:', threads: 2 });
});
afterEach(() => database.close());

describe('append(table, columns)', () => {
  it('writes null and NaN as null, in every kind of column', async () => {
    await database.execute('create table cells (t varchar, i integer, d double, b boolean)');
    await database.append('cells', [
      { kind: 'text', values: ['', null, 'é', undefined] },
      { kind: 'integer', values: Int32Array.from([0, -1, 2147483647, 3]) },
      { kind: 'double', values: Float64Array.from([NaN, -0.5, 1e300, Infinity]) },
      { kind: 'boolean', values: [true, false, null, true] },
    ]);
    expect(await database.queryRows('select * from cells')).toEqual([
      { t: '', i: 0, d: null, b: true },
      { t: null, i: -1, d: -0.5, b: false },
      { t: 'é', i: 2147483647, d: 1e300, b: null },
      { t: null, i: 3, d: Infinity, b: true },
    ]);
  });

  it('writes no row from empty columns', async () => {
    await database.execute('create table cells (t varchar)');
    await database.append('cells', [{ kind: 'text', values: [] }]);
    expect(await database.queryRows('select * from cells')).toEqual([]);
  });

  it('refuses null in a column that may not be null', async () => {
    await database.execute('create table cells (d double not null)');
    await expect(database.append('cells', [{ kind: 'double', values: [NaN] }])).rejects.toThrow(/NOT NULL/);
  });
});

describe('transaction(work)', () => {
  beforeEach(() => database.execute('create table numbers as select 1::integer as n'));
  const numbers = () => database.queryRows('select n from numbers order by n');

  it('commits what the work did and returns its result', async () => {
    const result = await database.transaction(async () => {
      await database.execute('insert into numbers values (2)');
      return 'done';
    });
    expect(result).toBe('done');
    expect(await numbers()).toEqual([{ n: 1 }, { n: 2 }]);
  });

  it('restores replaced, dropped and new tables if the work throws', async () => {
    const work = database.transaction(async () => {
      await database.execute(`create or replace table numbers as select 'other' as t`);
      await database.execute('create table new_one as select 1 as n');
      throw new Error('no');
    });
    await expect(work).rejects.toThrow('no');
    expect(await numbers()).toEqual([{ n: 1 }]);
    await expect(database.queryRows('select * from new_one')).rejects.toThrow(QueryError);
  });

  it('is usable again after a statement in it failed', async () => {
    await expect(database.transaction(() => database.execute('select nonsense'))).rejects.toThrow(QueryError);
    await database.transaction(() => database.execute('insert into numbers values (3)'));
    expect(await numbers()).toEqual([{ n: 1 }, { n: 3 }]);
  });
});

describe('queries', () => {
  it('read a result by row, by column and in blocks alike', async () => {
    const sql = `select i::integer as i, case when i % 2 = 0 then 'even' end as t from range(5000) as r(i) order by i`;
    const rows = await database.queryRows(sql);
    const columns = await database.queryColumns(sql);
    const streamed: object[] = [];
    let blocks = 0;
    for await (const block of database.streamRows(sql)) {
      streamed.push(...block);
      blocks += 1;
    }
    expect(streamed).toEqual(rows);
    expect(blocks).toBeGreaterThan(1);
    expect(columns['i']).toEqual(rows.map((row) => row['i']));
    expect(columns['t']!.slice(0, 2)).toEqual(['even', null]);
  });

  it('bind parameters by name, null included', async () => {
    const sql = 'select $a::integer as a, $b::varchar as b';
    expect(await database.queryOne(sql, { a: 1, b: null })).toEqual({ a: 1, b: null });
  });

  it('read timestamps in UTC, whatever the zone of the process', async () => {
    const row = await database.queryOne<{ t: Date }>(`select timestamp '2024-07-01 12:00:00' as t`);
    expect(row.t.toISOString()).toBe('2024-07-01T12:00:00.000Z');
    expect(await database.queryOne(`select current_setting('TimeZone') as zone`)).toEqual({ zone: 'UTC' });
  });

  it('refuse to read one row of none', async () => {
    await expect(database.queryOne('select 1 where false')).rejects.toThrow(/expected a row, got none/);
  });

  it('fail with statement, file and names of parameters, never their values', async () => {
    const failing = database.execute(
      'select nonsense from nowhere where a = $email',
      { email: 'ann@example.com' },
      'sql/a.sql',
    );
    const error: QueryError = await failing.then(
      () => Promise.reject(new Error('no error')),
      (thrown: QueryError) => thrown,
    );
    expect(error).toBeInstanceOf(QueryError);
    expect(error).toMatchObject({ sqlFile: 'sql/a.sql', parameterNames: ['email'] });
    expect(error.message).toContain('(sql/a.sql)');
    expect(`${error.message}${JSON.stringify(error)}`).not.toContain('ann@example.com');
  });

  it('say what to do when the memory does not suffice', async () => {
    const small = await Database.open({ file: ':memory:', threads: 1, memoryLimit: '20MB' });
    await small.execute(`set temp_directory = ''`);
    const sorting = small.execute(
      'create table t as select hash(i) as h from range(5000000) as r(i) order by h',
    );
    await expect(sorting).rejects.toThrow(
      /^the database ran out of memory; raise --memory-limit or lower --threads \([^\n]+\)$/,
    );
    await expect(sorting).rejects.not.toBeInstanceOf(QueryError);
    small.close();
  });

  it('bind without running when prepared', async () => {
    await database.prepare('create table prepared as select 1 as n');
    await expect(database.queryRows('select * from prepared')).rejects.toThrow(QueryError);
    await expect(database.prepare('select nonsense')).rejects.toThrow();
  });

  it('end when interrupted', async () => {
    const endless = database.execute('select count(*) from range(1000000000000) as r(i) where hash(i) = 0');
    setTimeout(() => database.interrupt(), 50);
    await expect(endless).rejects.toThrow(/interrupt/i);
  });
});

describe('Database.open(options)', () => {
  let folder: string;
  beforeAll(() => {
    folder = mkdtempSync(join(tmpdir(), 'database-'));
  });
  afterAll(() => rmSync(folder, { recursive: true }));

  it('creates the folder of a new warehouse and opens it again for reading', async () => {
    const file = join(folder, 'a', 'b', 'w.duckdb');
    const first = await Database.open({ file });
    await first.execute('create table t as select 1::integer as n');
    first.close();
    const second = await Database.open({ file, readOnly: true });
    expect(await second.queryRows('select * from t')).toEqual([{ n: 1 }]);
    await expect(second.execute('drop table t')).rejects.toThrow(/read-only/);
    second.close();
  });

  it('refuses a file that is no warehouse and a folder that cannot be', async () => {
    const file = join(folder, 'text.duckdb');
    writeFileSync(file, 'text');
    await expect(Database.open({ file })).rejects.toThrow(/is damaged or not a DuckDB file; move it away/);
    await expect(Database.open({ file })).rejects.toMatchObject({ exitCode: 1, constructor: PipelineError });
    await expect(Database.open({ file: join(file, 'w.duckdb') })).rejects.toBeInstanceOf(FileError);
  });

  it('takes limits on threads and memory', async () => {
    const limited = await Database.open({ file: ':memory:', threads: 1, memoryLimit: '64MB' });
    const sql = `select current_setting('threads')::integer as threads, current_setting('memory_limit') as memory`;
    expect(await limited.queryOne(sql)).toEqual({ threads: 1, memory: '61.0 MiB' });
    limited.close();
  });
});
