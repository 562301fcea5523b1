import { rename, rm, writeFile } from 'node:fs/promises';
import { dirname } from 'node:path';
import { FileError, messageOf } from '../pipeline/core/errors.ts';
import { makeFolder } from '../pipeline/core/make-folder.ts';

/**
 * Lets `write` fill a file under a temporary name, then gives it its own: an older file stays whole until the new
 * one is complete, and nothing half-written is left behind.
 *
 * @param path - File to make; its folder is created.
 * @param write - Fills the file whose path it is given; errors of its own pass through unchanged.
 * @throws {FileError} If the file cannot be written or named, e.g. because another program holds it open.
 */
export async function replaceFile(path: string, write: (partial: string) => Promise<void>): Promise<void> {
  const partial = `${path}.partial`;
  try {
    makeFolder(dirname(path));
    await write(partial);
    await rename(partial, path);
  } catch (error) {
    await rm(partial, { force: true }).catch(() => undefined);
    throw isSystemError(error) ? unwritable(path, error) : error;
  }
}

/** Writes UTF-8 text so that readers see the old file or the new one, never a part. @throws {FileError} As {@link replaceFile}. */
export async function replaceTextFile(path: string, text: string): Promise<void> {
  await replaceFile(path, (partial) => writeFile(partial, text, 'utf8'));
}

/** Whether the operating system refused, as opposed to a fault in the data or in this program. */
function isSystemError(error: unknown): error is Error & { readonly code: unknown } {
  return error instanceof Error && 'syscall' in error && 'code' in error;
}

/** Codes with which the operating system refuses a file that another program holds, among other reasons. */
const MAYBE_HELD: readonly unknown[] = ['EBUSY', 'EPERM', 'EACCES'];

function unwritable(path: string, cause: Error & { readonly code: unknown }): FileError {
  const question = MAYBE_HELD.includes(cause.code) ? '. Is it open in another program, or read-only?' : '';
  return new FileError(`cannot write ${path}: ${messageOf(cause)}${question}`, { cause });
}
