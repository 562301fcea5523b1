import { all, amongLowest, atLeast, atMost, type SpanThreshold } from './archetype-evidence.ts';
import type { ArchetypeRule } from './archetype-rules.ts';

/** Limits of the behaviour archetypes: all multiply the mean of the stratum, buyers or non-buyers. */
export interface BehaviorThresholds extends SpanThreshold {
  /** Spending of high-value buyers. */
  readonly highValueFactor: number;
  /** Price level of price-sensitive buyers and browsers. */
  readonly lowPriceFactor: number;
  /** Price level of premium browsers. */
  readonly premiumPriceFactor: number;
  /** Hours since the last event of buyers at risk. */
  readonly atRiskRecencyFactor: number;
  /** Cart events of cart abandoners. */
  readonly cartFactor: number;
  /** Evenness over categories of explorers. */
  readonly explorerEntropyFactor: number;
  /** Events of one-look visitors. */
  readonly oneLookEventsFactor: number;
}

/** The price level is a rank in [0, 1] with mean about 0.5: its factors lie nearer to 1 than those of counts and money. */
export const DEFAULT_BEHAVIOR_THRESHOLDS: BehaviorThresholds = {
  highValueFactor: 2,
  lowPriceFactor: 0.75,
  premiumPriceFactor: 1.25,
  atRiskRecencyFactor: 1.5,
  cartFactor: 2,
  explorerEntropyFactor: 1.25,
  oneLookEventsFactor: 0.5,
  minSpanDays: 14,
};

/** Archetypes of the buyers; the first that applies is taken, the last always does. */
export const BUYER_ARCHETYPES: readonly ArchetypeRule<BehaviorThresholds>[] = [
  {
    name: 'High-Value Buyers',
    strategy:
      'Look after them: first choice of new goods, quick service and a contact by name rather than discounts.',
    needsSpan: false,
    evidence: (context) => atLeast(context, 'monetary', context.thresholds.highValueFactor),
  },
  {
    name: 'Price-Sensitive Buyers',
    strategy:
      'Offer price alerts, bundles and good alternatives at the lower end, and keep general discounts for them.',
    needsSpan: false,
    evidence: (context) => atMost(context, 'price_level', context.thresholds.lowPriceFactor),
  },
  {
    name: 'At-Risk Buyers',
    strategy:
      'Win them back while they remember the shop: one message about what they bought or looked at last.',
    needsSpan: true,
    evidence: (context) => atLeast(context, 'activity_recency_hours', context.thresholds.atRiskRecencyFactor),
  },
  {
    name: 'New Buyers',
    strategy:
      'Guide them to a second order: confirm the choice, explain delivery and returns, suggest what goes with it.',
    needsSpan: true,
    evidence: (context) => amongLowest(context, 'hours_since_first_seen'),
  },
  {
    name: 'Mainstream Buyers',
    strategy:
      'Raise the next order: recommend from neighbouring categories and measure what they respond to.',
    needsSpan: false,
    evidence: () => 'no other rule applies',
  },
];

/** Archetypes of the visitors who bought nothing; the first that applies is taken, the last always does. */
export const NON_BUYER_ARCHETYPES: readonly ArchetypeRule<BehaviorThresholds>[] = [
  {
    name: 'Cart Abandoners',
    strategy:
      'Find what stops them (delivery cost, payment, registration) and remind them of the cart within a day.',
    needsSpan: false,
    evidence: (context) => atLeast(context, 'cart_count', context.thresholds.cartFactor),
  },
  {
    name: 'Premium Browsers',
    strategy:
      'Give them reasons to trust a dear purchase: reviews, comparisons, advice and an easy way to return it.',
    needsSpan: false,
    evidence: (context) => atLeast(context, 'price_level', context.thresholds.premiumPriceFactor),
  },
  {
    name: 'Explorers',
    strategy:
      'Help them choose: curated lists, filters and recommendations across the categories they compare.',
    needsSpan: false,
    evidence: (context) =>
      all(
        atLeast(context, 'category_entropy', context.thresholds.explorerEntropyFactor),
        atLeast(context, 'total_events', 1),
      ),
  },
  {
    name: 'Price-Sensitive Browsers',
    strategy: 'Offer price alerts and a small first-order incentive on the goods they looked at.',
    needsSpan: false,
    evidence: (context) => atMost(context, 'price_level', context.thresholds.lowPriceFactor),
  },
  {
    name: 'One-look Visitors',
    strategy:
      'Check where they come from and what page they land on before spending on bringing more of them.',
    needsSpan: false,
    evidence: (context) =>
      all(
        atMost(context, 'total_events', context.thresholds.oneLookEventsFactor),
        atMost(context, 'unique_sessions', 1),
      ),
  },
  {
    name: 'Browsers',
    strategy: 'Let them save what they look at, and show it again with what others chose in the end.',
    needsSpan: false,
    evidence: () => 'no other rule applies',
  },
];
