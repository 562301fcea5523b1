import type { GoldFill } from '../structural-zeros.ts';
import type { Transform } from '../transform.ts';

/** What customers are grouped by: orders and returns, or events on a web shop. */
export type Segmentation = 'returns' | 'behavior';

/** Customers who are clustered together: everybody, or apart those who bought something and those who did not. */
export type Stratum = 'all' | 'buyers' | 'non_buyers';

/** Subject of a feature. The features of one category form a block where blocks are weighted. */
export type FeatureCategory =
  | 'volume'
  | 'return_behaviour'
  | 'temporal'
  | 'recency'
  | 'category'
  | 'adjacency'
  | 'seasonal'
  | 'trend'
  | 'monetary'
  | 'activity'
  | 'engagement'
  | 'price'
  | 'profile';

/** How a value is shown: `percent` shows 0.25 as 25 %. */
export type DisplayFormat = 'percent' | 'count' | 'decimal' | 'currency' | 'days' | 'text';

/** Settings that say how much time a feature needs; `trendMinMonths` counts calendar months, the others days. */
export type SpanSetting =
  'recencyWindowDays' | 'changeDays' | 'seasonalMinDays' | 'trendMinMonths' | 'minSpanDays';

/** The shortest data that a feature can be told from: below it, its values tell the span, not the customers. */
export interface MinSpan {
  /** `rows`: from the first order or event to the last one. `observation`: from the first to the as-of day. */
  readonly of: 'rows' | 'observation';
  /** Days, or the setting that holds them. */
  readonly least: number | SpanSetting;
}

/** Shortest span of what is counted in whole days: within one day everybody has the same. */
export const ANOTHER_DAY: MinSpan = { of: 'rows', least: 1 };

/** Everything that is to be known about one column of the feature table, besides the SQL that computes it. */
export interface FeatureDefinition {
  /** Column name; analysts know it, so it does not change. */
  readonly name: string;
  readonly segmentation: Segmentation;
  readonly category: FeatureCategory;
  /** Short name for headings. */
  readonly label: string;
  /** One sentence for a business user. */
  readonly meaning: string;
  readonly unit: string;
  readonly range: string;
  /** When the value is unknown; `never` if it cannot be. */
  readonly nullRule: string;
  readonly format: DisplayFormat;
  readonly transform: Transform;
  readonly goldFill: GoldFill;
  /** Of two features that say the same, the one with the smaller number stays; equal numbers go by catalog order. */
  readonly priority: number;
  /** `candidate`: may be clustered. `profile`: only describes clusters. */
  readonly role: 'candidate' | 'profile';
  /** Part of the default feature set. */
  readonly isCore: boolean;
  /** Strata in which it is part of the default feature set, where that differs between strata. */
  readonly coreIn: readonly Stratum[];
  /** The only stratum in which it may be clustered, as it says nothing in others; null: in all. */
  readonly onlyIn: Stratum | null;
  /** The feature this one stands in for where that one is not known; null for all others. */
  readonly alternativeOf: string | null;
  /** The shortest data that can tell it; null: any. */
  readonly minSpan: MinSpan | null;
}

/** Priority of the features that have no place of their own in the keep order. */
export const COMMON_PRIORITY = 100;

/** What an author of a feature writes down; `defineFeatures` adds the rest. */
export type FeatureEntry = Pick<
  FeatureDefinition,
  'name' | 'label' | 'meaning' | 'unit' | 'range' | 'nullRule' | 'format'
> &
  Partial<FeatureDefinition>;

/**
 * Completes the entries of one category: by default a candidate outside the core set, neither transformed nor filled,
 * without a place in the keep order, told from data of any span.
 */
export function defineFeatures(
  segmentation: Segmentation,
  category: FeatureCategory,
  entries: readonly FeatureEntry[],
): readonly FeatureDefinition[] {
  return entries.map((entry) => ({
    segmentation,
    category,
    transform: 'none',
    goldFill: 'none',
    priority: COMMON_PRIORITY,
    role: 'candidate',
    isCore: false,
    coreIn: [],
    onlyIn: null,
    alternativeOf: null,
    minSpan: null,
    ...entry,
  }));
}
