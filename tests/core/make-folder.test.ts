import { existsSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, describe, expect, it } from 'vitest';
import { makeFolder } from '../../pipeline/core/make-folder.ts';

const folder = mkdtempSync(join(tmpdir(), 'medallion-folder-'));
afterAll(() => rmSync(folder, { recursive: true, force: true }));

describe('makeFolder(path)', () => {
  it('creates the folder with its parents, and again does nothing', () => {
    const path = join(folder, 'a', 'b', 'c');
    makeFolder(path);
    makeFolder(path);
    expect(existsSync(path)).toBe(true);
    makeFolder('');
    makeFolder('.');
  });

  it('throws where the folder or a parent is a file', () => {
    writeFileSync(join(folder, 'file'), '');
    expect(() => makeFolder(join(folder, 'file', 'below'))).toThrow('file');
    expect(() => makeFolder(join(folder, 'file'))).toThrow('EEXIST');
  });

  it.runIf(existsSync('/proc/self'))('throws, and does not hang, where no folder can be made', () => {
    expect(() => makeFolder('/proc/nowhere/below')).toThrow('ENOENT');
  });
});
