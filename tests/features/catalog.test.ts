import { describe, expect, it } from 'vitest';
import {
  BEHAVIOR_FEATURES,
  candidatesOf,
  FEATURES,
  featuresOf,
  headlineFeaturesOf,
  RETURNS_FEATURES,
} from '../../features/catalog.ts';

const DOCUMENTED = `
  sales_order_no_nunique sku_nunique items_returned_count sales_qty_mean avg_order_size
  return_rate return_ratio return_product_variety avg_returns_per_order return_frequency_ratio return_intensity
  consecutive_returns avg_consecutive_returns
  customer_lifetime_days avg_days_to_return return_timing_spread customer_tenure_stage
  recent_orders recent_returns recent_vs_avg_ratio behavior_stability_score
  category_diversity_score category_loyalty_score product_category_loyalty high_return_category_affinity
  sku_adjacency_orders sku_adjacency_returns sku_adjacency_timing sku_adjacency_return_timing
  seasonal_susceptibility_orders seasonal_susceptibility_returns
  trend_product_category_order_rate trend_product_category_return_rate
  avg_order_value avg_return_value high_value_return_affinity`
  .trim()
  .split(/\s+/);

const named = (name: string) => RETURNS_FEATURES.find((feature) => feature.name === name)!;

describe('RETURNS_FEATURES', () => {
  it('begins with the 36 features in their documented order', () => {
    expect(DOCUMENTED).toHaveLength(36);
    expect(RETURNS_FEATURES.slice(0, 36).map(({ name }) => name)).toEqual(DOCUMENTED);
  });

  it('holds 35 numeric candidates among the 36, and three beside them', () => {
    const candidates = candidatesOf('returns').map(({ name }) => name);
    expect(candidates.filter((name) => DOCUMENTED.includes(name))).toHaveLength(35);
    expect(candidates.filter((name) => !DOCUMENTED.includes(name))).toEqual([
      'recency_days',
      'monetary',
      'net_units',
    ]);
  });

  it('has the five features of the core', () => {
    const core = RETURNS_FEATURES.filter(({ isCore }) => isCore).map(({ name }) => name);
    expect(new Set(core)).toEqual(
      new Set([
        'return_rate',
        'sales_order_no_nunique',
        'recency_days',
        'monetary',
        'customer_lifetime_days',
      ]),
    );
  });

  it('keeps the most important features first', () => {
    const order = candidatesOf('returns')
      .filter(({ alternativeOf }) => alternativeOf === null)
      .toSorted((a, b) => a.priority - b.priority);
    expect(order.slice(0, 7).map(({ name }) => name)).toEqual([
      'return_rate',
      'sales_order_no_nunique',
      'recency_days',
      'monetary',
      'customer_lifetime_days',
      'avg_order_value',
      'sku_nunique',
    ]);
  });

  it('fills zeros only where nothing returned means zero', () => {
    const filled = RETURNS_FEATURES.filter(({ goldFill }) => goldFill === 'zero').map(({ name }) => name);
    expect(filled).toEqual(['avg_returns_per_order', 'return_intensity']);
  });

  it('transforms counts, money and durations by log1p, return shares by sqrt, ratios around 1 by log', () => {
    for (const { name, unit, format, transform } of candidatesOf('returns')) {
      if (['count', 'days', 'currency'].includes(format)) expect([name, transform]).toEqual([name, 'log1p']);
      if (['score', 'correlation'].includes(unit)) expect([name, transform]).toEqual([name, 'none']);
    }
    expect(RETURNS_FEATURES.filter(({ transform }) => transform === 'sqrt').map(({ name }) => name)).toEqual([
      'return_rate',
      'return_ratio',
      'return_frequency_ratio',
      'return_intensity',
    ]);
    expect(RETURNS_FEATURES.filter(({ transform }) => transform === 'log').map(({ name }) => name)).toEqual([
      'recent_vs_avg_ratio',
      'high_return_category_affinity',
    ]);
  });
});

describe('FEATURES', () => {
  it('names every feature of a segmentation once', () => {
    const keys = FEATURES.map(({ segmentation, name }) => `${segmentation} ${name}`);
    expect(new Set(keys).size).toBe(keys.length);
    for (const features of [RETURNS_FEATURES, BEHAVIOR_FEATURES])
      expect(new Set(features.map(({ label }) => label)).size).toBe(features.length);
  });

  it.each(FEATURES.map((feature) => [feature.name, feature] as const))('documents %s', (_, feature) => {
    expect(feature.name).toMatch(/^[a-z][a-z0-9_]*$/);
    expect(feature.label).toMatch(/^[A-Z].{2,40}$/);
    expect(feature.meaning).toMatch(/^[A-Z].{15,120}\.$/);
    for (const text of [feature.unit, feature.range, feature.nullRule]) expect(text).not.toBe('');
  });

  it('clusters numbers only', () => {
    for (const segmentation of ['returns', 'behavior'] as const) {
      for (const { format } of candidatesOf(segmentation)) expect(format).not.toBe('text');
    }
  });

  it('lets a feature stand in only for another candidate', () => {
    for (const { name, alternativeOf, segmentation } of FEATURES) {
      if (alternativeOf === null) continue;
      expect(alternativeOf).not.toBe(name);
      expect(candidatesOf(segmentation).map((candidate) => candidate.name)).toContain(alternativeOf);
    }
    expect(named('net_units').alternativeOf).toBe('monetary');
  });
});

