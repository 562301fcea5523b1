import type { OrderLine } from './random-orders.ts';

/** A line as of a date. Days count from 1970-01-01, months from January 1970. */
interface KnownLine extends OrderLine {
  readonly orderDay: number;
  readonly isReturned: boolean;
  readonly returnDay: number | null;
}

export interface Adjacency {
  readonly orders: number;
  readonly returns: number;
  readonly timing: number | null;
  readonly returnTiming: number | null;
}

/**
 * The adjacency features of every customer, from their definition: all pairs of (order, SKU, category) are looked at.
 *
 * @remarks Quadratic in the lines of a customer.
 */
export function adjacencyByDefinition(
  lines: readonly OrderLine[],
  { asOf, days, mode }: { asOf: string; days: number; mode: string },
): Map<string, Adjacency> {
  const byCustomer = groupBy(knownLines(lines, asOf), (line) => line.customerId);
  return new Map([...byCustomer].map(([customer, own]) => [customer, adjacencyOf(own, days, mode)]));
}

interface Item {
  readonly order: string;
  readonly sku: string;
  readonly day: number;
  readonly isReturned: boolean;
  readonly returnDay: number | null;
  readonly relation: string;
}

function adjacencyOf(lines: readonly KnownLine[], days: number, mode: string): Adjacency {
  const items = itemsOf(lines, mode);
  const nearest = new Map<string, number>();
  const returnedOrders = new Set<string>();
  const distances: number[] = [];
  for (const [i, a] of items.entries()) {
    for (const b of items.slice(i + 1)) {
      const distance = Math.abs(a.day - b.day);
      const isRelated =
        a.order !== b.order && a.sku !== b.sku && a.relation === b.relation && distance <= days;
      if (!isRelated) continue;
      for (const order of [a.order, b.order])
        nearest.set(order, Math.min(distance, nearest.get(order) ?? days));
      if (!a.isReturned || !b.isReturned) continue;
      returnedOrders.add(a.order).add(b.order);
      if (a.returnDay !== null && b.returnDay !== null) distances.push(Math.abs(a.returnDay - b.returnDay));
    }
  }
  return {
    orders: nearest.size,
    returns: returnedOrders.size,
    timing: mean([...nearest.values()]),
    returnTiming: mean(distances),
  };
}

function itemsOf(lines: readonly KnownLine[], mode: string): Item[] {
  const related = lines
    .map((line) => ({ ...line, relation: mode === 'any' ? 'any' : line.category }))
    .filter((line): line is KnownLine & { relation: string } => line.relation !== null);
  const groups = groupBy(related, (line) =>
    JSON.stringify([line.orderNumber, line.sku, line.relation]),
  ).values();
  return [...groups].map((group) => {
    const dated = group.map((line) => line.returnDay).filter((day) => day !== null);
    const { orderNumber, sku, relation, orderDay } = group[0]!;
    return {
      order: orderNumber,
      sku,
      relation,
      day: orderDay,
      isReturned: group.some((line) => line.isReturned),
      returnDay: dated.length === 0 ? null : Math.min(...dated),
    };
  });
}

export interface Trend {
  readonly orders: number | null;
  readonly returns: number | null;
}

/** The trend features of every customer, from their definition: two dense matrices of months by categories. */
export function trendByDefinition(
  lines: readonly OrderLine[],
  { asOf, minMonths }: { asOf: string; minMonths: number },
): Map<string, Trend> {
  const known = knownLines(lines, asOf);
  const customers = new Set(known.map((line) => line.customerId));
  const trendOf = (customer: string): Trend => {
    const own = known.filter((line) => line.customerId === customer);
    const others = known.filter((line) => line.customerId !== customer);
    const ownMonths = own.map((line) => monthOf(line.orderDay));
    const [first, last] = [Math.min(...ownMonths), Math.max(...ownMonths)];
    if (last - first + 1 < minMonths) return { orders: null, returns: null };
    const months = Array.from({ length: last - first + 1 }, (_, i) => first + i);
    const categories = [...new Set(own.map((line) => line.category))].filter((name) => name !== null);
    const correlate = (dayOf: (line: KnownLine) => number | null): number | null =>
      pooledCorrelation(
        categories.map((category) => countByMonth(own, { category, months, dayOf })),
        categories.map((category) => countByMonth(others, { category, months, dayOf })),
      );
    return { orders: correlate((line) => line.orderDay), returns: correlate((line) => line.returnDay) };
  };
  return new Map([...customers].map((customer) => [customer, trendOf(customer)]));
}

function countByMonth(
  lines: readonly KnownLine[],
  by: { category: string; months: readonly number[]; dayOf: (line: KnownLine) => number | null },
): number[] {
  const days = lines.filter((line) => line.category === by.category).map(by.dayOf);
  const months = days.filter((day) => day !== null).map(monthOf);
  return by.months.map((month) => months.filter((other) => other === month).length);
}

/** Pearson correlation of two lists of series, each series centred by itself; null if a side is constant. */
function pooledCorrelation(xs: readonly number[][], ys: readonly number[][]): number | null {
  const [x, y] = [xs, ys].map((side) => side.flatMap(centred)) as [number[], number[]];
  const isConstant = (side: readonly number[][]): boolean => side.every((s) => s.every((v) => v === s[0]));
  if (isConstant(xs) || isConstant(ys)) return null;
  return dot(x, y) / Math.sqrt(dot(x, x) * dot(y, y));
}

function centred(values: readonly number[]): number[] {
  const centre = mean(values) ?? 0;
  return values.map((value) => value - centre);
}

function dot(x: readonly number[], y: readonly number[]): number {
  return x.reduce((sum, value, i) => sum + value * y[i]!, 0);
}

function mean(values: readonly number[]): number | null {
  return values.length === 0 ? null : values.reduce((sum, value) => sum + value, 0) / values.length;
}

/** Lines up to the as-of date, with the returns known by then; an order has the date of its first line. */
function knownLines(lines: readonly OrderLine[], asOf: string): KnownLine[] {
  const asOfDay = dayOfText(asOf);
  const placed = lines.filter((line) => dayOfText(line.orderedAt) <= asOfDay);
  const firstDays = new Map<string, number>();
  for (const line of placed) {
    const day = dayOfText(line.orderedAt);
    firstDays.set(orderKey(line), Math.min(day, firstDays.get(orderKey(line)) ?? day));
  }
  return placed.map((line) => {
    const pieces = line.pieces.filter(({ date }) => date === null || dayOfText(date) <= asOfDay);
    const dated = pieces.flatMap(({ date }) => (date === null ? [] : [dayOfText(date)]));
    return {
      ...line,
      orderDay: firstDays.get(orderKey(line))!,
      isReturned: pieces.length > 0,
      returnDay: dated.length === 0 ? null : Math.min(...dated),
    };
  });
}

function orderKey({ customerId, orderNumber }: OrderLine): string {
  return JSON.stringify([customerId, orderNumber]);
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

function dayOfText(text: string): number {
  return Date.parse(`${text.slice(0, 10)}T00:00:00Z`) / 86_400_000;
}

function monthOf(day: number): number {
  const date = new Date(day * 86_400_000);
  return (date.getUTCFullYear() - 1970) * 12 + date.getUTCMonth();
}
