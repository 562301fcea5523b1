import { mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import type { Database, Parameters } from '../core/database.ts';
import { FileError, messageOf, UsageError } from '../core/errors.ts';
import { countRows, pickParameters } from '../core/models.ts';
import { loadModels, orderByReads, type SqlModel } from '../core/sql-catalog.ts';

export interface GenerateEventsOptions {
  /** Integer in [1, 10,000,000]. */
  readonly users: number;
  /** How many events to aim at: an integer, 5 to 100 a user. */
  readonly events: number;
  /** Integer: the same seed gives the same bytes, on any machine and number of threads. */
  readonly seed: number;
  /** Folder of the files; created if it does not exist. */
  readonly out: string;
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
  /** Events written: about as many as were asked for (see the remarks of `generateEvents`). */
  readonly events: number;
  /** Users with a purchase. */
  readonly buyers: number;
  /** Users by segment. */
  readonly segments: Readonly<Record<string, number>>;
}

const MAX_USERS = 10_000_000;
/** Fewer, and most users could not have the sessions that tell their segment. */
const MIN_EVENTS_PER_USER = 5;
const MAX_EVENTS_PER_USER = 100;
const MIN_DAYS = 7;
const MS_PER_DAY = 86_400_000;

/** Tables that are built; what they read comes along. */
const TABLES = ['synthetic_events', 'synthetic_event_products'];

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
  const parameters = checkOptions(options);
  const files = openFolder(options.out);
  const models = loadModels('generate');
  const tables = orderByReads(models, TABLES);
  try {
    for (const table of tables) await buildTemporaryTable(database, table, parameters);
    await copyTo(database, models.get('synthetic_event_records')!, files.events);
    await copyTo(database, models.get('synthetic_user_truth')!, files.truth);
    return {
      eventsFile: files.events,
      truthFile: files.truth,
      users: await countRows(database, 'synthetic_users'),
      events: await countRows(database, 'synthetic_events'),
      buyers: await countRows(
        database,
        `(select distinct user_index from synthetic_events where event_type = 'purchase')`,
      ),
      segments: await countSegments(database),
    };
  } finally {
    for (const table of tables) await database.execute(`drop table if exists temp.${table.name}`);
  }
}

/** The options as parameters of the models. @throws {UsageError} If one is out of its range. */
function checkOptions(options: GenerateEventsOptions): Parameters {
  const { users, events, seed, firstDate = '2019-10-01', lastDate = '2019-11-30' } = options;
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
  const days = (dayOf('last date', lastDate) - dayOf('first date', firstDate)) / MS_PER_DAY + 1;
  if (days < MIN_DAYS) {
    throw new UsageError(
      `generate: the events must span at least ${MIN_DAYS} days, got ${days} (${firstDate} to ${lastDate})`,
    );
  }
  return { users, events, seed, first_date: firstDate, last_date: lastDate };
}

/** Midnight UTC in milliseconds of an ISO date. */
function dayOf(name: string, text: string): number {
  const day = /^\d{4}-\d{2}-\d{2}$/.test(text) ? new Date(`${text}T00:00:00Z`) : new Date(NaN);
  // Date rolls 2024-02-30 over into March.
  if (Number.isNaN(day.getTime()) || day.toISOString().slice(0, 10) !== text) {
    throw new UsageError(`generate: the ${name} must be a date like 2019-11-30, got ${text}`);
  }
  return day.getTime();
}

/** Creates folder and files, so that a folder without permission fails at once and not after the work. */
function openFolder(out: string): { readonly events: string; readonly truth: string } {
  const files = { events: join(out, 'events.csv'), truth: join(out, 'truth_events.csv') };
  try {
    mkdirSync(out, { recursive: true });
    writeFileSync(files.events, '');
    writeFileSync(files.truth, '');
  } catch (error) {
    throw new FileError(`cannot write to the folder ${out}: ${messageOf(error)}`, { cause: error });
  }
  return files;
}

async function buildTemporaryTable(
  database: Database,
  model: SqlModel,
  parameters: Parameters,
): Promise<void> {
  await database.execute(
    `create or replace temp table ${model.name} as\n${model.sql}`,
    pickParameters(model, parameters),
    model.file,
  );
}

async function copyTo(database: Database, model: SqlModel, file: string): Promise<void> {
  try {
    await database.execute(
      `copy (\n${model.sql}\n) to '${file.replaceAll("'", "''")}' (format csv, header)`,
      {},
      model.file,
    );
  } catch (error) {
    throw new FileError(`cannot write ${file}: ${messageOf(error)}`, { cause: error });
  }
}

/** Users by segment. */
async function countSegments(database: Database): Promise<Record<string, number>> {
  const rows = await database.queryRows<{ segment: string; count: number }>(
    'select segment, count(*)::double as count from synthetic_users group by segment order by segment',
  );
  return Object.fromEntries(rows.map(({ segment, count }) => [segment, count]));
}