describe('BEHAVIOR_FEATURES', () => {
  const namesOf = (features: readonly { name: string }[]) => features.map(({ name }) => name);

  it('has one core for buyers and one for the others', () => {
    const coreOf = (stratum: string) =>
      namesOf(candidatesOf('behavior', stratum).filter(({ isCore }) => isCore));
    expect(new Set(coreOf('buyers'))).toEqual(
      new Set(['frequency', 'monetary', 'activity_recency_hours', 'price_level', 'category_entropy']),
    );
    expect(new Set(coreOf('non_buyers'))).toEqual(
      new Set(['total_events', 'unique_sessions', 'cart_count', 'price_level', 'category_entropy']),
    );
  });

  it('leaves what only a purchase can show to the buyers', () => {
    const buyers = namesOf(candidatesOf('behavior', 'buyers'));
    const others = namesOf(candidatesOf('behavior', 'non_buyers'));
    expect(buyers).toEqual(namesOf(candidatesOf('behavior')));
    expect(others.every((name) => buyers.includes(name))).toBe(true);
    expect(buyers.filter((name) => !others.includes(name))).toEqual([
      'purchase_count',
      'unique_products_purchased',
      'purchase_conversion_rate',
      'cart_abandonment_rate',
      'recency_hours',
      'frequency',
      'monetary',
      'avg_order_value',
      'loyalty_score',
      'price_sensitivity',
    ]);
  });

  it('has the same features in every stratum', () => {
    for (const stratum of ['buyers', 'non_buyers'])
      expect(namesOf(featuresOf('behavior', stratum))).toEqual(namesOf(BEHAVIOR_FEATURES));
  });

  it('only describes by what is an identifier, a scale of its own or said by another feature', () => {
    const profile = namesOf(BEHAVIOR_FEATURES.filter(({ role }) => role === 'profile'));
    expect(profile).toEqual([
      ...['r_score', 'f_score', 'm_score', 'rfm_code', 'rfm_total', 'rfm_segment', 'peak_activity_hour'],
      ...['product_diversity', 'category_diversity', 'brand_diversity', 'focus_score'],
      ...['top_category_id', 'top_category_code', 'top_brand', 'first_event_at', 'last_event_at'],
    ]);
  });

  it('transforms counts, money and durations by log1p, the trend by log, shares and scores not at all', () => {
    for (const { name, unit, format, transform } of candidatesOf('behavior')) {
      const isAmount = ['count', 'currency'].includes(format) || unit === 'hours' || / per /.test(unit);
      const expected = name === 'trend_ratio' ? 'log' : isAmount ? 'log1p' : 'none';
      expect([name, transform]).toEqual([name, expected]);
    }
  });

  it('keeps the features of the cores first', () => {
    const order = candidatesOf('behavior').toSorted((a, b) => a.priority - b.priority);
    const core = BEHAVIOR_FEATURES.filter(({ coreIn }) => coreIn.length > 0);
    expect(new Set(namesOf(order.slice(0, core.length)))).toEqual(new Set(namesOf(core)));
  });
});

describe('headlineFeaturesOf(segmentation, stratum)', () => {
  it('names features of its own segmentation', () => {
    for (const segmentation of ['returns', 'behavior'] as const) {
      const names = featuresOf(segmentation).map(({ name }) => name);
      for (const headline of headlineFeaturesOf(segmentation)) expect(names).toContain(headline);
    }
    expect(headlineFeaturesOf('returns')).toHaveLength(9);
  });

  it('shows spending for buyers only', () => {
    expect(headlineFeaturesOf('behavior', 'buyers')).toContain('monetary');
    expect(headlineFeaturesOf('behavior', 'non_buyers')).not.toContain('monetary');
    expect(headlineFeaturesOf('behavior', 'non_buyers')).toContain('cart_count');
    expect(headlineFeaturesOf('returns', 'all')).toEqual(headlineFeaturesOf('returns'));
  });
});

describe('minSpan', () => {
  const needy = (features: typeof FEATURES) => features.filter((feature) => feature.minSpan !== null);

  it('is there for everything counted in days', () => {
    const inDays = FEATURES.filter(({ unit }) => /\bdays?\b/.test(unit) && !unit.startsWith('hour'));
    expect(inDays.length).toBeGreaterThan(7);
    for (const { name, minSpan } of inDays) expect(minSpan, name).not.toBeNull();
  });

  it('is there for what is recent, seasonal or a trend', () => {
    const named = FEATURES.filter(({ name }) => /^(recent_|seasonal_|trend_|behavior_stability)/.test(name));
    expect(named).toHaveLength(9);
    for (const { name, minSpan } of named) expect(minSpan, name).not.toBeNull();
  });

  it('is not there for counts, shares and hours', () => {
    const names = needy(FEATURES).map(({ name }) => name);
    for (const name of [
      'return_rate',
      'monetary',
      'sku_adjacency_orders',
      'activity_recency_hours',
      'bounce_rate',
    ])
      expect(names).not.toContain(name);
    expect(needy(BEHAVIOR_FEATURES).map(({ name }) => name)).toEqual(['engagement_intensity', 'trend_ratio']);
  });
});
