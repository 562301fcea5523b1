import type { DeliveredEvent } from './random-events.ts';

/** An event that counts. Times are seconds since 1970. */
interface Event extends DeliveredEvent {
  readonly user: string;
  readonly at: number;
  readonly amount: number | null;
}

type Features = Readonly<Record<string, number | string | null>>;

/** Parameters of the models, where they differ between tests. */
export interface OracleOptions {
  readonly ladderMinViews: number;
  readonly minSpanDays: number;
}

const KNOWN_TYPES = ['view', 'cart', 'remove_from_cart', 'purchase'];

/**
 * The features of every user from their definitions, in UTC, copies of all but purchases dropped, unknown types rejected;
 * without scores and segment.
 *
 * @remarks Quadratic in the events of a category.
 */
export function featuresByDefinition(
  delivered: readonly DeliveredEvent[],
  options: OracleOptions,
): Map<string, Features> {
  const events = countedEvents(delivered);
  const times = events.map((event) => event.at);
  const span = { first: Math.min(...times), last: Math.max(...times) };
  const levelOf = ladderOf(events, options.ladderMinViews);
  const isSpanLong = span.last - span.first >= options.minSpanDays * 86_400;
  return new Map(
    [...groupBy(events, (event) => event.user)].map(([user, own]) => [
      user,
      {
        ...funnelOf(own),
        ...rfmOf(own, span.last),
        ...timingsOf(own, span.last),
        trend_ratio: isSpanLong ? trendOf(own, span) : null,
        ...diversityOf(own),
        ...pricesOf(own, levelOf),
      },
    ]),
  );
}

function countedEvents(delivered: readonly DeliveredEvent[]): Event[] {
  const seen = new Set<string>();
  const known = delivered.filter((event) => event.userId !== null && KNOWN_TYPES.includes(event.eventType));
  const kept = known.filter((event) => {
    const key = JSON.stringify(event);
    const isCopy = seen.has(key);
    seen.add(key);
    return !isCopy || event.eventType === 'purchase';
  });
  return kept.map((event) => ({
    ...event,
    user: event.userId!,
    at: Date.parse(event.eventTime.replace(' UTC', 'Z').replace(' ', 'T')) / 1000,
    amount: event.price === null ? null : Number(event.price),
  }));
}

/** Sessions of one user, each with its events. */
function sessionsOf(own: readonly Event[]): Event[][] {
  const delivered = groupBy(
    own.filter((event) => event.session !== null),
    (event) => event.session!,
  );
  const inferred: Event[][] = [];
  for (const event of own.filter(({ session }) => session === null).toSorted((a, b) => a.at - b.at)) {
    const before = inferred.at(-1)?.at(-1);
    if (before === undefined || event.at - before.at > 1800) inferred.push([event]);
    else inferred.at(-1)!.push(event);
  }
  return [...delivered.values(), ...inferred];
}

function funnelOf(own: readonly Event[]): Features {
  const sessions = sessionsOf(own);
  const of = (type: string) => own.filter((event) => event.eventType === type);
  const holds = (session: readonly Event[], type: string) =>
    session.some((event) => event.eventType === type);
  const shareOf = (test: (session: readonly Event[]) => boolean) =>
    sessions.filter(test).length / sessions.length;
  const carted = [...groupBy(known(of('cart'), 'productId'), (event) => event.productId!)];
  const abandoned = carted.filter(([product, carts]) => {
    const first = Math.min(...carts.map(({ at }) => at));
    return !of('purchase').some((event) => event.productId === product && event.at >= first);
  });
  const long = sessions.filter((session) => session.length > 1).map((session) => lengthOf(session) / 3600);
  return {
    total_events: own.length,
    view_count: of('view').length,
    cart_count: of('cart').length,
    remove_count: of('remove_from_cart').length,
    purchase_count: of('purchase').length,
    other_count: 0,
    unique_sessions: sessions.length,
    unique_products_viewed: distinct(of('view'), 'productId'),
    unique_products_purchased: distinct(of('purchase'), 'productId'),
    unique_categories: distinct(own, 'categoryId'),
    unique_brands: distinct(own, 'brand'),
    purchase_conversion_rate: shareOf((session) => holds(session, 'purchase')),
    cart_conversion_rate: shareOf((session) => holds(session, 'cart')),
    cart_abandonment_rate: carted.length === 0 ? null : abandoned.length / carted.length,
    bounce_rate: shareOf((session) => session.length === 1),
    avg_events_per_session: own.length / sessions.length,
    avg_session_duration_hours: mean(long),
    max_session_duration_hours: long.length === 0 ? null : Math.max(...long),
    engagement_intensity: own.length / new Set(own.map(({ at }) => Math.floor(at / 86_400))).size,
  };
}

