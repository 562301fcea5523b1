import {
  featuresOf,
  type FeatureDefinition,
  type MinSpan,
  type SpanSetting,
} from '../../features/catalog.ts';
import type { Config } from '../core/config.ts';
import type { Database } from '../core/database.ts';
import type { Segmentation } from '../core/segmentation.ts';
import type { StageContext } from '../core/stage.ts';

/** What reasons about the span of the data begin with; the figures follow in brackets. */
const NOT_IDENTIFIABLE = 'not identifiable from this span';

/** What the rows of the data hold. */
export interface DataFacts {
  readonly has_categories: boolean;
  readonly has_values: boolean;
}

/** What the data can tell, and how long they are. */
interface Scope extends DataFacts {
  /** Days from the first to the last order or event that counts. */
  readonly span_days: number;
  /** Days from the first order or event to the as-of day. */
  readonly observed_days: number;
  /** Calendar months from the first to the last order or event that counts, both included. */
  readonly months: number;
}

/** Why a feature has no value for anybody; null if there is no such reason. */
type NullRule = (feature: FeatureDefinition, facts: DataFacts) => string | null;

const RULES: Readonly<Record<Segmentation['name'], NullRule>> = {
  returns: ({ name, category }, facts) => {
    if (!facts.has_categories && ['category', 'adjacency', 'trend'].includes(category)) return 'no_category';
    return !facts.has_values && (category === 'monetary' || name === 'monetary') ? 'no_value' : null;
  },
  behavior: ({ name, category }, facts) => {
    const isOfCategories = /^(category_|exploration_|focus_)/.test(name) || category === 'price';
    if (!facts.has_categories && isOfCategories) return 'no_category';
    return !facts.has_values && category === 'price' ? 'no_value' : null;
  },
};

/** Why the rows of the data, however long they span, give a feature no value; null if they can. */
export function nullReasonOf(
  segmentation: Segmentation['name'],
  feature: FeatureDefinition,
  facts: DataFacts,
): string | null {
  return RULES[segmentation](feature, facts);
}

/** Reasons by feature, for features that the data cannot know. */
export async function readNullReasons(
  { database, config }: Pick<StageContext, 'database' | 'config'>,
  segmentation: Segmentation,
  catalog: readonly FeatureDefinition[],
): Promise<Record<string, string>> {
  const scope = await readScope(database, segmentation);
  const reasons = catalog.map(
    (feature) =>
      [
        feature.name,
        nullReasonOf(segmentation.name, feature, scope) ??
          judgeSpan(feature, scope, { config, segmentation }),
      ] as const,
  );
  return Object.fromEntries(reasons.filter((entry): entry is readonly [string, string] => entry[1] !== null));
}

/** Whether the reason is that the data are too short to tell the feature. */
export function isAboutSpan(reason: string): boolean {
  return reason.startsWith(NOT_IDENTIFIABLE);
}

/**
 * Takes the values of features that the span of the data cannot tell from a table of customers, so that no profile,
 * sheet or model takes what the span says (0 days, for everybody) for what customers do.
 *
 * @param columns - Table, and what stands before the names of the features there.
 */
export async function forgetUnidentified(
  context: Pick<StageContext, 'database' | 'config'>,
  segmentation: Segmentation,
  { table, prefix = '' }: { readonly table: string; readonly prefix?: string },
): Promise<void> {
  const { database } = context;
  const reasons = await readNullReasons(context, segmentation, featuresOf(segmentation.name));
  const rows = await database.queryRows<{ name: string }>(
    'select column_name as name from duckdb_columns() where table_name = $table',
    { table },
  );
  const columns = Object.keys(reasons)
    .filter((feature) => isAboutSpan(reasons[feature]!))
    .map((feature) => `${prefix}${feature}`)
    .filter((column) => rows.some(({ name }) => name === column));
  if (columns.length === 0) return;
  await database.execute(`update ${table} set ${columns.map((column) => `${column} = null`).join(', ')}`);
}

function readScope(database: Database, { scopeTable }: Segmentation): Promise<Scope> {
  return database.queryOne<Scope>(
    `select has_categories, has_values, span_days::double as span_days,
      (as_of_date - first_date)::double as observed_days,
      (datediff('month', first_date, least(last_date, as_of_date)) + 1)::double as months
    from ${scopeTable}`,
  );
}

/** What a span comes to, in words, and what it has to reach. */
interface SpanJudgement {
  readonly have: number;
  readonly least: number;
  readonly unit: string;
}

/** The reason, with the figures, if the data are shorter than the feature needs. */
function judgeSpan(
  { minSpan }: FeatureDefinition,
  scope: Scope,
  { config, segmentation }: { config: Config; segmentation: Segmentation },
): string | null {
  if (minSpan === null) return null;
  const { have, least, unit } = measureSpan(minSpan, scope, { config, segmentation });
  if (have >= least) return null;
  // Rounded down: 13.99 days are no 14.
  const figure = Math.floor(have * 10) / 10;
  return `${NOT_IDENTIFIABLE} (${figure} ${unit}, ${least} needed)`;
}

function measureSpan(
  { of, least }: MinSpan,
  { span_days, observed_days, months }: Scope,
  { config, segmentation }: { config: Config; segmentation: Segmentation },
): SpanJudgement {
  const rows = `${segmentation.fileWord}s`;
  const needed = typeof least === 'number' ? least : settingOf(least, config, segmentation);
  if (least === 'trendMinMonths')
    return { have: months, least: needed, unit: `calendar month${months === 1 ? '' : 's'} of ${rows}` };
  if (of === 'rows') return { have: span_days, least: needed, unit: `days of ${rows}` };
  return {
    have: observed_days,
    least: needed,
    unit: `days from the first ${segmentation.fileWord} to the as-of day`,
  };
}

function settingOf(
  setting: SpanSetting,
  { orderFeatures, eventFeatures }: Config,
  { source }: Segmentation,
): number {
  switch (setting) {
    case 'changeDays':
      return orderFeatures.recencyWindowDays + orderFeatures.returnHorizonDays;
    case 'minSpanDays':
      return source === 'orders' ? orderFeatures.minSpanDays : eventFeatures.minSpanDays;
    default:
      return orderFeatures[setting];
  }
}
