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

const EVENT_PHRASES: ReadonlyMap<string, string> = new Map([
  ['total_events', 'activity'],
  ['unique_sessions', 'number of sessions'],
  ['cart_count', 'cart use'],
  ['frequency', 'number of orders'],
  ['monetary', 'spending'],
  ['activity_recency_hours', 'time since last visit'],
  ['price_level', 'price level'],
  ['category_entropy', 'variety'],
]);

/** What tells segments of one name apart, in words that stand behind "higher" or "lower". */
const PHRASES: Readonly<Record<string, ReadonlyMap<string, string>>> = {
  'returns/all': new Map([
    ['return_rate', 'return rate'],
    ['sales_order_no_nunique', 'number of orders'],
    ['recency_days', 'days since last order'],
    ['monetary', 'spending'],
    ['avg_order_value', 'order value'],
    ['customer_lifetime_days', 'time between first and last order'],
  ]),
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
export function distinguishingPhrasesOf(segmentation: string, stratum: string): ReadonlyMap<string, string> {
  return PHRASES[`${segmentation}/${stratum}`] ?? new Map();
}
