import { ACTIVITY } from './catalog/behavior/activity.ts';
import { ENGAGEMENT } from './catalog/behavior/engagement.ts';
import { PRICE } from './catalog/behavior/price.ts';
import { PROFILE as BEHAVIOR_PROFILE } from './catalog/behavior/profile.ts';
import { RFM } from './catalog/behavior/rfm.ts';
import { TEMPORAL as BEHAVIOR_TEMPORAL } from './catalog/behavior/temporal.ts';
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

export type {
  DisplayFormat,
  FeatureCategory,
  FeatureDefinition,
  MinSpan,
  Segmentation,
  SpanSetting,
  Stratum,
} from './catalog/feature.ts';

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

/** The features of events in their documented order, then the profile columns. */
export const BEHAVIOR_FEATURES: readonly FeatureDefinition[] = [
  ...ACTIVITY,
  ...RFM,
  ...BEHAVIOR_TEMPORAL,
  ...ENGAGEMENT,
  ...PRICE,
  ...BEHAVIOR_PROFILE,
];

/** Every feature of every segmentation once. */
export const FEATURES: readonly FeatureDefinition[] = [...RETURNS_FEATURES, ...BEHAVIOR_FEATURES];

/** The few features that summaries show, in the order in which they read best. */
const HEADLINE_FEATURES: Readonly<Record<Segmentation, readonly string[]>> = {
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
  behavior: [
    'total_events',
    'unique_sessions',
    'cart_count',
    'frequency',
    'monetary',
    'avg_order_value',
    'purchase_conversion_rate',
    'cart_abandonment_rate',
    'activity_recency_hours',
    'price_level',
    'avg_price_viewed',
    'category_entropy',
  ],
};

/**
 * Features of one segmentation in catalog order, as they stand in one of its strata: there `isCore` is decided, and what
 * says nothing only describes.
 *
 * @param stratum - Name of a stratum; by default all customers together.
 */
export function featuresOf(segmentation: Segmentation, stratum = 'all'): readonly FeatureDefinition[] {
  return FEATURES.filter((feature) => feature.segmentation === segmentation).map((feature) => ({
    ...feature,
    role: saysNothingIn(stratum, feature) ? 'profile' : feature.role,
    isCore: feature.isCore || feature.coreIn.some((name) => name === stratum),
  }));
}

/** Features of one stratum that may be clustered, in catalog order; all of them are numbers. */
export function candidatesOf(segmentation: Segmentation, stratum = 'all'): readonly FeatureDefinition[] {
  return featuresOf(segmentation, stratum).filter((feature) => feature.role === 'candidate');
}

/** Names of the few features that summaries of one stratum show, in the order in which they read best. */
export function headlineFeaturesOf(segmentation: Segmentation, stratum = 'all'): readonly string[] {
  const silent = FEATURES.filter(
    (feature) => feature.segmentation === segmentation && saysNothingIn(stratum, feature),
  );
  return HEADLINE_FEATURES[segmentation].filter((headline) => !silent.some(({ name }) => name === headline));
}

/** Whether the feature belongs to other customers than those of the stratum. */
function saysNothingIn(stratum: string, { onlyIn }: FeatureDefinition): boolean {
  return onlyIn !== null && stratum !== 'all' && stratum !== onlyIn;
}
