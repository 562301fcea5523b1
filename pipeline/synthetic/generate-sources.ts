import { rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import type { Database } from '../core/database.ts';
import { FileError, messageOf } from '../core/errors.ts';
import { checkEventOptions, generateEvents, type GeneratedEvents } from './generate-events.ts';
import { generateIdentities, type GeneratedIdentities } from './generate-identities.ts';
import { checkOrderOptions, generateOrders, type GeneratedOrders } from './generate-orders.ts';
import { openFiles } from './generated-files.ts';

export interface GenerateSourcesOptions {
  /** Customers of the orders and users of the events: an integer in [1, 10,000,000]. */
  readonly customers: number;
  /** How many events to aim at, 5 to 100 a user; without it there are no events. */
  readonly events?: number | undefined;
  /** Integer: the same seed gives the same bytes, on any machine and number of threads. */
  readonly seed: number;
  /** Folder of the files; created if it does not exist. */
  readonly out: string;
  /** Share of order lines and of events that get a fault, in [0, 0.5]; default 0: clean files. */
  readonly dirt?: number | undefined;
}

export interface GeneratedSources {
  readonly orders: GeneratedOrders;
  /** Null without events, as the map of both. */
  readonly events: GeneratedEvents | null;
  readonly identities: GeneratedIdentities | null;
  /** JSON of the planted faults: those of the orders, and under `events` those of the events. Null without dirt. */
  readonly dirtFile: string | null;
}

/**
 * Writes synthetic orders, events with the identity map of both if asked for, and with dirt the planted faults.
 *
 * @throws {UsageError} If a number is out of its range; nothing is written then.
 * @throws {FileError} If the folder or a file in it cannot be written.
 */
export async function generateSources(
  options: GenerateSourcesOptions,
  effects: { readonly database: Database },
): Promise<GeneratedSources> {
  const { customers, events: wanted, seed, out, dirt = 0 } = options;
  const orderOptions = { customers, seed, out, dirt };
  const eventOptions = wanted === undefined ? null : { users: customers, events: wanted, seed, out, dirt };
  checkOrderOptions(orderOptions);
  if (eventOptions !== null) checkEventOptions(eventOptions);
  const file = join(out, 'dirt.json');
  openFiles(out, {});
  removeStale(file);
  const orders = await generateOrders(orderOptions, effects);
  const events = eventOptions === null ? null : await generateEvents(eventOptions, effects);
  const identities =
    eventOptions === null ? null : await generateIdentities({ ...eventOptions, customers }, effects);
  if (dirt === 0) return { orders, events, identities, dirtFile: null };
  const found = {
    rate: dirt,
    seed,
    ...orders.planted,
    ...(events === null ? {} : { events: events.planted }),
  };
  try {
    writeFileSync(file, `${JSON.stringify(found, null, 2)}\n`);
  } catch (error) {
    throw new FileError(`cannot write ${file}: ${messageOf(error)}`, { cause: error });
  }
  return { orders, events, identities, dirtFile: file };
}

/** The faults of an earlier run are not those of this one. */
function removeStale(file: string): void {
  try {
    rmSync(file, { force: true });
  } catch (error) {
    throw new FileError(`cannot write ${file}: ${messageOf(error)}`, { cause: error });
  }
}
