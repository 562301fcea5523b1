import { defineFeatures } from '../feature.ts';

/** Whether a customer's activity keeps to certain quarters of the year, beyond what chance alone gives. */
export const SEASONAL = defineFeatures('returns', 'seasonal', [
  {
    name: 'seasonal_susceptibility_orders',
    label: 'Seasonality of orders',
    meaning: 'How strongly the orders keep to certain quarters of the year: 0 not at all, 1 to a single one.',
    unit: 'score',
    range: '[0, 1]',
    nullRule: 'lifetime under a year or fewer than 8 orders',
    format: 'decimal',
    minSpan: { of: 'observation', least: 'seasonalMinDays' },
  },
  {
    name: 'seasonal_susceptibility_returns',
    label: 'Seasonality of returns',
    meaning:
      'How strongly the returns keep to certain quarters of the year: 0 not at all, 1 to a single one.',
    unit: 'score',
    range: '[0, 1]',
    nullRule: 'lifetime under a year or fewer than 8 dated returns',
    format: 'decimal',
    minSpan: { of: 'observation', least: 'seasonalMinDays' },
  },
]);
