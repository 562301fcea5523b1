import { describe, expect, it } from 'vitest';
import {
  candidatesOf,
  FEATURES,
  featuresOf,
  HEADLINE_FEATURES,
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
    expect(new Set(FEATURES.map(({ label }) => label)).size).toBe(FEATURES.length);
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

describe('HEADLINE_FEATURES', () => {
  it('names features of its own segmentation', () => {
    for (const segmentation of ['returns', 'behavior'] as const) {
      const names = featuresOf(segmentation).map(({ name }) => name);
      for (const headline of HEADLINE_FEATURES[segmentation]) expect(names).toContain(headline);
    }
    expect(HEADLINE_FEATURES.returns).toHaveLength(9);
  });
});