function rfmOf(own: readonly Event[], asOf: number): Features {
  const purchases = own.filter((event) => event.eventType === 'purchase');
  const orders = sessionsOf(own).filter((session) =>
    session.some(({ eventType }) => eventType === 'purchase'),
  );
  const monetary = purchases.reduce((sum, { amount }) => sum + (amount ?? 0), 0);
  const last = Math.max(...purchases.map(({ at }) => at));
  const isBuyer = orders.length > 0;
  return {
    stratum: isBuyer ? 'buyers' : 'non_buyers',
    recency_hours: isBuyer ? (asOf - last) / 3600 : null,
    frequency: orders.length,
    monetary,
    avg_order_value: isBuyer ? monetary / orders.length : null,
    loyalty_score: isBuyer ? (orders.length - 1) / orders.length : null,
  };
}

function timingsOf(own: readonly Event[], asOf: number): Features {
  const times = own.map(({ at }) => at).toSorted((a, b) => a - b);
  const [first, last] = [times[0]!, times.at(-1)!];
  const gaps = times.slice(1).flatMap((at, i) => (at > times[i]! ? [(at - times[i]!) / 3600] : []));
  const hours = times.map((at) => Math.floor(at / 3600) % 24);
  const countOf = (hour: number) => hours.filter((other) => other === hour).length;
  const most = Math.max(...hours.map(countOf));
  const peak = hours.find((hour) => countOf(hour) === most)!;
  const share = (from: number) =>
    hours.filter((hour) => hour >= from && hour < from + 6).length / hours.length;
  return {
    activity_recency_hours: (asOf - last) / 3600,
    time_span_hours: (last - first) / 3600,
    avg_time_between_events_hours: mean(gaps),
    peak_activity_hour: peak,
    peak_hour_sin: Math.sin((2 * Math.PI * peak) / 24),
    peak_hour_cos: Math.cos((2 * Math.PI * peak) / 24),
    share_night: share(0),
    share_morning: share(6),
    share_afternoon: share(12),
    share_evening: share(18),
    hours_since_first_seen: (asOf - first) / 3600,
  };
}

function trendOf(own: readonly Event[], { first, last }: { first: number; last: number }): number | null {
  const third = (last - first) / 3;
  const early = own.filter(({ at }) => at < first + third).length;
  const late = own.filter(({ at }) => at >= first + 2 * third).length;
  return early === 0 ? null : (late + 0.5) / (early + 0.5);
}

