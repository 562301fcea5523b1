import { describe, expect, it } from 'vitest';
import { OUTLIER_ARCHETYPE, type FeatureTable } from '../../clustering/archetype-rules.ts';
import { nameClusters } from '../../clustering/archetypes.ts';
import {
  BUYER_ARCHETYPES,
  DEFAULT_BEHAVIOR_THRESHOLDS,
  NON_BUYER_ARCHETYPES,
  type BehaviorThresholds,
} from '../../clustering/behavior-archetypes.ts';
import { createMatrix } from '../../pipeline/core/matrix.ts';
import { profileClusters } from '../../clustering/profiles.ts';

const BUYERS = { monetary: 200, price_level: 0.5, activity_recency_hours: 300, hours_since_first_seen: 800 };
const NON_BUYERS = {
  cart_count: 0.4,
  price_level: 0.48,
  category_entropy: 0.5,
  total_events: 12,
  unique_sessions: 3,
};

/** A table in which mean and median are the given value and the lowest fifth ends at half of it. */
function tableOf(values: Record<string, number>): FeatureTable {
  return new Map(
    Object.entries(values).map(([name, mean]) => [
      name,
      { count: 100, mean, standardDeviation: 1, p20: mean / 2, p25: mean, median: mean, p75: mean },
    ]),
  );
}

interface Naming {
  readonly stratum: 'buyers' | 'non-buyers';
  readonly spanDays?: number;
  readonly thresholds?: Partial<BehaviorThresholds>;
}

function nameOne(values: Record<string, number>, { stratum, spanDays = 60, thresholds = {} }: Naming) {
  const population = stratum === 'buyers' ? BUYERS : NON_BUYERS;
  return nameClusters([{ label: '1', features: tableOf({ ...population, ...values }) }], {
    population: tableOf(population),
    spanDays,
    rules: stratum === 'buyers' ? BUYER_ARCHETYPES : NON_BUYER_ARCHETYPES,
    thresholds: { ...DEFAULT_BEHAVIOR_THRESHOLDS, ...thresholds },
  })[0]!;
}

describe('nameClusters with the buyer archetypes', () => {
  const buyer = (values: Record<string, number>, changes: Omit<Naming, 'stratum'> = {}) =>
    nameOne(values, { stratum: 'buyers', ...changes });

  it.each([
    [{ monetary: 400, price_level: 0.2 }, 'High-Value Buyers', 'mean monetary 400 >= 2 x population 200'],
    [{ price_level: 0.375, activity_recency_hours: 900 }, 'Price-Sensitive Buyers', 'mean price_level 0.375 <= 0.75 x population 0.5'],
    [{ activity_recency_hours: 450, hours_since_first_seen: 400 }, 'At-Risk Buyers', 'mean activity_recency_hours 450 >= 1.5 x population 300'],
    [{ hours_since_first_seen: 400 }, 'New Buyers', 'median hours_since_first_seen 400 <= 400, the lowest fifth of the population'],
    [{}, 'Mainstream Buyers', 'no other rule applies'],
  ])('names %o %s', (values, archetype, rule) => {
    expect(buyer(values)).toMatchObject({ archetype, rule });
  }); // prettier-ignore

  it('does not speak of risk or novelty if the data span less than two weeks', () => {
    expect(buyer({ activity_recency_hours: 450 }, { spanDays: 13 }).archetype).toBe('Mainstream Buyers');
    expect(buyer({ hours_since_first_seen: 1 }, { spanDays: 13 }).archetype).toBe('Mainstream Buyers');
    expect(buyer({ monetary: 400 }, { spanDays: 1 }).archetype).toBe('High-Value Buyers');
    expect(buyer({ hours_since_first_seen: 1 }, { spanDays: 14 }).archetype).toBe('New Buyers');
  });

  it('obeys other thresholds', () => {
    expect(buyer({ monetary: 400 }, { thresholds: { highValueFactor: 3 } }).archetype).toBe(
      'Mainstream Buyers',
    );
    expect(buyer({ price_level: 0.4 }, { thresholds: { lowPriceFactor: 0.8 } }).archetype).toBe(
      'Price-Sensitive Buyers',
    );
    expect(buyer({ activity_recency_hours: 450 }, { thresholds: { atRiskRecencyFactor: 2 } }).archetype).toBe(
      'Mainstream Buyers',
    );
  });
});

