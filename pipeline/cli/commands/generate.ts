import { Database } from '../../core/database.ts';
import type { GeneratedEvents } from '../../synthetic/generate-events.ts';
import type { GeneratedIdentities } from '../../synthetic/generate-identities.ts';
import type { GeneratedOrders } from '../../synthetic/generate-orders.ts';
import { generateSources } from '../../synthetic/generate-sources.ts';
import type { Arguments, CommandWorld } from '../command.ts';

/** `pipeline generate`: writes synthetic orders, and events with the identity map of both if asked for, with planted segments. */
export async function generate(argv: Arguments, world: CommandWorld): Promise<number> {
  const options = {
    customers: argv['customers'] as number,
    events: argv['events'] as number | undefined,
    seed: (argv['seed'] as number | undefined) ?? 42,
    out: argv['out'] as string,
    dirt: argv['dirt'] as number | undefined,
  };
  const database = await Database.open({ file: ':memory:', threads: argv['threads'] as number | undefined });
  try {
    const sources = await generateSources(options, { database });
    if (argv['json'] === true) world.stdout.write(`${JSON.stringify(sources, null, 2)}\n`);
    if (argv['quiet'] === true) return 0;
    const { orders, events, identities, dirtFile } = sources;
    world.stderr.write(describeOrders(orders));
    if (events !== null) world.stderr.write(describeEvents(events));
    if (identities !== null) world.stderr.write(describeIdentities(identities));
    if (dirtFile !== null) world.stderr.write(`planted faults, counted: ${dirtFile}\n`);
  } finally {
    database.close();
  }
  return 0;
}

function describeOrders({ customers, lines, ordersFile, truthFile, segments }: GeneratedOrders): string {
  return (
    `${customers} customers, ${lines} order lines: ${ordersFile}, ${truthFile}\n` +
    listSegments(segments, 'customers')
  );
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