function diversityOf(own: readonly Event[]): Features {
  const diversity = (column: keyof DeliveredEvent) =>
    known(own, column).length === 0 ? null : distinct(own, column) / known(own, column).length;
  const categories = [...groupBy(known(own, 'categoryId'), (event) => event.categoryId!).values()];
  const brands = [...groupBy(known(own, 'brand'), (event) => event.brand!).values()];
  const shares = categories.map((events) => events.length / known(own, 'categoryId').length);
  const entropy = -shares.reduce((sum, q) => sum + q * Math.log(q), 0);
  const evenness = shares.length === 0 ? null : shares.length === 1 ? 0 : entropy / Math.log(shares.length);
  const exploration = evenness === null ? null : (evenness * own.length) / (own.length + 5);
  return {
    product_diversity: diversity('productId'),
    category_diversity: diversity('categoryId'),
    brand_diversity: diversity('brand'),
    category_entropy: evenness,
    category_concentration: shares.length === 0 ? null : shares.reduce((sum, q) => sum + q * q, 0),
    exploration_score: exploration,
    focus_score: exploration === null ? null : 1 - exploration,
    brand_share:
      brands.length === 0
        ? null
        : Math.max(...brands.map(({ length }) => length)) / known(own, 'brand').length,
    top_category_id: mostFrequent(own, 'categoryId'),
    top_brand: mostFrequent(own, 'brand'),
  };
}

type LevelOf = (event: Event) => number | null;

/** Level of an event's price among all priced views of its category. */
function ladderOf(events: readonly Event[], minViews: number): LevelOf {
  const views = groupBy(
    known(events, 'categoryId').filter(({ eventType, amount }) => eventType === 'view' && (amount ?? 0) > 0),
    (event) => event.categoryId!,
  );
  return ({ categoryId, amount }) => {
    const prices = (views.get(categoryId ?? '') ?? []).map((view) => view.amount!);
    if (prices.length < minViews || amount === null) return null;
    const lower = prices.filter((price) => price < amount).length;
    const equal = prices.filter((price) => price === amount).length;
    return (lower + equal / 2) / prices.length;
  };
}

function pricesOf(own: readonly Event[], levelOf: LevelOf): Features {
  const priced = (type: string) =>
    own.filter(({ eventType, amount }) => eventType === type && (amount ?? 0) > 0);
  const levels = (type: string) => mean(priced(type).flatMap((event) => levelOf(event) ?? []));
  const prices = priced('view').map(({ amount }) => amount!);
  const average = mean(prices);
  const n = prices.length;
  const squares = prices.reduce((sum, price) => sum + (price - average!) ** 2, 0);
  const sd = n === 0 ? null : n === 1 ? 0 : Math.sqrt(squares / (n - 1));
  const [viewed, paid] = [levels('view'), levels('purchase')];
  return {
    avg_price_viewed: average,
    price_std: sd,
    price_range: n === 0 ? null : Math.max(...prices) - Math.min(...prices),
    price_level: viewed,
    price_dispersion: n < 3 ? null : sd! / average!,
    price_sensitivity: viewed === null || paid === null ? null : viewed - paid,
  };
}

function known(events: readonly Event[], column: keyof DeliveredEvent): Event[] {
  return events.filter((event) => event[column] !== null);
}

function distinct(events: readonly Event[], column: keyof DeliveredEvent): number {
  return new Set(known(events, column).map((event) => event[column])).size;
}

/** The value with most events; of several the smallest text. */
function mostFrequent(events: readonly Event[], column: keyof DeliveredEvent): string | null {
  const groups = [...groupBy(known(events, column), (event) => event[column]!)];
  const most = Math.max(...groups.map(([, group]) => group.length));
  return (
    groups
      .filter(([, group]) => group.length === most)
      .map(([value]) => value)
      .sort()[0] ?? null
  );
}

function lengthOf(session: readonly Event[]): number {
  const times = session.map(({ at }) => at);
  return Math.max(...times) - Math.min(...times);
}

function mean(values: readonly number[]): number | null {
  return values.length === 0 ? null : values.reduce((sum, value) => sum + value, 0) / values.length;
}

function groupBy<T>(items: readonly T[], keyOf: (item: T) => string): Map<string, T[]> {
  const groups = new Map<string, T[]>();
  for (const item of items) {
    const group = groups.get(keyOf(item));
    if (group === undefined) groups.set(keyOf(item), [item]);
    else group.push(item);
  }
  return groups;
}
