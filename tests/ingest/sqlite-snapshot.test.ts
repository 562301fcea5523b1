import {
  appendFileSync,
  mkdtempSync,
  readFileSync,
  rmSync,
  statSync,
  truncateSync,
  writeFileSync,
} from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import sqlite from 'node-sqlite3-wasm';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { Database } from '../../pipeline/core/database.ts';
import { FileError } from '../../pipeline/core/errors.ts';
import { holderAmong, takeSnapshot } from '../../pipeline/ingest/sqlite-snapshot.ts';

let root: string;
let file: string;

beforeEach(() => {
  root = mkdtempSync(join(tmpdir(), 'sqlite-snapshot-'));
  file = join(root, 'shop.db');
  const database = new sqlite.Database(file);
  database.exec('create table t (a)');
  database.exec(`insert into t values ('${'x'.repeat(20_000)}')`);
  database.close();
});
afterEach(() => rmSync(root, { recursive: true }));

const snapshot = () => join(root, 'copy.db');
function failure(): Error {
  try {
    takeSnapshot(file, snapshot());
  } catch (error) {
    expect(error).toBeInstanceOf(FileError);
    return error as Error;
  }
  throw new Error('the file was taken');
}

describe('takeSnapshot(path, snapshot)', () => {
  it('copies what nobody writes', () => {
    takeSnapshot(file, snapshot());
    expect(readFileSync(snapshot()).equals(readFileSync(file))).toBe(true);
  });

  it('refuses an empty file', () => {
    truncateSync(file, 0);
    expect(failure().message).toBe(`cannot read ${file}: the file is empty`);
  });

  it('refuses a database that ends within a page, which SQLite itself would read as zeros', () => {
    const { size } = statSync(file);
    for (const cut of [1, 1000, size - 4096 - 1, size - 50]) {
      truncateSync(file, size - cut);
      expect(failure().message).toContain(`the file is damaged, its ${size - cut} bytes are no whole number`);
      appendFileSync(file, Buffer.alloc(cut));
    }
    takeSnapshot(file, snapshot());
    appendFileSync(file, 'more');
    expect(failure().message).toContain('is damaged');
  });

  it('leaves what is no database to the driver', () => {
    writeFileSync(file, 'a,b\n1,2\n');
    takeSnapshot(file, snapshot());
    expect(readFileSync(snapshot(), 'utf8')).toBe('a,b\n1,2\n');
  });

  it.runIf(process.platform === 'linux')('refuses a file that is locked, naming the process', async () => {
    const other = join(root, 'held.duckdb');
    const database = await Database.open({ file: other });
    file = other;
    // DuckDB locks all of its file, the bytes that SQLite locks included.
    expect(failure().message).toBe(
      `cannot read ${other}: it is locked by another program (process ${process.pid}); try again when it is done`,
    );
    database.close();
  });
});

describe('holderAmong(locks, inode)', () => {
  const line = (kind: string, inode: number, range: string) =>
    `7: POSIX  ADVISORY  ${kind} 4711 fe:00:${inode} ${range}\n`;
  it.each([
    ['an exclusive lock', line('WRITE', 5, '1073741824 1073742335'), '4711'],
    ['a pending lock', line('WRITE', 5, '1073741824 1073741824'), '4711'],
    ['a lock of readers by a writer', line('WRITE', 5, '1073741826 1073742335'), '4711'],
    ['a lock of everything', line('WRITE', 5, '0 EOF'), '4711'],
    ['a reserved lock, beside which readers may read', line('WRITE', 5, '1073741825 1073741825'), null],
    ['a reader', line('READ ', 5, '1073741826 1073742335'), null],
    ['another file', line('WRITE', 51, '1073741824 1073742335'), null],
    ['somebody who waits', '7: -> POSIX  ADVISORY  READ  9 fe:00:5 0 EOF\n', null],
    ['no lock', '', null],
  ])('tells %s', (_what, locks, holder) => {
    expect(holderAmong(line('WRITE', 6, '0 EOF') + locks, 5)).toBe(holder);
  });
});
