import type { Database, Parameters } from '../core/database.ts';
import { UsageError } from '../core/errors.ts';
import { countRows } from '../core/models.ts';
import { loadModels, orderByReads } from '../core/sql-catalog.ts';
import { assertDirt, countFaults, type PlantedFaults } from './planted-faults.ts';
import {
  copyTo,
  countBy,
  CSV_FORMAT,
  daysBetween,
  LINES_FORMAT,
  openFiles,
  withTemporaryTables,
} from './generated-files.ts';

/** Faults of dirty events, by the names they have in dirt.json. An event has one at most. */
export const EVENT_FAULTS = [
  /** Too few or too many fields: a strict reader rejects the record. */
  'malformed_lines',
  /** An event type that is none of the four. */
  'unknown_types',
  /** The price with a minus sign. */
  'negative_prices',
  /** A time that no calendar has, or a word. */
  'bad_times',
  /** No user. */
  'null_users',
  /** The same row delivered twice; never of a purchase, where it may mean two pieces. */
  'exact_duplicates',
] as const;

export type EventFault = (typeof EVENT_FAULTS)[number];

export interface GenerateEventsOptions {
  /** Integer in [1, 10,000,000]. */
  readonly users: number;
  /** How many events to aim at: an integer, 5 to 100 a user. */
  readonly events: number;
  /** Integer: the same seed gives the same bytes, on any machine and number of threads. */
  readonly seed: number;
  /** Folder of the files; created if it does not exist. */
  readonly out: string;
  /** Share of events that get a fault, in [0, 0.5]; default 0: a clean file. */
  readonly dirt?: number | undefined;
  /** First day with events, `YYYY-MM-DD`; default 2019-10-01. */
  readonly firstDate?: string | undefined;
  /** Last day with events, at least a week later; default 2019-11-30. */
  readonly lastDate?: string | undefined;
}

export interface GeneratedEvents {
  /** CSV in the headers of REES46, by time of event. */
  readonly eventsFile: string;
  /** CSV of user_id and segment. */
  readonly truthFile: string;
  readonly users: number;
  /** Events before faults were planted: about as many as were asked for (see the remarks of `generateEvents`). */
  readonly events: number;
  /** What stands in eventsFile; no fault without dirt. */
  readonly planted: PlantedFaults<EventFault>;
  /** Users with a purchase, before faults were planted. */
  readonly buyers: number;
  /** Users by segment. */
  readonly segments: Readonly<Record<string, number>>;
}

const MAX_USERS = 10_000_000;
/** Fewer, and most users could not have the sessions that tell their segment. */
const MIN_EVENTS_PER_USER = 5;
const MAX_EVENTS_PER_USER = 100;
const MIN_DAYS = 7;

/** Tables that are built; what they read comes along. */
const TABLES = ['synthetic_event_deliveries'];

/**
 * Writes synthetic shop events with planted user segments: `events.csv` and `truth_events.csv`.
 *
 * @param options - See the fields. The segments are described in sql/generate/synthetic_users.sql.
 * @param effects - The work is done in temporary tables of this database, which are dropped afterwards.
 * @throws {UsageError} If a number or date is out of its range.
 * @throws {FileError} If the folder or a file in it cannot be written.
 * @remarks The number of events is met in the mean: one factor on the sessions of every user who looks more than once makes
 *   the expected number the one asked for. What a user does therefore depends on the seed, the period and the events per
 *   user, not on the number of users. For 146,000 users and 1,000,000 events 1,003,786 are written (seed 42).
 *   About 5 s of processor time and 0.9 GB for these; linear in the events.
 */
export async function generateEvents(
  options: GenerateEventsOptions,
  { database }: { readonly database: Database },
): Promise<GeneratedEvents> {
  const parameters = checkEventOptions(options);
  const files = openFiles(options.out, { events: 'events.csv', truth: 'truth_events.csv' });
  const models = loadModels('generate');
  const tables = { models: orderByReads(models, TABLES), parameters };
  return withTemporaryTables(database, tables, async () => {
    await copyTo(database, models.get('synthetic_event_lines')!, {
      file: files.events,
      format: LINES_FORMAT,
    });
    await copyTo(database, models.get('synthetic_user_truth')!, { file: files.truth, format: CSV_FORMAT });
    return {
      eventsFile: files.events,
      truthFile: files.truth,
      users: await countRows(database, 'synthetic_users'),
      events: await countRows(database, 'synthetic_events'),
      buyers: await countRows(
        database,
        `(select distinct user_index from synthetic_events where event_type = 'purchase')`,
      ),
      planted: await countFaults(database, 'synthetic_event_deliveries', EVENT_FAULTS),
      segments: await countBy(database, 'segment', 'synthetic_users'),
    };
  });
}

/** The options as parameters of the models. @throws {UsageError} If one is out of its range. */
export function checkEventOptions(options: GenerateEventsOptions): Parameters {
  const { users, events, seed, dirt = 0, firstDate = '2019-10-01', lastDate = '2019-11-30' } = options;
  if (!Number.isInteger(users) || users < 1 || users > MAX_USERS) {
    throw new UsageError(`generate: users must be an integer in [1, ${MAX_USERS}], got ${users}`);
  }
  const [fewest, most] = [MIN_EVENTS_PER_USER * users, MAX_EVENTS_PER_USER * users];
  if (!Number.isInteger(events) || events < fewest || events > most) {
    throw new UsageError(
      `generate: events must be an integer in [${fewest}, ${most}] for ${users} users, got ${events}`,
    );
  }
  if (!Number.isSafeInteger(seed)) throw new UsageError(`generate: seed must be an integer, got ${seed}`);
  assertDirt(dirt);
  const days = daysBetween(firstDate, lastDate);
  if (days < MIN_DAYS) {
    throw new UsageError(
      `generate: the events must span at least ${MIN_DAYS} days, got ${days} (${firstDate} to ${lastDate})`,
    );
  }
  return { users, events, seed, dirt, first_date: firstDate, last_date: lastDate };
}
