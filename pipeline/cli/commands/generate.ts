import { Database } from '../../core/database.ts';
import { generateOrders, type GeneratedOrders } from '../../synthetic/generate-orders.ts';
import type { Arguments, CommandWorld } from '../command.ts';

/** `pipeline generate`: writes synthetic orders with planted segments. */
export async function generate(argv: Arguments, world: CommandWorld): Promise<number> {
  const database = await Database.open({ file: ':memory:', threads: argv['threads'] as number | undefined });
  let generated: GeneratedOrders;
  try {
    generated = await generateOrders(
      {
        customers: argv['customers'] as number,
        seed: (argv['seed'] as number | undefined) ?? 42,
        out: argv['out'] as string,
        dirt: argv['dirt'] as number | undefined,
      },
      { database },
    );
  } finally {
    database.close();
  }
  if (argv['json'] === true) world.stdout.write(`${JSON.stringify(generated, null, 2)}\n`);
  if (argv['quiet'] === true) return 0;
  const { customers, lines, ordersFile, truthFile, dirtFile, segments } = generated;
  const files = [ordersFile, truthFile, ...(dirtFile === undefined ? [] : [dirtFile])];
  world.stderr.write(`${customers} customers, ${lines} order lines: ${files.join(', ')}\n`);
  for (const [segment, count] of Object.entries(segments))
    world.stderr.write(`  ${segment}: ${count} customers\n`);
  return 0;
}
