import { ANOTHER_DAY, defineFeatures } from '../feature.ts';

/** Orders of similar products within a few days (14 unless configured otherwise): trying alternatives. */
export const ADJACENCY = defineFeatures('returns', 'adjacency', [
  {
    name: 'sku_adjacency_orders',
    label: 'Orders of alternatives',
    meaning: 'How many orders hold a product of the same category as another order within two weeks.',
    unit: 'orders',
    range: '0 .. orders',
    nullRule: 'the data set has no category',
    format: 'count',
    transform: 'log1p',
  },
  {
    name: 'sku_adjacency_returns',
    label: 'Returned alternatives',
    meaning: 'How many orders belong to such a pair of alternatives of which both were sent back.',
    unit: 'orders',
    range: '0 .. orders of alternatives',
    nullRule: 'the data set has no category',
    format: 'count',
    transform: 'log1p',
  },
  {
    name: 'sku_adjacency_timing',
    label: 'Days between alternatives',
    meaning: 'Days from an order to the nearest order of an alternative, on average.',
    unit: 'days',
    range: '0 .. 14',
    nullRule: 'no orders of alternatives',
    format: 'days',
    transform: 'log1p',
    minSpan: ANOTHER_DAY,
  },
  {
    name: 'sku_adjacency_return_timing',
    label: 'Days between returned alternatives',
    meaning: 'Days between the returns of two alternatives that were both sent back, on average.',
    unit: 'days',
    range: '>= 0',
    nullRule: 'no pair of returned alternatives with both dates known',
    format: 'days',
    transform: 'log1p',
    minSpan: { of: 'observation', least: 1 },
  },
]);
