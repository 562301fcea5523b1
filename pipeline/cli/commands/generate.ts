import { Database } from '../../core/database.ts';
import { generateEvents, type GeneratedEvents } from '../../synthetic/generate-events.ts';
import { generateIdentities, type GeneratedIdentities } from '../../synthetic/generate-identities.ts';
import { generateOrders, type GeneratedOrders } from '../../synthetic/generate-orders.ts';
import type { Arguments, CommandWorld } from '../command.ts';

/** `pipeline generate`: writes synthetic orders, and events with the identity map of both if asked for, with planted segments. */
export async function generate(argv: Arguments, world: CommandWorld): Promise<number> {
  const customers = argv['customers'] as number;
  const seed = (argv['seed'] as number | undefined) ?? 42;
  const out = argv['out'] as string;
  const dirt = argv['dirt'] as number | undefined;
  const wanted = argv['events'] as number | undefined;
  const database = await Database.open({ file: ':memory:', threads: argv['threads'] as number | undefined });
  try {
    const orders = await generateOrders({ customers, seed, out, dirt }, { database });
    const events =
      wanted === undefined
        ? null
        : await generateEvents({ users: customers, events: wanted, seed, out }, { database });
    const identities =
      wanted === undefined
        ? null
        : await generateIdentities({ customers, users: customers, events: wanted, seed, out }, { database });
    if (argv['json'] === true)
      world.stdout.write(`${JSON.stringify({ orders, events, identities }, null, 2)}\n`);
    if (argv['quiet'] === true) return 0;
    world.stderr.write(describeOrders(orders));
    if (events !== null) world.stderr.write(describeEvents(events));
    if (identities !== null) world.stderr.write(describeIdentities(identities));
  } finally {
    database.close();
  }
  return 0;
}

function describeOrders({
  customers,
  lines,
  ordersFile,
  truthFile,
  dirtFile,
  segments,
}: GeneratedOrders): string {
  const files = [ordersFile, truthFile, ...(dirtFile === undefined ? [] : [dirtFile])];
  return `${customers} customers, ${lines} order lines: ${files.join(', ')}\n${listSegments(segments, 'customers')}`;
}

function describeEvents({ users, events, buyers, eventsFile, truthFile, segments }: GeneratedEvents): string {
  return (
    `${users} users (${buyers} buyers), ${events} events: ${eventsFile}, ${truthFile}\n` +
    listSegments(segments, 'users')
  );
}

function describeIdentities({ pairs, customers, identitiesFile }: GeneratedIdentities): string {
  return `${pairs} users are ${customers} of the customers: ${identitiesFile}\n`;
}

function listSegments(segments: Readonly<Record<string, number>>, members: string): string {
  return Object.entries(segments)
    .map(([segment, count]) => `  ${segment}: ${count} ${members}\n`)
    .join('');
}
