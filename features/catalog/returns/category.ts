import { defineFeatures } from '../feature.ts';

/** Which product categories a customer buys. Null for every customer of a data set without categories. */
export const CATEGORY = defineFeatures('returns', 'category', [
  {
    name: 'category_diversity_score',
    label: 'Category diversity',
    meaning: 'Share of all product categories from which the customer bought.',
    unit: 'share of categories',
    range: '(0, 1]',
    nullRule: 'no category known',
    format: 'percent',
  },
  {
    name: 'category_loyalty_score',
    label: 'Category concentration',
    meaning: 'How much the purchases concentrate on few categories: 1 means a single one (Herfindahl index).',
    unit: 'score',
    range: '(0, 1]',
    nullRule: 'no category known',
    format: 'decimal',
  },
  {
    name: 'product_category_loyalty',
    label: 'Favourite category share',
    meaning: "Share of the customer's orders that contain the category the customer buys most.",
    unit: 'share of orders',
    range: '(0, 1]',
    nullRule: 'no category known',
    format: 'percent',
  },
  {
    name: 'high_return_category_affinity',
    label: 'Affinity to high-return categories',
    meaning: 'How often others return what the customer buys: 1 is average, 2 means twice the average.',
    unit: 'multiple of the average',
    range: '>= 0',
    nullRule: 'no category known, or nobody returned anything',
    format: 'decimal',
    transform: 'log',
  },
]);
