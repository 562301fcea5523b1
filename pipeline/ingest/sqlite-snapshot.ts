import { Buffer } from 'node:buffer';
import {
  closeSync,
  constants,
  copyFileSync,
  existsSync,
  openSync,
  readFileSync,
  readSync,
  statSync,
  writeSync,
} from 'node:fs';
import { FileError } from '../core/errors.ts';

const MAGIC = Buffer.from('SQLite format 3\0', 'latin1');
const HEADER_BYTES = 100;
/** Locks of all processes, on Linux. */
const LOCKS = '/proc/locks';
/**
 * Bytes that a writer locks to keep readers out.
 *
 * @see https://www.sqlite.org/lockingv3.html; a reserved lock, on the byte between them, lets readers in.
 */
const PENDING_BYTE = 0x4000_0000;
const SHARED_BYTES = { first: PENDING_BYTE + 2, last: PENDING_BYTE + 511 };

/**
 * Copies a database file that nobody is writing.
 *
 * The reader locks by a folder beside the file, which other programs do not see and which a folder without write permission
 * does not take; it also cannot open files in write-ahead mode. A copy needs no lock, cannot change while it is read, and
 * its mode may be changed.
 *
 * @param path - The database; only read.
 * @param snapshot - Where the copy goes. Without changes of its own, it is marked as one with a rollback journal.
 * @throws {FileError} If the file is empty, cut off, locked or being written, or a write was left unfinished.
 */
export function takeSnapshot(path: string, snapshot: string): void {
  assertSettled(path);
  const before = statSync(path);
  if (before.size === 0) throw new FileError(`cannot read ${path}: the file is empty`);
  copyFileSync(path, snapshot, constants.COPYFILE_FICLONE);
  const after = statSync(path);
  if (before.size !== after.size || before.mtimeMs !== after.mtimeMs) {
    throw new FileError(`cannot read ${path}: another program is writing it; try again when it is done`);
  }
  assertSettled(path);
  assertWhole(path, snapshot);
  leaveWriteAheadMode(snapshot);
}

/**
 * A file that lost its end in the middle of a page reads as if that page ended in zeros: rows change or vanish unnoticed.
 *
 * @throws {FileError} If a database does not end with a page. What is no database is left to the driver.
 * @see https://www.sqlite.org/fileformat.html#the_database_header
 */
function assertWhole(path: string, snapshot: string): void {
  const header = Buffer.alloc(HEADER_BYTES);
  const file = openSync(snapshot, 'r');
  try {
    readSync(file, header, 0, HEADER_BYTES, 0);
  } finally {
    closeSync(file);
  }
  if (!header.subarray(0, MAGIC.length).equals(MAGIC)) return;
  const written = header.readUInt16BE(16);
  // 65,536 does not fit two bytes and stands as 1.
  const pageBytes = written === 1 ? 65_536 : written;
  const { size } = statSync(snapshot);
  if (size >= HEADER_BYTES && size % pageBytes === 0) return;
  throw new FileError(
    `cannot read ${path}: the file is damaged, its ${size} bytes are no whole number of pages of ${pageBytes}`,
  );
}

/** @throws {FileError} If changes that belong to the database stand beside it, or it is locked. */
function assertSettled(path: string): void {
  if (firstByte(`${path}-journal`) > 0) {
    throw new FileError(
      `cannot read ${path}: ${path}-journal holds an unfinished write; close the program that writes the database, or open ` +
        'it once with SQLite to repair it',
    );
  }
  if (firstByte(`${path}-wal`) >= 0) {
    throw new FileError(
      `cannot read ${path}: ${path}-wal holds changes that are not in the database file yet; close the programs that use ` +
        'it, or run "pragma wal_checkpoint(truncate)"',
    );
  }
  const holder = lockHolder(path);
  if (holder !== null) {
    throw new FileError(
      `cannot read ${path}: it is locked by another program (process ${holder}); try again when it is done`,
    );
  }
  if (existsSync(`${path}.lock`)) {
    throw new FileError(
      `cannot read ${path}: it is locked by another program; if none uses it, remove ${path}.lock`,
    );
  }
}

/**
 * The process that has locked a database against readers, where the system tells (Linux); null if nobody has, or nobody knows.
 * Node cannot ask for such a lock.
 */
function lockHolder(path: string): string | null {
  return existsSync(LOCKS) ? holderAmong(readFileSync(LOCKS, 'latin1'), statSync(path).ino) : null;
}

/**
 * The process that keeps readers out of a SQLite file.
 *
 * @param locks - Lines as in /proc/locks: `1: POSIX ADVISORY WRITE process device:inode first last`.
 * @param inode - Of the file. The device is not compared: on some file systems it is another one than stat tells.
 * @returns Its id; null if readers may come in, as they may beside a writer that has only reserved the file.
 */
export function holderAmong(locks: string, inode: number): string | null {
  for (const line of locks.split('\n')) {
    const match = / WRITE +(\d+) [^ ]+:(\d+) (\d+) (\d+|EOF)$/.exec(line);
    if (match === null || Number(match[2]) !== inode) continue;
    const [first, last] = [Number(match[3]), match[4] === 'EOF' ? Infinity : Number(match[4])];
    const isPending = first <= PENDING_BYTE && last >= PENDING_BYTE;
    if (isPending || (first <= SHARED_BYTES.last && last >= SHARED_BYTES.first)) return match[1]!;
  }
  return null;
}

/** First byte of a file; -1 if it is empty or does not exist. A journal that is done with begins with 0. */
function firstByte(path: string): number {
  if (!existsSync(path)) return -1;
  const file = openSync(path, 'r');
  try {
    const byte = Buffer.alloc(1);
    return readSync(file, byte) === 0 ? -1 : byte[0]!;
  } finally {
    closeSync(file);
  }
}

/**
 * Marks a database without outstanding changes as one with a rollback journal.
 *
 * @see https://www.sqlite.org/fileformat.html#file_format_version_numbers
 */
function leaveWriteAheadMode(path: string): void {
  const file = openSync(path, 'r+');
  try {
    const versions = Buffer.alloc(2);
    readSync(file, versions, 0, 2, 18);
    if (versions[0] === 2 && versions[1] === 2) writeSync(file, Buffer.from([1, 1]), 0, 2, 18);
  } finally {
    closeSync(file);
  }
}
