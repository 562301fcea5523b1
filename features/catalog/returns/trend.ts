import { defineFeatures } from '../feature.ts';

/** Whether a customer moves with the other customers of the same categories. */
export const TREND = defineFeatures('returns', 'trend', [
  {
    name: 'trend_product_category_order_rate',
    label: 'Buys with the trend',
    meaning: 'How closely monthly purchases follow those of all other customers in the same categories.',
    unit: 'correlation',
    range: '[-1, 1]',
    nullRule: 'fewer than 6 months, no category known, or no variation to compare',
    format: 'decimal',
    minSpan: { of: 'rows', least: 'trendMinMonths' },
  },
  {
    name: 'trend_product_category_return_rate',
    label: 'Returns with the trend',
    meaning: 'How closely monthly returns follow those of all other customers in the same categories.',
    unit: 'correlation',
    range: '[-1, 1]',
    nullRule: 'fewer than 6 months, no category known, or no variation to compare',
    format: 'decimal',
    minSpan: { of: 'rows', least: 'trendMinMonths' },
  },
]);
