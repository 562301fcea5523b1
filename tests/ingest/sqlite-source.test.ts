import { Buffer } from 'node:buffer';
import {
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  rmSync,
  truncateSync,
  writeFileSync,
} from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import sqlite from 'node-sqlite3-wasm';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { Database } from '../../pipeline/core/database.ts';
import { FileError, UsageError } from '../../pipeline/core/errors.ts';
import { createRandom } from '../../pipeline/core/random.ts';
import type { CsvContent } from '../../pipeline/ingest/read-csv.ts';
import { parseSqliteSource, readSqlite, type SqliteOptions } from '../../pipeline/ingest/sqlite-source.ts';

let root: string;
let file: string;
let copy: string;

beforeEach(() => {
  root = mkdtempSync(join(tmpdir(), 'sqlite-source-'));
  mkdirSync(join(root, 'shop'));
  mkdirSync(join(root, 'temporary'));
  file = join(root, 'shop', 'shop.db');
  copy = join(root, 'temporary', 'records.csv');
});
afterEach(() => rmSync(root, { recursive: true }));

/** Makes the database by running statements. */
function create(...statements: string[]): void {
  const database = new sqlite.Database(file);
  for (const statement of statements) database.exec(statement);
  database.close();
}

function read(table = 't', options: Partial<SqliteOptions> = {}): Promise<CsvContent> {
  const { maxRecordBytes = 1 << 20, onHeader = () => undefined } = options;
  return readSqlite({ path: file, table }, copy, { maxRecordBytes, onHeader });
}

const rowsOf = (): string[] => readFileSync(copy, 'utf8').split('\n').slice(0, -1);

async function failureOf(work: Promise<unknown>): Promise<FileError> {
  const failure = await work.catch((error: unknown) => error);
  expect(failure).toBeInstanceOf(FileError);
  return failure as FileError;
}

