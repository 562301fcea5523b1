import { readdir, rm, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { FileError, messageOf } from '../pipeline/core/errors.ts';
import { replaceFile } from './atomic-file.ts';
import { PICTURE_NAMES } from './pictures/index.ts';
import type { Picture } from './pictures/picture.ts';

/** Files that earlier runs may have drawn: a name, and a stratum where there are several. */
const OUR_FILES = new RegExp(`^(?:${PICTURE_NAMES.join('|')})(?:_[a-z_]+)?\\.png$`);

/**
 * Writes pictures as PNG files and removes those of an earlier run that are not drawn any more.
 *
 * @param outDir - Folder of the segmentation; created if missing.
 * @returns Paths of the files, in the order of the pictures.
 * @throws {FileError} If a file cannot be written or removed.
 */
export async function writePictures(pictures: readonly Picture[], outDir: string): Promise<string[]> {
  const names = pictures.map(({ name }) => `${name}.png`);
  for (const [i, { png }] of pictures.entries()) {
    await replaceFile(join(outDir, names[i]!), (partial) => writeFile(partial, png));
  }
  await removeStale(outDir, new Set(names));
  return names.map((name) => join(outDir, name));
}

async function removeStale(outDir: string, current: ReadonlySet<string>): Promise<void> {
  const found = await readdir(outDir).catch(() => []);
  for (const name of found.filter((file) => OUR_FILES.test(file) && !current.has(file))) {
    const path = join(outDir, name);
    await rm(path, { force: true }).catch((error: unknown) => {
      throw new FileError(`cannot remove ${path}, a picture of an earlier run: ${messageOf(error)}`, {
        cause: error,
      });
    });
  }
}
