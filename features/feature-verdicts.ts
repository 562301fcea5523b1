import type { Matrix } from '../pipeline/core/matrix.ts';
import type { FeatureDefinition } from './catalog.ts';
import { findCorrelated } from './correlate.ts';
import { sortKnownValues } from './known-values.ts';
import { modalShares } from './near-constant.ts';
import { findCollinear } from './variance-inflation.ts';

/**
 * What became of a feature: `clustered` features span the space, `profiled` ones only describe clusters, `dropped` ones
 * say too little, or what another one says.
 */
export type FeatureStatus = 'clustered' | 'profiled' | 'dropped';

/** A decision on one feature, in words a report can show. */
export interface FeatureVerdict {
  readonly feature: string;
  readonly status: FeatureStatus;
  /** One of the words of `VERDICT_REASONS`, or the reason the caller gave for a column without any value. */
  readonly reason: string;
  /** The number that decided: a share, a correlation, an inflation factor; null if none did. */
  readonly figure: number | null;
  /** The other feature concerned; null if there is none. */
  readonly twin: string | null;
}

/** Every reason given here, with what it means and what its figure is. */
export const VERDICT_REASONS: Readonly<Record<string, string>> = {
  core: 'one of the documented few that are clustered by default',
  all: 'every candidate was asked for',
  named: 'asked for by name',
  stands_in: 'takes the place of its twin, which is not known',
  alternative: 'not needed: the twin it would stand in for is known',
  not_in_feature_set: 'scaled and profiled, but not asked for',
  profile_only: 'describes clusters, is never clustered',
  all_null: 'no customer has a value',
  too_many_missing: 'too many customers have no value (figure: their share)',
  near_constant: 'nearly all customers have the same value (figure: their share)',
  correlated: "says what its twin says (figure: Spearman's correlation)",
  collinear: 'the other clustered features predict it (figure: variance inflation factor)',
};

function dropped(feature: string, reason: string, details: Partial<FeatureVerdict> = {}): FeatureVerdict {
  return { feature, status: 'dropped', reason, figure: details.figure ?? null, twin: details.twin ?? null };
}

/** Verdicts on features that too few customers have: unknown for all, or for more than `maxMissing` of them. */
export function judgeMissing(
  shares: ReadonlyMap<string, number>,
  maxMissing: number,
  nullReasons: Readonly<Record<string, string>>,
): FeatureVerdict[] {
  return [...shares].flatMap(([feature, share]) => {
    if (share === 1) return [dropped(feature, nullReasons[feature] ?? 'all_null', { figure: 1 })];
    return share > maxMissing ? [dropped(feature, 'too_many_missing', { figure: share })] : [];
  });
}

/**
 * Verdicts on stand-ins that are not needed, because the feature they stand in for is available. A stand-in that was
 * asked for by its own name stays.
 */
export function judgeAlternatives(
  available: readonly FeatureDefinition[],
  named: readonly string[],
): FeatureVerdict[] {
  return available
    .filter(({ name, alternativeOf }) => {
      return !named.includes(name) && available.some((other) => other.name === alternativeOf);
    })
    .map(({ name, alternativeOf }) => dropped(name, 'alternative', { twin: alternativeOf }));
}

/** Verdicts on columns of which one value fills the given share of the rows or more. O(d·n log n). */
export function judgeNearConstant(scaled: Matrix, share: number): FeatureVerdict[] {
  const shares = modalShares(sortKnownValues(scaled));
  return scaled.names.flatMap((name, j) =>
    shares[j]! >= share ? [dropped(name, 'near_constant', { figure: shares[j]! })] : [],
  );
}

/** Verdicts on columns, given in keep order, that are rank-correlated with an earlier one. O(d·n log n + d²·n). */
export function judgeCorrelated(scaled: Matrix, threshold: number): FeatureVerdict[] {
  return findCorrelated(scaled, { keepOrder: scaled.names, threshold }).map(
    ({ feature, twin, correlation }) => dropped(feature, 'correlated', { figure: correlation, twin }),
  );
}

/** Verdicts on columns, given in keep order, that the others predict. O(d·(n·d² + d³)). */
export function judgeCollinear(scaled: Matrix, maxVif: number): FeatureVerdict[] {
  return findCollinear(scaled, maxVif).map(({ feature, inflation }) =>
    dropped(feature, 'collinear', { figure: inflation }),
  );
}
