import type { FormatKind } from '../../reporting/number-format.ts';
import type { FeatureRow } from '../../reporting/report-input.ts';
import { STRATUM } from './sample-segments.ts';

type FeatureBasics = Pick<FeatureRow, 'feature' | 'label' | 'meaning' | 'unit' | 'category' | 'format'>;

function basics(
  [feature, label, meaning, unit, category]: readonly string[],
  format: FormatKind,
): FeatureBasics {
  return { feature: feature!, label: label!, meaning: meaning!, unit: unit!, category: category!, format };
}

const FEATURES: readonly FeatureBasics[] = [
  basics(
    ['return_rate', 'Return rate', 'Share of order lines returned.', 'share of lines', 'return_behaviour'],
    'percent',
  ),
  basics(['sales_order_no_nunique', 'Orders', 'Number of distinct orders.', 'orders', 'volume'], 'count'),
  basics(
    ['recency_days', 'Days since last order', 'Days from the last order on.', 'days', 'recency'],
    'days',
  ),
  basics(
    ['monetary', 'Value kept', 'Value of all orders after returns.', 'currency', 'monetary'],
    'currency',
  ),
  basics(
    ['customer_lifetime_days', 'Customer lifetime', 'Days from first to last order.', 'days', 'temporal'],
    'days',
  ),
  basics(
    ['return_ratio', 'Return ratio', 'Share of units returned.', 'share of units', 'return_behaviour'],
    'percent',
  ),
  basics(
    ['sku_nunique', 'Different articles', 'Number of distinct articles.', 'articles', 'volume'],
    'count',
  ),
  basics(['trend_ratio', 'Trend', 'Activity now against activity before.', 'ratio', 'trend'], 'decimal'),
];

function featureRow(feature: FeatureBasics, index: number): FeatureRow {
  const status = index < 5 ? 'clustered' : index === 5 ? 'dropped' : 'profiled';
  const scale = feature.format === 'percent' ? 0.1 : 10 * (index + 1);
  return {
    ...feature,
    stratum: STRATUM,
    isCore: index < 5,
    isIdentifiable: true,
    status,
    reason:
      status === 'dropped' ? 'correlated' : status === 'clustered' ? 'core feature' : 'not in the core set',
    figure: status === 'dropped' ? 0.971 : null,
    twin: status === 'dropped' ? 'return_rate' : null,
    count: 4000 - index * 13,
    missingShare: (index * 13) / 4000,
    imputedShare: status === 'clustered' ? (index * 13) / 4000 : 0,
    mean: scale,
    sd: scale * 0.8,
    min: 0,
    p1: 0,
    p25: scale * 0.4,
    median: scale * 0.8,
    p75: scale * 1.3,
    p99: scale * 4,
    max: feature.format === 'percent' ? 1 : Math.round(scale * 9),
    importance: status === 'dropped' ? null : 0.62 - index * 0.07,
  };
}

/** The headline features, clustered, and three more: one dropped, two profiled. */
export function sampleFeatures(): FeatureRow[] {
  return FEATURES.map(featureRow);
}
