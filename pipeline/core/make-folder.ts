import { mkdirSync, statSync } from 'node:fs';
import { dirname } from 'node:path';

/**
 * Creates a folder and the folders above it that are missing.
 *
 * @throws The error of the system, if it refuses.
 * @remarks Node's own recursive mkdir never returns where a parent takes no folders, as /proc.
 */
export function makeFolder(path: string): void {
  if (path === '' || isFolder(path)) return;
  const parent = dirname(path);
  if (parent !== path) makeFolder(parent);
  try {
    mkdirSync(path);
  } catch (error) {
    // Another process may have been faster.
    if (!isFolder(path)) throw error;
  }
}

function isFolder(path: string): boolean {
  return statSync(path, { throwIfNoEntry: false })?.isDirectory() === true;
}
