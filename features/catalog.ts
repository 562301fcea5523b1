import type { FeatureDefinition, Segmentation } from './catalog/feature.ts';
import { ADJACENCY } from './catalog/returns/adjacency.ts';
import { CATEGORY } from './catalog/returns/category.ts';
import { MONETARY } from './catalog/returns/monetary.ts';
import { PROFILE } from './catalog/returns/profile.ts';
import { RECENCY } from './catalog/returns/recency.ts';
import { RETURN_BEHAVIOUR } from './catalog/returns/return-behaviour.ts';
import { SEASONAL } from './catalog/returns/seasonal.ts';
import { TEMPORAL } from './catalog/returns/temporal.ts';
import { TREND } from './catalog/returns/trend.ts';
import { VOLUME } from './catalog/returns/volume.ts';

export type { DisplayFormat, FeatureCategory, FeatureDefinition, Segmentation } from './catalog/feature.ts';

/** The 36 features of orders and returns in their documented order, then the profile columns. */
export const RETURNS_FEATURES: readonly FeatureDefinition[] = [
  ...VOLUME,
  ...RETURN_BEHAVIOUR,
  ...TEMPORAL,
  ...RECENCY,
  ...CATEGORY,
  ...ADJACENCY,
  ...SEASONAL,
  ...TREND,
  ...MONETARY,
  ...PROFILE,
];

/** Every feature once. A segmentation is added by adding its entries here. */
export const FEATURES: readonly FeatureDefinition[] = [...RETURNS_FEATURES];

/** The few features that summaries show, in the order in which they read best. */
export const HEADLINE_FEATURES: Readonly<Record<Segmentation, readonly string[]>> = {
  returns: [
    'return_rate',
    'return_ratio',
    'sales_order_no_nunique',
    'recency_days',
    'monetary',
    'avg_order_value',
    'customer_lifetime_days',
    'days_since_first_order',
    'avg_days_to_return',
  ],
  behavior: [],
};

/** Features of one segmentation in catalog order. */
export function featuresOf(segmentation: Segmentation): readonly FeatureDefinition[] {
  return FEATURES.filter((feature) => feature.segmentation === segmentation);
}

/** Features of one segmentation that may be clustered, in catalog order; all of them are numbers. */
export function candidatesOf(segmentation: Segmentation): readonly FeatureDefinition[] {
  return featuresOf(segmentation).filter((feature) => feature.role === 'candidate');
}
