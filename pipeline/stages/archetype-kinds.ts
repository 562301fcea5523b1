import { higherOrLower, type ComparisonPhrases } from '../../clustering/archetypes.ts';
import {
  RETURN_ARCHETYPES,
  type ArchetypeRule,
  type ArchetypeThresholds,
} from '../../clustering/archetype-rules.ts';
import {
  BUYER_ARCHETYPES,
  NON_BUYER_ARCHETYPES,
  type BehaviorThresholds,
} from '../../clustering/behavior-archetypes.ts';

/** Limits of every rule. */
export type Thresholds = ArchetypeThresholds & BehaviorThresholds;

/** Rules by segmentation and stratum. */
const RULES: Readonly<Record<string, readonly ArchetypeRule<Thresholds>[]>> = {
  'returns/all': RETURN_ARCHETYPES,
  'behavior/buyers': BUYER_ARCHETYPES,
  'behavior/non_buyers': NON_BUYER_ARCHETYPES,
};

type Phrases = ReadonlyMap<string, ComparisonPhrases>;

const ORDERS = { more: 'more orders', less: 'fewer orders' };

const EVENT_PHRASES: Phrases = new Map([
  ['total_events', { more: 'more active', less: 'less active' }],
  ['unique_sessions', { more: 'more sessions', less: 'fewer sessions' }],
  ['cart_count', { more: 'more use of the cart', less: 'less use of the cart' }],
  ['frequency', ORDERS],
  ['monetary', higherOrLower('spending')],
  ['activity_recency_hours', { more: 'longer since last visit', less: 'shorter since last visit' }],
  ['price_level', higherOrLower('price level')],
  ['category_entropy', { more: 'more variety', less: 'less variety' }],
]);

const ORDER_PHRASES: Phrases = new Map([
  ['return_rate', higherOrLower('return rate')],
  ['sales_order_no_nunique', ORDERS],
  ['recency_days', { more: 'longer since last order', less: 'shorter since last order' }],
  ['monetary', higherOrLower('spending')],
  ['avg_order_value', higherOrLower('order value')],
  [
    'customer_lifetime_days',
    { more: 'longer from first to last order', less: 'shorter from first to last order' },
  ],
]);

/** What tells segments of one name apart. */
const PHRASES: Readonly<Record<string, Phrases>> = {
  'returns/all': ORDER_PHRASES,
  'behavior/buyers': EVENT_PHRASES,
  'behavior/non_buyers': EVENT_PHRASES,
};

/** Archetype rules of a stratum, first match wins. */
export function archetypeRulesOf(
  segmentation: string,
  stratum: string,
): readonly ArchetypeRule<Thresholds>[] {
  return RULES[`${segmentation}/${stratum}`] ?? [];
}

/** What may tell segments of one name apart in a stratum. */
export function distinguishingPhrasesOf(segmentation: string, stratum: string): Phrases {
  return PHRASES[`${segmentation}/${stratum}`] ?? new Map();
}
