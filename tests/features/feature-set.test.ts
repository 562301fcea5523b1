import { describe, expect, it } from 'vitest';
import { candidatesOf, RETURNS_FEATURES } from '../../features/catalog.ts';
import { keepOrderOf, namesInSet } from '../../features/feature-set.ts';
import { InvalidInputError } from '../../pipeline/core/errors.ts';

describe('namesInSet(catalog, set)', () => {
  it('lists the core with its stand-in, in catalog order', () => {
    expect(namesInSet(RETURNS_FEATURES, 'core')).toEqual([
      'sales_order_no_nunique',
      'return_rate',
      'customer_lifetime_days',
      'recency_days',
      'monetary',
      'net_units',
    ]);
  });

  it('lists all candidates', () => {
    expect(namesInSet(RETURNS_FEATURES, 'all')).toEqual(candidatesOf('returns').map(({ name }) => name));
  });

  it('puts names into catalog order, once each', () => {
    expect(namesInSet(RETURNS_FEATURES, ['return_rate', 'sku_nunique', 'return_rate'])).toEqual([
      'sku_nunique',
      'return_rate',
    ]);
  });

  it.each([[['retrun_rate']], [['rfm_segment']], [[]]])('refuses %j', (set) => {
    expect(() => namesInSet(RETURNS_FEATURES, set)).toThrow(InvalidInputError);
  });
});

describe('keepOrderOf(catalog, asked)', () => {
  it('goes by priority, then by catalog order', () => {
    const order = keepOrderOf(candidatesOf('returns'), new Set());
    expect(order.slice(0, 8)).toEqual([
      'return_rate',
      'sales_order_no_nunique',
      'recency_days',
      'monetary',
      'net_units',
      'customer_lifetime_days',
      'avg_order_value',
      'sku_nunique',
    ]);
  });

  it('puts what was asked for before everything else', () => {
    const order = keepOrderOf(candidatesOf('returns'), new Set(['trend_product_category_order_rate']));
    expect(order.slice(0, 2)).toEqual(['trend_product_category_order_rate', 'return_rate']);
    expect(order).toHaveLength(candidatesOf('returns').length);
  });
});
