import { createHash } from 'node:crypto';
import { createReadStream, statSync } from 'node:fs';
import { FileError, messageOf } from '../core/errors.ts';
import { isAbsolute, join, normalize, relative, resolve as absolute } from 'node:path';
import type { Database } from '../core/database.ts';
import { parseSqliteSource } from './sqlite-source.ts';

/** A file to load, identified by its content. */
export interface SourceFile {
  readonly path: string;
  readonly sizeBytes: number;
  /** SHA-256 of the bytes, hexadecimal. */
  readonly contentHash: string;
}

/**
 * Files that match the patterns, in the order of their paths, each once. A path that exists is itself, whatever it holds.
 *
 * @throws {FileError} If a pattern matches nothing or names a folder.
 */
export async function findSourceFiles(
  database: Database,
  patterns: readonly string[],
): Promise<SourceFile[]> {
  const paths = new Set<string>();
  for (const pattern of patterns) {
    if (parseSqliteSource(pattern) !== null) {
      paths.add(pattern);
      continue;
    }
    const named = statSync(pattern, { throwIfNoEntry: false });
    if (named?.isDirectory() === true)
      throw new FileError(
        `${pattern} is a folder: name the files in it, for example ${join(pattern, '*.csv')}`,
      );
    if (named !== undefined) {
      paths.add(plainPath(pattern));
      continue;
    }
    const rows = await database.queryRows<{ file: string }>('select file from glob($pattern)', { pattern });
    if (rows.length === 0) {
      throw new FileError(
        `no file matches ${pattern} (looked from ${absolute('.')}); give the files with --orders, --events or --identities`,
      );
    }
    for (const row of rows) paths.add(plainPath(row.file));
  }
  const files: SourceFile[] = [];
  for (const path of [...paths].sort()) files.push(await identify(path));
  return files;
}

/** One spelling per file, so that a changed file is known again: relative where it lies below the current folder. */
function plainPath(path: string): string {
  const below = relative('.', path);
  return below.startsWith('..') || isAbsolute(below) ? normalize(path) : below;
}

async function identify(path: string): Promise<SourceFile> {
  const sqlite = parseSqliteSource(path);
  const file = sqlite?.path ?? path;
  try {
    const hash = createHash('sha256').update(sqlite?.table ?? '');
    for await (const chunk of createReadStream(file, { highWaterMark: 1 << 20 }))
      hash.update(chunk as Buffer);
    return { path, sizeBytes: statSync(file).size, contentHash: hash.digest('hex') };
  } catch (error) {
    throw new FileError(`cannot read ${file}: ${messageOf(error)}`, { cause: error });
  }
}
