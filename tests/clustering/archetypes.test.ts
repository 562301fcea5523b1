import { describe, expect, it } from 'vitest';
import {
  DEFAULT_ARCHETYPE_THRESHOLDS,
  OUTLIER_ARCHETYPE,
  RETURN_ARCHETYPES,
  type FeatureTable,
} from '../../clustering/archetype-rules.ts';
import {
  higherOrLower,
  nameClusters,
  type Archetype,
  type ArchetypeContext,
} from '../../clustering/archetypes.ts';

const POPULATION = {
  return_rate: 0.12,
  sales_order_no_nunique: 4,
  days_since_first_order: 300,
  recency_days: 60,
  avg_order_value: 50,
};
const DEVIATIONS: Record<string, number> = {
  avg_order_value: 20,
  sales_order_no_nunique: 3,
  recency_days: 50,
};

/** A table in which mean and median are the given value and the lowest fifth ends at half of it. */
function tableOf(values: Record<string, number>): FeatureTable {
  const rows = Object.entries(values).map(([name, mean]) => {
    const standardDeviation = DEVIATIONS[name] ?? 1000;
    return [
      name,
      { count: 100, mean, standardDeviation, p20: mean / 2, p25: mean, median: mean, p75: mean },
    ] as const;
  });
  return new Map(rows);
}

const PHRASES = new Map([
  ['avg_order_value', higherOrLower('order value')],
  ['sales_order_no_nunique', { more: 'more orders', less: 'fewer orders' }],
  ['recency_days', { more: 'longer since last order', less: 'shorter since last order' }],
]);

function nameAll(clusters: Record<string, number>[], changes: Partial<ArchetypeContext> = {}): Archetype[] {
  const candidates = clusters.map((values, i) => ({
    label: String(i + 1),
    features: tableOf({ ...POPULATION, ...values }),
  }));
  const context = {
    population: tableOf(POPULATION),
    spanDays: 365,
    rules: RETURN_ARCHETYPES,
    thresholds: DEFAULT_ARCHETYPE_THRESHOLDS,
    phrases: PHRASES,
    ...changes,
  };
  return nameClusters(candidates, context);
}

function nameOne(values: Record<string, number>, changes: Partial<ArchetypeContext> = {}): Archetype {
  return nameAll([values], changes)[0]!;
}

