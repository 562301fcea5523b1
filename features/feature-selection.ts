import type { Matrix } from '../pipeline/core/matrix.ts';
import type { FeatureDefinition } from './catalog.ts';
import type { ImputedColumn } from './column-recipe.ts';
import type { FeatureSet } from './feature-set.ts';
import { type FeatureVerdict, VERDICT_REASONS } from './feature-verdicts.ts';
import { missingShares } from './known-values.ts';
import { fillStructuralZeros } from './structural-zeros.ts';

/** One row of the table that says what became of each feature. */
export interface FeatureSelection extends FeatureVerdict {
  /** Share of rows without a value, structural zeros counted as values; null if the column was not given. */
  readonly missingShare: number | null;
  /** Number of cells that got the median. */
  readonly imputedCount: number;
}

/**
 * Missing share of every given column after structural zeros are filled, in the order of the features.
 *
 * @param matrix - Shape (n, d), original units; NaN is unknown. Not modified.
 * @param features - Catalog entries of the columns, in column order.
 * @remarks O(n·d).
 */
export function sharesMissing(
  matrix: Matrix,
  features: readonly FeatureDefinition[],
): ReadonlyMap<string, number> {
  const shares = missingShares(fillStructuralZeros(matrix, features));
  return new Map(features.map(({ name }, j) => [name, shares[j]!]));
}

/** Verdict on a feature that nothing spoke against. */
function verdictOfSurvivor(
  feature: FeatureDefinition,
  { set, clustered, nullReasons }: SelectionFacts,
): FeatureVerdict {
  const { name, role, alternativeOf } = feature;
  const isClustered = clustered.includes(name);
  const verdict = { feature: name, figure: null, twin: null };
  const nullReason = nullReasons[name];
  if (role === 'profile' && nullReason !== undefined)
    return { ...verdict, status: 'dropped', reason: nullReason };
  if (role === 'profile') return { ...verdict, status: 'profiled', reason: 'profile_only' };
  if (!isClustered) return { ...verdict, status: 'profiled', reason: 'not_in_feature_set' };
  const reason = typeof set === 'string' ? set : 'named';
  if (alternativeOf === null || reason === 'named') return { ...verdict, status: 'clustered', reason };
  return { ...verdict, status: 'clustered', reason: 'stands_in', twin: alternativeOf };
}

/** What is known about the features once all decisions were made. */
export interface SelectionFacts {
  readonly set: FeatureSet;
  readonly verdicts: readonly FeatureVerdict[];
  readonly clustered: readonly string[];
  readonly missing: ReadonlyMap<string, number>;
  readonly imputed: readonly ImputedColumn[];
  /** Why nobody has a value, by feature, where the caller knows. */
  readonly nullReasons: Readonly<Record<string, string>>;
}

/** One row per feature of the catalog, in catalog order. */
export function listSelection(
  catalog: readonly FeatureDefinition[],
  facts: SelectionFacts,
): FeatureSelection[] {
  const verdictOn = new Map(facts.verdicts.map((verdict) => [verdict.feature, verdict]));
  const imputedIn = new Map(facts.imputed.map(({ feature, rows }) => [feature, rows.length]));
  return catalog.map((feature) => ({
    ...(verdictOn.get(feature.name) ?? verdictOfSurvivor(feature, facts)),
    missingShare: facts.missing.get(feature.name) ?? null,
    imputedCount: imputedIn.get(feature.name) ?? 0,
  }));
}

/**
 * Sentences about features that were counted on but are not clustered, and about what takes their place, for logs and
 * reports. Stand-ins that were not needed are passed over.
 *
 * @param expected - Names that were counted on.
 */
export function describeLosses(
  selection: readonly FeatureSelection[],
  expected: ReadonlySet<string>,
): string[] {
  return selection.flatMap(({ feature, status, reason, figure, twin }) => {
    if (reason === 'stands_in') return [`${feature} stands in for ${twin}`];
    if (status === 'clustered' || reason === 'alternative' || !expected.has(feature)) return [];
    const isOurs = Object.hasOwn(VERDICT_REASONS, reason);
    const details = [reason, twin === null ? '' : `with ${twin}`, (isOurs && figure?.toFixed(3)) || ''];
    return [`${feature} is not clustered: ${details.filter((detail) => detail !== '').join(' ')}`];
  });
}
