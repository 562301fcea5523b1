import { mkdtemp, readdir, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { FileError } from '../../pipeline/core/errors.ts';
import { replaceFile } from '../../reporting/atomic-file.ts';

let folder: string;
beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'atomic-'));
});
afterAll(() => rm(folder, { recursive: true }));

/** Message of the error when the operating system refuses to write. */
async function messageFor(code: string): Promise<string> {
  const refusal = Object.assign(new Error(`${code}: refused`), { code, syscall: 'write' });
  const error: unknown = await replaceFile(join(folder, 'a.xlsx'), () => Promise.reject(refusal)).catch(
    (reason: unknown) => reason,
  );
  expect(error).toBeInstanceOf(FileError);
  expect(await readdir(folder)).toEqual([]);
  return (error as FileError).message;
}

describe('replaceFile(path, write)', () => {
  it.each(['EBUSY', 'EPERM', 'EACCES'])('asks for another program where it may be one: %s', async (code) => {
    expect(await messageFor(code)).toMatch(/a\.xlsx: .+\. Is it open in another program, or read-only\?$/);
  });

  it.each(['ENOSPC', 'EISDIR', 'EROFS'])('does not where it cannot be one: %s', async (code) => {
    expect(await messageFor(code)).toBe(`cannot write ${join(folder, 'a.xlsx')}: ${code}: refused`);
  });
});
