import {
  all,
  amongLowest,
  atLeast,
  atMost,
  format,
  isHighest,
  meanOf,
  type RuleContext,
  type SpanThreshold,
} from './archetype-evidence.ts';

export type { FeatureTable, RuleContext, SpanThreshold } from './archetype-evidence.ts';

/** Limits of the return archetypes; "relative" ones multiply the mean of the population. */
export interface ArchetypeThresholds extends SpanThreshold {
  /** Return rate of high returners, relative. */
  readonly highReturnFactor: number;
  /** Return rate that makes high returners whatever the population does, a share. */
  readonly highReturnRate: number;
  /** Orders of loyal customers, relative. */
  readonly loyalOrdersFactor: number;
  /** Days since the first order of veterans, relative. */
  readonly veteranTenureFactor: number;
  /** Orders of veterans, relative. */
  readonly veteranOrdersFactor: number;
  /** Orders of frequent buyers, relative. */
  readonly frequentOrdersFactor: number;
  /** Days since the last order of lapsed customers, relative. */
  readonly lapsedRecencyFactor: number;
}

export const DEFAULT_ARCHETYPE_THRESHOLDS: ArchetypeThresholds = {
  highReturnFactor: 2,
  highReturnRate: 0.4,
  loyalOrdersFactor: 1.5,
  veteranTenureFactor: 1.3,
  veteranOrdersFactor: 1,
  frequentOrdersFactor: 2,
  lapsedRecencyFactor: 1.5,
  minSpanDays: 14,
};

/** One archetype: how to recognise it and what to do with it. */
export interface ArchetypeRule<Thresholds = ArchetypeThresholds> {
  readonly name: string;
  /** Advice to the business, one sentence. */
  readonly strategy: string;
  /** True if the name speaks of lapse, novelty or years, which short data cannot show. */
  readonly needsSpan: boolean;
  /** The evidence with its numbers, or null if the rule does not apply (also if a feature is unknown). */
  readonly evidence: (context: RuleContext<Thresholds>) => string | null;
}

/** Archetypes of the `returns` segmentation; the first that applies is taken, the last always does. */
export const RETURN_ARCHETYPES: readonly ArchetypeRule[] = [
  {
    name: 'High Returners',
    strategy:
      'Find out why goods come back (size, description, quality) before the next order, and review extreme cases for misuse of the return policy.',
    needsSpan: false,
    evidence: (context) => {
      const { highReturnFactor, highReturnRate } = context.thresholds;
      const relative = atLeast(context, 'return_rate', highReturnFactor);
      if (relative !== null && isHighest(context, 'return_rate'))
        return `${relative} and the highest of all clusters`;
      const mean = meanOf(context.cluster, 'return_rate');
      return mean > highReturnRate ? `mean return_rate ${format(mean)} > ${format(highReturnRate)}` : null;
    },
  },
  {
    name: 'Loyal Customers',
    strategy:
      'Keep them: early access, a loyalty programme and personal service are worth more here than discounts.',
    needsSpan: false,
    evidence: (context) =>
      all(
        atMost(context, 'return_rate', 1),
        atLeast(context, 'sales_order_no_nunique', context.thresholds.loyalOrdersFactor),
      ),
  },
  {
    name: 'Veteran Shoppers',
    strategy: 'Reward their years with the shop, and ask them what keeps them: they know it best.',
    needsSpan: true,
    evidence: (context) =>
      all(
        atLeast(context, 'days_since_first_order', context.thresholds.veteranTenureFactor),
        atLeast(context, 'sales_order_no_nunique', context.thresholds.veteranOrdersFactor),
      ),
  },
  {
    name: 'New Customers',
    strategy:
      'Welcome them: make the next purchases easy, with help on sizes and products rather than price.',
    needsSpan: true,
    evidence: (context) => amongLowest(context, 'days_since_first_order'),
  },
  {
    name: 'Frequent Buyers',
    strategy: 'Make ordering easy (reorder, bundles, subscriptions) and watch their returns as volume grows.',
    needsSpan: false,
    evidence: (context) =>
      atLeast(context, 'sales_order_no_nunique', context.thresholds.frequentOrdersFactor),
  },
  {
    name: 'Lapsed Customers',
    strategy:
      'Win them back once, with a reason tied to what they bought before; then stop spending on those who stay away.',
    needsSpan: true,
    evidence: (context) => atLeast(context, 'recency_days', context.thresholds.lapsedRecencyFactor),
  },
  {
    name: 'Regular Customers',
    strategy:
      'Raise the next order: recommend from neighbouring categories and measure what they respond to.',
    needsSpan: false,
    evidence: () => 'no other rule applies',
  },
];

/** Rows the density filter set apart: no cluster, so no rule. */
export const OUTLIER_ARCHETYPE = {
  name: 'Outliers',
  rule: 'outside every dense region of the customer base',
  strategy:
    'Look at them one by one: wholesale buyers, misuse and data errors hide here, and so do the best customers.',
} as const;
