import { defineFeatures } from '../feature.ts';

/** How long customers have been buying and how long they take to return. */
export const TEMPORAL = defineFeatures('returns', 'temporal', [
  {
    name: 'customer_lifetime_days',
    label: 'Customer lifetime',
    meaning: 'Days between the first and the last order of the customer.',
    unit: 'days',
    range: '>= 0',
    nullRule: 'never',
    format: 'days',
    transform: 'log1p',
    priority: 5,
    isCore: true,
  },
  {
    name: 'avg_days_to_return',
    label: 'Days to return',
    meaning: 'Days from an order to the return of one of its lines, on average.',
    unit: 'days',
    range: '>= 0',
    nullRule: 'no return with a valid date',
    format: 'days',
    transform: 'log1p',
  },
  {
    name: 'return_timing_spread',
    label: 'Spread of days to return',
    meaning: 'How much the days to return differ from one return to the next (standard deviation).',
    unit: 'days',
    range: '>= 0',
    nullRule: 'fewer than two returns with a valid date',
    format: 'days',
    transform: 'log1p',
  },
  {
    name: 'customer_tenure_stage',
    label: 'Tenure stage',
    meaning: 'Stage by the time since the first order: New, Growing, Mature or Veteran.',
    unit: 'stage',
    range: 'New, Growing, Mature, Veteran',
    nullRule: 'never',
    format: 'text',
    role: 'profile',
  },
]);
