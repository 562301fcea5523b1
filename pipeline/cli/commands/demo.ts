import { join } from 'node:path';
import type { Arguments, CommandWorld } from '../command.ts';
import { generate } from './generate.ts';
import { run } from './run.ts';

/** `pipeline demo`: generates 2,000 customers and takes them all the way, in a folder of its own. */
export async function demo(argv: Arguments, world: CommandWorld): Promise<number> {
  const folder = (argv['out'] as string | undefined) ?? join('data', 'demo');
  const common = { quiet: argv['quiet'], config: argv['config'] };
  await generate({ ...common, customers: 2000, seed: argv['seed'], out: folder }, world);
  const output = join(folder, 'output');
  const warehouse = join(folder, 'warehouse.duckdb');
  const options = {
    ...common,
    json: argv['json'],
    orders: [join(folder, 'orders.csv')],
    adapter: 'returns',
    warehouse,
    out: output,
    'full-refresh': true,
  };
  const code = await run(options, world);
  if (argv['quiet'] !== true) {
    world.stderr.write(
      `go on with its tables: pipeline report --warehouse ${warehouse} --out ${output}\n` +
        `open the workbook: ${join(output, 'returns', 'clustering_results.xlsx')}\n`,
    );
  }
  return code;
}
