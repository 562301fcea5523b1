import { RETURN_ARCHETYPES, type ArchetypeRule } from '../../clustering/archetype-rules.ts';

/** Rules by segmentation and stratum. */
const RULES: Readonly<Record<string, readonly ArchetypeRule[]>> = {
  'returns/all': RETURN_ARCHETYPES,
};

/** What tells segments of one name apart, in words that stand behind "high" or "low". */
const PHRASES: Readonly<Record<string, ReadonlyMap<string, string>>> = {
  'returns/all': new Map([
    ['return_rate', 'return rate'],
    ['sales_order_no_nunique', 'number of orders'],
    ['recency_days', 'days since last order'],
    ['monetary', 'spending'],
    ['avg_order_value', 'order value'],
    ['customer_lifetime_days', 'lifetime'],
    ['avg_order_size', 'order size'],
  ]),
};

/** Archetype rules of a stratum, first match wins. */
export function archetypeRulesOf(segmentation: string, stratum: string): readonly ArchetypeRule[] {
  return RULES[`${segmentation}/${stratum}`] ?? [];
}

/** What may tell segments of one name apart in a stratum. */
export function distinguishingPhrasesOf(segmentation: string, stratum: string): ReadonlyMap<string, string> {
  return PHRASES[`${segmentation}/${stratum}`] ?? new Map();
}
