import { execFileSync } from 'node:child_process';
import { existsSync, readdirSync, statSync } from 'node:fs';
import { join } from 'node:path';
import { packageRoot } from '../../pipeline/core/paths.ts';

const SOURCES = ['pipeline', 'features', 'clustering', 'reporting', 'bench'];
const RECIPES = ['build.js', 'package.json', 'tsconfig.json', 'tsconfig.build.json'];

/** Builds dist/ before the tests of the real command, unless it is newer than everything it is made of. */
export default function buildIfStale(): void {
  if (!isStale()) return;
  execFileSync(process.execPath, ['build.js'], { cwd: packageRoot, stdio: 'inherit' });
}

function isStale(): boolean {
  const command = join(packageRoot, 'dist', 'pipeline', 'cli', 'main.js');
  if (!existsSync(command)) return true;
  // Folders count too: theirs is the time at which a file was added or deleted.
  const sources = SOURCES.flatMap((folder) => [
    folder,
    ...readdirSync(join(packageRoot, folder), { recursive: true, encoding: 'utf8' }).map((file) =>
      join(folder, file),
    ),
  ]);
  const builtAt = statSync(command).mtimeMs;
  return [...RECIPES, ...sources].some((file) => statSync(join(packageRoot, file)).mtimeMs > builtAt);
}
