import type { FeatureDefinition } from '../../features/catalog.ts';
import type { Cell } from '../core/database.ts';
import type { Segmentation } from '../core/segmentation.ts';
import type { StageContext } from '../core/stage.ts';

/** Why a feature has no value for anybody, from what the scope of the data says; null if there is no such reason. */
type NullRule = (
  feature: FeatureDefinition,
  scope: Readonly<Record<string, Cell>>,
  minSpanDays: number,
) => string | null;

const RULES: Readonly<Record<Segmentation['name'], NullRule>> = {
  returns: ({ name, category }, scope) => {
    if (!scope['has_categories'] && ['category', 'adjacency', 'trend'].includes(category))
      return 'no_category';
    return !scope['has_values'] && (category === 'monetary' || name === 'monetary') ? 'no_value' : null;
  },
  behavior: ({ name, category }, scope, minSpanDays) => {
    const isOfCategories = /^(category_|exploration_|focus_)/.test(name) || category === 'price';
    if (!scope['has_categories'] && isOfCategories) return 'no_category';
    if (!scope['has_values'] && category === 'price') return 'no_value';
    return name === 'trend_ratio' && Number(scope['span_days']) < minSpanDays ? 'span_too_short' : null;
  },
};

/**
 * Why a feature has no value for anybody; null if the data can know it.
 *
 * @param data - What the scope of the data says; fewest days of data for a trend.
 */
export function nullReasonOf(
  segmentation: Segmentation['name'],
  feature: FeatureDefinition,
  { scope, minSpanDays }: { readonly scope: Readonly<Record<string, Cell>>; readonly minSpanDays: number },
): string | null {
  return RULES[segmentation](feature, scope, minSpanDays);
}

/** Reasons by feature, for features that the data cannot know. */
export async function readNullReasons(
  { database, config }: Pick<StageContext, 'database' | 'config'>,
  segmentation: Segmentation,
  catalog: readonly FeatureDefinition[],
): Promise<Record<string, string>> {
  const scope = await database.queryOne<Record<string, Cell>>(`select * from ${segmentation.scopeTable}`);
  const reasons = catalog.map(
    (feature) =>
      [feature.name, RULES[segmentation.name](feature, scope, config.eventFeatures.minSpanDays)] as const,
  );
  return Object.fromEntries(reasons.filter((entry): entry is readonly [string, string] => entry[1] !== null));
}