describe('nameClusters with the return archetypes', () => {
  it.each([
    [
      { return_rate: 0.41 },
      'High Returners',
      'mean return_rate 0.41 >= 2 x population 0.12 and the highest of all clusters',
    ],
    [
      { return_rate: 0.1, sales_order_no_nunique: 6 },
      'Loyal Customers',
      'mean return_rate 0.1 <= population 0.12 and mean sales_order_no_nunique 6 >= 1.5 x population 4',
    ],
    [
      { return_rate: 0.2, days_since_first_order: 390 },
      'Veteran Shoppers',
      'mean days_since_first_order 390 >= 1.3 x population 300 and mean sales_order_no_nunique 4 >= population 4',
    ],
    [
      { days_since_first_order: 150, sales_order_no_nunique: 2 },
      'New Customers',
      'median days_since_first_order 150 <= 150, the lowest fifth of the population',
    ],
    [
      { return_rate: 0.2, sales_order_no_nunique: 8 },
      'Frequent Buyers',
      'mean sales_order_no_nunique 8 >= 2 x population 4',
    ],
    [{ recency_days: 90 }, 'Lapsed Customers', 'mean recency_days 90 >= 1.5 x population 60'],
    [{}, 'Regular Customers', 'no other rule applies'],
  ])('names %o %s', (values, archetype, rule) => {
    // prettier-ignore
    expect(nameOne(values)).toMatchObject({ label: '1', archetype, rule });
  });

  it('takes the first rule that applies', () => {
    expect(nameOne({ return_rate: 0.3, sales_order_no_nunique: 9, recency_days: 200 }).archetype).toBe(
      'High Returners',
    );
  });

  it('keeps "High Returners" for the highest return rate, unless it is high by itself', () => {
    const named = nameAll([
      { return_rate: 0.3 },
      { return_rate: 0.6 },
      { return_rate: 0.45, recency_days: 10 },
    ]);
    expect(named.map(({ archetype }) => archetype.split(' (')[0])).toEqual([
      'Regular Customers',
      'High Returners',
      'High Returners',
    ]);
    expect(named[2]!.rule).toBe('mean return_rate 0.45 > 0.4');
  });

  it('calls nobody a high returner where nobody returns', () => {
    const population = tableOf({ ...POPULATION, return_rate: 0 });
    expect(nameOne({ return_rate: 0 }, { population }).archetype).toBe('Regular Customers');
  });

  it('does not speak of novelty or lapse if the data span less than two weeks', () => {
    const fresh = { days_since_first_order: 5, sales_order_no_nunique: 1 };
    expect(nameOne(fresh, { spanDays: 13.9 }).archetype).toBe('Regular Customers');
    expect(nameOne(fresh, { spanDays: 14 }).archetype).toBe('New Customers');
    expect(nameOne({ recency_days: 500 }, { spanDays: 3 }).archetype).toBe('Regular Customers');
    expect(nameOne({ days_since_first_order: 900 }, { spanDays: 13 }).archetype).toBe('Regular Customers');
    expect(nameOne({ days_since_first_order: 900 }, { spanDays: 14 }).archetype).toBe('Veteran Shoppers');
  });

  it('obeys other thresholds', () => {
    const thresholds = { ...DEFAULT_ARCHETYPE_THRESHOLDS, lapsedRecencyFactor: 4 };
    expect(nameOne({ recency_days: 90 }, { thresholds }).archetype).toBe('Regular Customers');
    expect(nameOne({ recency_days: 240 }, { thresholds }).rule).toBe(
      'mean recency_days 240 >= 4 x population 60',
    );
  });

  it('passes over rules about features that are unknown', () => {
    const unknown = {
      return_rate: NaN,
      sales_order_no_nunique: NaN,
      days_since_first_order: NaN,
      recency_days: NaN,
    };
    expect(nameOne(unknown).archetype).toBe('Regular Customers');
    const named = nameClusters([{ label: '1', features: new Map() }], {
      population: new Map(),
      spanDays: 365,
      rules: RETURN_ARCHETYPES,
      thresholds: DEFAULT_ARCHETYPE_THRESHOLDS,
    });
    expect(named[0]!.archetype).toBe('Regular Customers');
  });

  it('tells clusters of one name apart by the feature that distinguishes them most', () => {
    const named = nameAll([
      { sales_order_no_nunique: 6, avg_order_value: 110 },
      { sales_order_no_nunique: 6.5, avg_order_value: 45, recency_days: 10 },
      { recency_days: 100 },
    ]);
    expect(named.map(({ archetype }) => archetype)).toEqual([
      'Loyal Customers (higher order value)',
      'Loyal Customers (lower order value)',
      'Lapsed Customers',
    ]);
  });

  it('names only what sets a cluster apart from every other of its name, else its number', () => {
    const rich = { sales_order_no_nunique: 9, avg_order_value: 110 };
    const poor = { sales_order_no_nunique: 6, avg_order_value: 45 };
    // The first two are alike: that both are richer than the third sets neither apart from the other.
    expect(nameAll([rich, rich, poor]).map(({ archetype }) => archetype)).toEqual([
      'Loyal Customers (segment 1)',
      'Loyal Customers (segment 2)',
      'Loyal Customers (lower order value)',
    ]);
    expect(nameAll([rich, rich]).map(({ archetype }) => archetype)).toEqual([
      'Loyal Customers (segment 1)',
      'Loyal Customers (segment 2)',
    ]);
  });

  it('gives every archetype its own name and one sentence of advice', () => {
    const all = [...RETURN_ARCHETYPES, OUTLIER_ARCHETYPE];
    expect(new Set(all.map((rule) => rule.name)).size).toBe(8);
    expect(new Set(all.map((rule) => rule.strategy)).size).toBe(8);
    for (const { strategy } of all) expect(strategy).toMatch(/^[A-Z][^.]+\.$/);
  });

  it('refuses a list of rules that leaves a cluster unnamed', () => {
    expect(() => nameOne({}, { rules: RETURN_ARCHETYPES.slice(0, 1) })).toThrow('none applies to 1');
  });
});
