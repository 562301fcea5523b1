import { createHash } from 'node:crypto';
import { createReadStream, statSync } from 'node:fs';
import { FileError, messageOf } from '../core/errors.ts';
import { join, resolve as absolute } from 'node:path';
import type { Database } from '../core/database.ts';

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
    const named = statSync(pattern, { throwIfNoEntry: false });
    if (named?.isDirectory() === true)
      throw new FileError(
        `${pattern} is a folder: name the files in it, for example ${join(pattern, '*.csv')}`,
      );
    if (named !== undefined) {
      paths.add(pattern);
      continue;
    }
    const rows = await database.queryRows<{ file: string }>('select file from glob($pattern)', { pattern });
    if (rows.length === 0) {
      throw new FileError(
        `no file matches ${pattern} (looked from ${absolute('.')}); give the order files with --orders`,
      );
    }
    for (const row of rows) paths.add(row.file);
  }
  const files: SourceFile[] = [];
  for (const path of [...paths].sort()) files.push(await identify(path));
  return files;
}

async function identify(path: string): Promise<SourceFile> {
  try {
    const hash = createHash('sha256');
    for await (const chunk of createReadStream(path, { highWaterMark: 1 << 20 }))
      hash.update(chunk as Buffer);
    return { path, sizeBytes: statSync(path).size, contentHash: hash.digest('hex') };
  } catch (error) {
    throw new FileError(`cannot read ${path}: ${messageOf(error)}`, { cause: error });
  }
}
