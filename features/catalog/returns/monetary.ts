import { defineFeatures } from '../feature.ts';

/** What orders and returns are worth. Null for every customer of a data set without values. */
export const MONETARY = defineFeatures('returns', 'monetary', [
  {
    name: 'avg_order_value',
    label: 'Order value',
    meaning: 'What an order of the customer is worth before returns, on average.',
    unit: 'currency per order',
    range: '>= 0',
    nullRule: 'no order with a value',
    format: 'currency',
    transform: 'log1p',
    priority: 6,
  },
  {
    name: 'avg_return_value',
    label: 'Value of a returned unit',
    meaning: 'What a unit that the customer sends back is worth, on average.',
    unit: 'currency per unit',
    range: '>= 0',
    nullRule: 'no return with a value',
    format: 'currency',
    transform: 'log1p',
  },
  {
    name: 'high_value_return_affinity',
    label: 'Returns of expensive orders',
    meaning:
      'By how many percentage points expensive orders are more likely to have a return than the others.',
    unit: 'percentage points',
    range: '[-100, 100]',
    nullRule: 'fewer than 3 orders on either side of the price line',
    format: 'decimal',
  },
]);
