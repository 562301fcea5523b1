import { join } from 'node:path';
import { replaceTextFile } from '../../../reporting/atomic-file.ts';
import { htmlDictionary } from '../../../reporting/dictionary/html-dictionary.ts';
import { markdownDictionary } from '../../../reporting/dictionary/markdown-dictionary.ts';
import { buildDictionary } from '../../dictionary/build-dictionary.ts';
import type { Arguments, CommandWorld } from '../command.ts';
import { configure, prepareOut } from '../configure.ts';
import { packageVersion } from '../version.ts';

/**
 * `pipeline docs`: writes the data dictionary of this version; needs no warehouse and reads none. With `--json` it is
 * printed as data instead.
 */
export async function docs(argv: Arguments, world: CommandWorld): Promise<number> {
  const config = configure(argv, world);
  if (argv['json'] === true) {
    world.stdout.write(`${JSON.stringify(await buildDictionary(packageVersion()), null, 2)}\n`);
    return 0;
  }
  prepareOut(config);
  const dictionary = await buildDictionary(packageVersion());
  const files = [
    { path: join(config.out, 'docs', 'data_dictionary.md'), text: markdownDictionary(dictionary) },
    { path: join(config.out, 'docs', 'data_dictionary.html'), text: htmlDictionary(dictionary) },
  ];
  for (const { path, text } of files) {
    await replaceTextFile(path, text);
    world.stdout.write(`${path}\n`);
  }
  if (argv['quiet'] !== true) {
    const columns = dictionary.tables.reduce((sum, table) => sum + table.columns.length, 0);
    world.stderr.write(`${dictionary.tables.length} tables, ${columns} columns described\n`);
  }
  return 0;
}
