import { defineFeatures } from '../feature.ts';

/** What happened lately, and whether it differs from before. The window is 90 days unless configured otherwise. */
export const RECENCY = defineFeatures('returns', 'recency', [
  {
    name: 'recent_orders',
    label: 'Recent orders',
    meaning: 'How many orders the customer placed within the recency window.',
    unit: 'orders',
    range: '>= 0',
    nullRule: 'never',
    format: 'count',
    transform: 'log1p',
    minSpan: { of: 'observation', least: 'recencyWindowDays' },
  },
  {
    name: 'recent_returns',
    label: 'Recent returns',
    meaning: 'How many order lines the customer sent back within the recency window.',
    unit: 'lines',
    range: '>= 0',
    nullRule: 'never',
    format: 'count',
    transform: 'log1p',
    minSpan: { of: 'observation', least: 'recencyWindowDays' },
  },
  {
    name: 'recent_vs_avg_ratio',
    label: 'Change of returning',
    meaning: 'How the customer returns lately against before: 2 means twice as much, 1 no change.',
    unit: 'ratio',
    range: '> 0',
    nullRule: 'nothing bought in the recent window or nothing before it',
    format: 'decimal',
    transform: 'log',
    minSpan: { of: 'observation', least: 'changeDays' },
  },
  {
    name: 'behavior_stability_score',
    label: 'Stability of returning',
    meaning: 'How alike the customer returns now and before: 1 means unchanged, near 0 very different.',
    unit: 'score',
    range: '(0, 1]',
    nullRule: 'nothing bought in the recent window or nothing before it',
    format: 'decimal',
    minSpan: { of: 'observation', least: 'changeDays' },
  },
]);