describe('readSqlite(source, copyPath, options)', () => {
  it('writes each row behind its number, as a CSV file of the table holds it', async () => {
    create(
      'create table t (event_time text, event_type text, product_id integer, brand text, price real)',
      `insert into t values
        ('2019-10-01 00:00:00 UTC', 'view', 1003461, 'xiaomi', 489.07),
        ('2019-10-01 00:00:01 UTC', 'view', 5000088, null, 100.0),
        ('2019-10-01 00:00:02 UTC', 'cart', 17302664, 'say "hi", or
not', 0.1),
        ('  padded  ', '', 0, 'é€😀', null)`,
    );
    const headers: (readonly string[])[] = [];
    const content = await read('t', { onHeader: (fields) => headers.push(fields) });
    const header = ['event_time', 'event_type', 'product_id', 'brand', 'price'];
    expect(content).toEqual({ header, delimiter: ',', accepted: 4, rejects: [] });
    expect(headers).toEqual([header]);
    expect(readFileSync(copy, 'utf8')).toBe(
      '1,2019-10-01 00:00:00 UTC,view,1003461,xiaomi,489.07\n' +
        '2,2019-10-01 00:00:01 UTC,view,5000088,,100.0\n' +
        '3,2019-10-01 00:00:02 UTC,cart,17302664,"say ""hi"", or\nnot",0.1\n' +
        '4,  padded  ,,0,é€😀,\n',
    );
  });

  it('keeps integers exact to 64 bits, whatever the column is declared as', async () => {
    const integers = [
      '2053013555631882655',
      '9223372036854775807',
      '-9223372036854775808',
      '9007199254740993',
      '0',
    ];
    create(
      'create table t (a, b integer, c text)',
      ...integers.map((n) => `insert into t values (${n}, ${n}, ${n})`),
    );
    await read();
    expect(rowsOf()).toEqual(integers.map((n, i) => `${i + 1},${n},${n},${n}`));
  });

  it.each([
    ['0.1 + 0.2', '0.30000000000000004'],
    ['1081.98', '1081.98'],
    ['100.0', '100.0'],
    ['-0.5', '-0.5'],
    ['123456789012345.0', '123456789012345.0'],
    ['2053013555631882655.0', '2.0530135556318828e+18'],
    ['1e300', '1e+300'],
    ['5e-324', '5e-324'],
    ['1.7976931348623157e308', '1.7976931348623157e+308'],
    ['9e999', 'Infinity'],
  ])('writes the real %s as %s', async (real, text) => {
    create('create table t (a real)', `insert into t values (${real})`);
    await read();
    expect(rowsOf()).toEqual([`1,${text}`]);
    expect(Number(text)).toBe(Number(real === '0.1 + 0.2' ? 0.1 + 0.2 : real));
  });

  it('tells integers from reals row by row', async () => {
    create('create table t (a)', `insert into t values (1), (1.0), ('1'), ('01.00'), (null), (''), (true)`);
    await read();
    expect(rowsOf()).toEqual(['1,1', '2,1.0', '3,1', '4,01.00', '5,', '6,', '7,1']);
  });

  it('rejects rows that no CSV file could hold and goes on', async () => {
    create(
      'create table t (a, b)',
      `insert into t values ('first', 1), (x'00ff', 2), ('cut' || char(0) || 'off', 3), ('${'é'.repeat(40)}', 4), ('last', 5)`,
    );
    const { accepted, rejects } = await read('t', { maxRecordBytes: 60 });
    expect(accepted).toBe(2);
    expect(rowsOf()).toEqual(['1,first,1', '5,last,5']);
    expect(rejects).toEqual([
      { line: 2, reason: 'a holds binary data or a NUL character', raw: `x'00ff',2` },
      { line: 3, reason: 'a holds binary data or a NUL character', raw: `x'637574006f6666',3` },
      { line: 4, reason: 'longer than 60 bytes', raw: `${'é'.repeat(40)},4` },
    ]);
  });

  it('hands DuckDB what it was given, for random texts', async () => {
    const random = createRandom('sqlite');
    const alphabet = ['a', ' ', ',', '"', '\n', '\r\n', 'é', '€', ';', "'", '\\', '\t'];
    const text = () =>
      Array.from({ length: 1 + random.integer(6) }, () => alphabet[random.integer(12)]).join('');
    const rows = Array.from({ length: 400 }, () => [text(), text()]);
    create('create table t (a, b)');
    const writer = new sqlite.Database(file);
    writer.exec('begin');
    for (const row of rows) writer.run('insert into t values (?, ?)', row);
    writer.exec('commit');
    writer.close();
    await read();
    const database = await Database.open({ file: ':memory:' });
    const found = await database.queryRows<{ a: string; b: string }>(
      `select a, b from read_csv($copy, header = false, auto_detect = false, delim = ',', quote = '"', escape = '"',
         new_line = '\\n', columns = {'line': 'BIGINT', 'a': 'VARCHAR', 'b': 'VARCHAR'}) order by line`,
      { copy },
    );
    database.close();
    expect(found.map(({ a, b }) => [a, b])).toEqual(rows);
  });

  it('lets others run while it reads a large table', async () => {
    create(
      'create table t (a, b)',
      `insert into t select value, printf('%0200d', value)
       from (with recursive n (value) as (select 1 union all select value + 1 from n where value < 20000) select value from n)`,
    );
    let turns = 0;
    const others = setInterval(() => (turns += 1), 0);
    const { accepted } = await read();
    clearInterval(others);
    expect(accepted).toBe(20_000);
    expect(turns).toBeGreaterThanOrEqual(2);
    expect(rowsOf().at(-1)).toBe(`20000,20000,${'20000'.padStart(200, '0')}`);
  });

  it('reads tables with odd names, views and tables without rows', async () => {
    create(
      'create table "we""ird, #1" ("a ""b""" integer, "select" text)',
      `insert into "we""ird, #1" values (1, 'x')`,
      'create view seen as select "select" as word, 2 * "a ""b""" as double from "we""ird, #1"',
      'create table empty_table (a, b)',
    );
    expect((await read('we"ird, #1')).header).toEqual(['a "b"', 'select']);
    expect(rowsOf()).toEqual(['1,1,x']);
    expect((await read('SEEN')).header).toEqual(['word', 'double']);
    expect(rowsOf()).toEqual(['1,x,2']);
    expect(await read('empty_table')).toEqual({
      header: ['a', 'b'],
      delimiter: ',',
      accepted: 0,
      rejects: [],
    });
    expect(rowsOf()).toEqual([]);
  });

  it('leaves the file and its folder as they were, and nothing but the copy in the other', async () => {
    create('create table t (a)', 'insert into t values (1)');
    const before = readFileSync(file);
    await read();
    await failureOf(read('missing'));
    expect(readFileSync(file).equals(before)).toBe(true);
    expect(readdirSync(join(root, 'shop'))).toEqual(['shop.db']);
    expect(readdirSync(join(root, 'temporary'))).toEqual(['records.csv']);
  });

  it('lists the tables that are there if the one asked for is not', async () => {
    create(
      'create table "Ecommerce_data" (a integer primary key autoincrement)',
      'create view seen as select 1 as a',
    );
    expect((await failureOf(read('events'))).message).toBe(
      `${file} has no table events; it has Ecommerce_data, seen`,
    );
    rmSync(file);
    create('create table t (a)', 'drop table t');
    expect((await failureOf(read('events'))).message).toContain('it has no table');
  });

  it('lets the caller refuse a table by its columns, before a row is read', async () => {
    create('create table t (a)', 'insert into t values (1)');
    const refusal = new FileError('needs column b');
    const failure = await failureOf(
      read('t', {
        onHeader: () => {
          throw refusal;
        },
      }),
    );
    expect(failure).toBe(refusal);
    expect(readdirSync(join(root, 'temporary'))).toEqual([]);
  });

  it('refuses what is no SQLite database, or a damaged one', async () => {
    expect((await failureOf(read())).message).toContain(`cannot read ${file}: ENOENT`);
    mkdirSync(file);
    expect((await failureOf(read())).message).toContain(`cannot read ${file}`);
    rmSync(file, { recursive: true });
    writeFileSync(file, 'a,b\n'.repeat(1000));
    const failure = await failureOf(read());
    expect(failure.message).toContain(`cannot read ${file}: it is not a SQLite database, or damaged`);
    expect(failure.exitCode).toBe(5);
    rmSync(file);
    create('create table t (a)', `insert into t values ('${'x'.repeat(50_000)}'), ('${'y'.repeat(50_000)}')`);
    truncateSync(file, 20_000);
    expect((await failureOf(read())).message).toContain('damaged');
  });

  it('refuses a database that a program has locked', async () => {
    create('create table t (a)');
    const writer = new sqlite.Database(file);
    writer.exec('begin exclusive');
    expect((await failureOf(read())).message).toContain(
      `cannot read ${file}: it is locked by another program`,
    );
    writer.exec('commit');
    writer.close();
    expect((await read()).accepted).toBe(0);
  });

  it('refuses a database with changes beside it, but not with a journal that is done with', async () => {
    create('create table t (a)', 'insert into t values (1)');
    for (const journal of [Buffer.alloc(0), Buffer.alloc(512)]) {
      writeFileSync(`${file}-journal`, journal);
      expect((await read()).accepted).toBe(1);
    }
    writeFileSync(`${file}-journal`, Buffer.from('d9d505f920a163d7', 'hex'));
    expect((await failureOf(read())).message).toContain('-journal holds an unfinished write');
    rmSync(`${file}-journal`);
    writeFileSync(`${file}-wal`, '');
    expect((await read()).accepted).toBe(1);
    writeFileSync(`${file}-wal`, Buffer.from('377f0682', 'hex'));
    expect((await failureOf(read())).message).toContain('-wal holds changes');
  });

  it('reads a database that was left in write-ahead mode', async () => {
    create('create table t (a)', 'insert into t values (1), (2)');
    const bytes = readFileSync(file);
    // Offsets 18 and 19 of the header: 1 is a rollback journal, 2 a write-ahead log.
    expect([...bytes.subarray(18, 20)]).toEqual([1, 1]);
    bytes.fill(2, 18, 20);
    writeFileSync(file, bytes);
    expect((await read()).accepted).toBe(2);
    expect(readFileSync(file).equals(bytes)).toBe(true);
  });
});

describe('parseSqliteSource(pattern)', () => {
  it('splits file and table at the last #', () => {
    expect(parseSqliteSource('sqlite:data/shop.db#Ecommerce_data')).toEqual({
      path: 'data/shop.db',
      table: 'Ecommerce_data',
    });
    expect(parseSqliteSource('sqlite:C:\\shop #1.db#events')).toEqual({
      path: 'C:\\shop #1.db',
      table: 'events',
    });
  });

  it('leaves other patterns alone', () => {
    expect(parseSqliteSource('data/raw/*.csv')).toBeNull();
    expect(parseSqliteSource('data/sqlite:x#y')).toBeNull();
  });

  it.each(['sqlite:', 'sqlite:shop.db', 'sqlite:shop.db#', 'sqlite:#events'])('refuses %s', (pattern) => {
    expect(() => parseSqliteSource(pattern)).toThrow(UsageError);
    expect(() => parseSqliteSource(pattern)).toThrow('expected sqlite:FILE#TABLE');
  });
});
