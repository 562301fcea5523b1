import { createHash } from 'node:crypto';
import { readdirSync, readFileSync } from 'node:fs';
import { dirname, extname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { packageRoot } from './paths.ts';

/** Hash over all SQL files: changes when a query does. */
export function fingerprintOfSql(): string {
  return hashFiles(join(packageRoot, 'sql'), ['.sql']);
}

/** Hash over the code that runs (the sources, or what was built from them): changes when the code does. */
export function fingerprintOfCode(): string {
  const own = dirname(dirname(dirname(fileURLToPath(import.meta.url))));
  const hash = createHash('sha256');
  for (const folder of ['pipeline', 'features', 'clustering', 'reporting']) {
    hash.update(hashFiles(join(own, folder), ['.ts', '.js']));
  }
  return hash.digest('hex').slice(0, 16);
}

function hashFiles(folder: string, extensions: readonly string[]): string {
  const hash = createHash('sha256');
  const files = readdirSync(folder, { recursive: true, encoding: 'utf8' }).map((file) =>
    file.replaceAll('\\', '/'),
  );
  for (const file of files.filter((name) => extensions.includes(extname(name))).sort()) {
    hash.update(file).update(readFileSync(join(folder, file)));
  }
  return hash.digest('hex').slice(0, 16);
}
