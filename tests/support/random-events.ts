import type { Database } from '../../pipeline/core/database.ts';
import type { Random } from '../../pipeline/core/random.ts';

/** One delivered event, every value as text. */
export interface DeliveredEvent {
  readonly eventTime: string;
  readonly eventType: string;
  readonly productId: string | null;
  readonly categoryId: string | null;
  readonly categoryCode: string | null;
  readonly brand: string | null;
  readonly price: string | null;
  readonly userId: string | null;
  readonly session: string | null;
}

const FIRST_MOMENT = Date.UTC(2019, 9, 1);
const DAYS = 40;
const CATEGORIES = 6;

/**
 * Events of users over 40 days, with what makes features hard: pauses of exactly half an hour, events at one instant, session
 * ids shared by users or missing, equal events, unknown types, products without category, prices that are missing or 0,
 * and users who only look.
 */
export function randomEvents(random: Random, users: number): DeliveredEvent[] {
  const events: DeliveredEvent[] = [];
  for (let user = 0; user < users; user++) {
    const isBuyer = random.next() < 0.3;
    let seconds = random.integer(DAYS * 86_400);
    const count = 1 + random.integer(random.next() < 0.3 ? 60 : 6);
    for (let i = 0; i < count; i++) {
      events.push(randomEvent(random, { user, seconds, isBuyer }));
      if (random.next() < 0.08) events.push(events.at(-1)!);
      const pause = [0, 60, 1800, 1801, random.integer(200_000)][random.integer(5)]!;
      seconds = Math.min(seconds + pause, DAYS * 86_400);
    }
  }
  return events;
}

function randomEvent(
  random: Random,
  { user, seconds, isBuyer }: { user: number; seconds: number; isBuyer: boolean },
): DeliveredEvent {
  const product = random.integer(30);
  const category = product % CATEGORIES;
  const isCategoryKnown = random.next() < 0.9;
  const hasSession = random.next() < 0.7;
  return {
    eventTime: `${new Date(FIRST_MOMENT + seconds * 1000).toISOString().slice(0, 19).replace('T', ' ')} UTC`,
    eventType: randomType(random, isBuyer),
    productId: random.next() < 0.8 ? `10000000000000000${10 + product}` : null,
    categoryId: isCategoryKnown ? `205301355563188265${category}` : null,
    categoryCode: isCategoryKnown && random.next() < 0.6 ? `shop.${category % 4}` : null,
    brand: random.next() < 0.7 ? `brand-${product % 5}` : null,
    price: [null, '0', `${product + 1}.${random.integer(3)}`, `${product + 1}.5`][random.integer(4)]!,
    userId: `90071992547409${90 + user}`,
    session: hasSession
      ? `session-${user % 3 === 0 ? Math.floor(seconds / 86_400) : `${user}-${seconds}`}`
      : null,
  };
}

function randomType(random: Random, isBuyer: boolean): string {
  const roll = random.next();
  if (roll < 0.6) return 'view';
  if (roll < 0.75) return 'cart';
  if (roll < 0.83) return 'remove_from_cart';
  if (roll < 0.87) return 'search';
  return isBuyer ? 'purchase' : 'view';
}

/** Fills `bronze_events` of an empty warehouse with the events, line by line in their order. */
export async function insertEvents(database: Database, events: readonly DeliveredEvent[]): Promise<void> {
  const textOf = (column: keyof DeliveredEvent) => ({
    kind: 'text' as const,
    values: events.map((event) => event[column]),
  });
  await database.execute(
    `create or replace table delivered (event_time varchar, event_type varchar, product_id varchar, category_id varchar,
      category_code varchar, brand varchar, price varchar, user_id varchar, user_session varchar, _source_line integer)`,
  );
  await database.append('delivered', [
    textOf('eventTime'),
    textOf('eventType'),
    textOf('productId'),
    textOf('categoryId'),
    textOf('categoryCode'),
    textOf('brand'),
    textOf('price'),
    textOf('userId'),
    textOf('session'),
    { kind: 'integer', values: events.map((_, i) => i + 2) },
  ]);
  await database.execute(
    `insert into bronze_events by name
    select *, 'events.csv' as _source_file, timestamp '2025-01-01' as _loaded_at, 'run' as _run_id, _source_line as _row_hash
    from delivered`,
  );
  await database.execute('drop table delivered');
}