describe('nameClusters with the non-buyer archetypes', () => {
  const visitor = (values: Record<string, number>, changes: Omit<Naming, 'stratum'> = {}) =>
    nameOne(values, { stratum: 'non-buyers', ...changes });

  it.each([
    [{ cart_count: 0.8, price_level: 0.9 }, 'Cart Abandoners', 'mean cart_count 0.8 >= 2 x population 0.4'],
    [{ price_level: 0.6, category_entropy: 0.9 }, 'Premium Browsers', 'mean price_level 0.6 >= 1.25 x population 0.48'],
    [{ category_entropy: 0.7, total_events: 14, price_level: 0.3 }, 'Explorers', 'mean category_entropy 0.7 >= 1.25 x population 0.5 and mean total_events 14 >= population 12'],
    [{ price_level: 0.3, total_events: 3 }, 'Price-Sensitive Browsers', 'mean price_level 0.3 <= 0.75 x population 0.48'],
    [{ total_events: 4, unique_sessions: 1, category_entropy: 0.7 }, 'One-look Visitors', 'mean total_events 4 <= 0.5 x population 12 and mean unique_sessions 1 <= population 3'],
    [{ total_events: 5, unique_sessions: 4 }, 'Browsers', 'no other rule applies'],
  ])('names %o %s', (values, archetype, rule) => {
    expect(visitor(values)).toMatchObject({ archetype, rule });
  }); // prettier-ignore

  it('needs no span of data: no name speaks of lapse or novelty', () => {
    expect(NON_BUYER_ARCHETYPES.some((rule) => rule.needsSpan)).toBe(false);
    expect(visitor({ cart_count: 5 }, { spanDays: 0 }).archetype).toBe('Cart Abandoners');
  });

  it('obeys other thresholds', () => {
    expect(visitor({ cart_count: 0.8 }, { thresholds: { cartFactor: 3 } }).archetype).toBe('Browsers');
    expect(visitor({ price_level: 0.6 }, { thresholds: { premiumPriceFactor: 1.5 } }).archetype).toBe(
      'Browsers',
    );
    expect(
      visitor({ category_entropy: 0.7, total_events: 14 }, { thresholds: { explorerEntropyFactor: 1.5 } })
        .archetype,
    ).toBe('Browsers');
    expect(visitor({ total_events: 5 }, { thresholds: { oneLookEventsFactor: 0.4 } }).archetype).toBe(
      'Browsers',
    );
  });

  it('calls nobody a cart abandoner where nobody has a cart', () => {
    const features = tableOf({ ...NON_BUYERS, cart_count: 0 });
    const context = {
      population: features,
      spanDays: 60,
      rules: NON_BUYER_ARCHETYPES,
      thresholds: DEFAULT_BEHAVIOR_THRESHOLDS,
    };
    expect(nameClusters([{ label: '1', features }], context)[0]!.archetype).toBe('Browsers');
  });
});

describe('behaviour archetypes', () => {
  it('pass over rules about features that are unknown or missing', () => {
    const names = ['monetary', 'price_level', 'activity_recency_hours', 'cart_count', 'total_events'];
    const unknown = profileClusters(createMatrix(2, names, new Float64Array(10).fill(NaN)), [
      '1',
      '1',
    ]).population;
    for (const rules of [BUYER_ARCHETYPES, NON_BUYER_ARCHETYPES]) {
      for (const features of [unknown, new Map<string, never>()]) {
        const context = {
          population: features,
          spanDays: 60,
          rules,
          thresholds: DEFAULT_BEHAVIOR_THRESHOLDS,
        };
        expect(nameClusters([{ label: '1', features }], context)[0]!.rule).toBe('no other rule applies');
      }
    }
  });

  it('have names of their own and one sentence of advice each', () => {
    const all = [...BUYER_ARCHETYPES, ...NON_BUYER_ARCHETYPES, OUTLIER_ARCHETYPE];
    expect(new Set(all.map((rule) => rule.name)).size).toBe(12);
    expect(new Set(all.map((rule) => rule.strategy)).size).toBe(12);
    for (const { strategy } of all) expect(strategy).toMatch(/^[A-Z][^.]+\.$/);
  });
});
