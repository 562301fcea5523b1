import { InvalidInputError } from '../pipeline/core/errors.ts';
import { takeColumns, type Matrix } from '../pipeline/core/matrix.ts';
import type { FeatureDefinition } from './catalog.ts';
import {
  type ColumnRecipe,
  fitColumnRecipes,
  followColumnRecipes,
  type ImputedColumn,
  type PreparedColumns,
} from './column-recipe.ts';
import { describeLosses, type FeatureSelection, listSelection, sharesMissing } from './feature-selection.ts';
import { type FeatureSet, keepOrderOf, namesInSet } from './feature-set.ts';
import {
  type FeatureVerdict,
  judgeAlternatives,
  judgeCollinear,
  judgeCorrelated,
  judgeMissing,
  judgeNearConstant,
} from './feature-verdicts.ts';
import type { Scaling } from './scale.ts';
import { fitSpace, type FittedSpace, placeInSpace } from './space.ts';

/** What preprocessing works on. */
export interface PreprocessingInput {
  /**
   * Shape (n, d), n >= 2, original units; NaN is unknown. Holds every candidate of the catalog; other columns of the catalog
   * may be there. Rows sorted by customer id, so that sums do not depend on the order of delivery.
   */
  readonly matrix: Matrix;
  /** Features of one segmentation, in catalog order. */
  readonly catalog: readonly FeatureDefinition[];
  /** Why a column has no value at all, by feature, where the caller knows (`no_category`); else the reason is `all_null`. */
  readonly nullReasons?: Readonly<Record<string, string>> | undefined;
}

/** How preprocessing works; what is left out takes its default. */
export interface PreprocessingOptions {
  /** Features to cluster by. Default: core. */
  readonly features?: FeatureSet | undefined;
  /** Largest share of unknown values of a feature that is kept. Default: 0.3. */
  readonly maxMissing?: number | undefined;
  /** Quantiles beyond which values are drawn in. Default: [0.005, 0.995]. */
  readonly winsorise?: readonly [number, number] | undefined;
  /** Default: default, the larger of IQR/1.349 and standard deviation around the median. */
  readonly scale?: Scaling | undefined;
  /** Share of the most frequent value from which a feature is dropped. Default: 0.995. */
  readonly nearConstant?: number | undefined;
  /** Absolute Spearman correlation above which the less important feature is dropped. Default: 0.9. */
  readonly maxCorrelation?: number | undefined;
  /** Variance inflation factor above which features are dropped; null, the default: not used. */
  readonly maxVif?: number | null | undefined;
  /** Whether the space is one of principal components. Default: auto, only with all features. */
  readonly pca?: 'auto' | boolean | undefined;
  /** Share of variance that the principal components keep. Default: 0.9. */
  readonly pcaVariance?: number | undefined;
}

/** Every number that was fitted. Plain data: survives JSON bit for bit. */
export interface FittedPreprocessing {
  readonly version: 1;
  /** One recipe per feature that is scaled, in catalog order. */
  readonly columns: readonly ColumnRecipe[];
  readonly space: FittedSpace;
}

/** Rows after preprocessing, in input order. */
export interface PreprocessedRows {
  /** Shape (n, m): every feature that is known well enough, scaled, under its catalog name. */
  readonly scaled: Matrix;
  /** Shape (n, k): the one space for all that follows. */
  readonly space: Matrix;
  /** The cells of `scaled` that were unknown. */
  readonly imputed: readonly ImputedColumn[];
  /** Length n: share of the clustered features that were known, in [0, 1]. */
  readonly completeness: Float64Array;
}

/** What a fit yields besides the fitted numbers. */
export interface PreprocessingOutput extends PreprocessedRows {
  /** One row per feature of the catalog, in catalog order. */
  readonly selection: readonly FeatureSelection[];
  /** Sentences about features that were asked for (with `all`: core features) and are not clustered. */
  readonly warnings: readonly string[];
}

function nameOf({ name }: FeatureDefinition): string {
  return name;
}

/** Candidates of the catalog, once the matrix was found to fit it. */
function checkedCandidates({ matrix, catalog }: PreprocessingInput): FeatureDefinition[] {
  if (matrix.rows < 2) {
    throw new InvalidInputError(`fitPreprocessing: expected at least 2 customers, got ${matrix.rows}`);
  }
  const known = new Set(catalog.map(({ name }) => name));
  const strangers = matrix.names.filter((name) => !known.has(name));
  if (strangers.length > 0) {
    throw new InvalidInputError(`fitPreprocessing: columns are not in the catalog: ${strangers.join(', ')}`);
  }
  const candidates = catalog.filter(({ role }) => role === 'candidate');
  const absent = candidates.filter(({ name }) => !matrix.names.includes(name)).map(nameOf);
  if (absent.length > 0) {
    throw new InvalidInputError(`fitPreprocessing: expected columns are not there: ${absent.join(', ')}`);
  }
  return candidates;
}

function without(
  features: readonly FeatureDefinition[],
  verdicts: readonly FeatureVerdict[],
): FeatureDefinition[] {
  const gone = new Set(verdicts.map(({ feature }) => feature));
  return features.filter(({ name }) => !gone.has(name));
}

/** Scaled columns without those the verdicts drop, in the given order. */
function remainingColumns(
  scaled: Matrix,
  order: readonly string[],
  verdicts: readonly FeatureVerdict[],
): Matrix {
  const gone = new Set(verdicts.map(({ feature }) => feature));
  return takeColumns(
    scaled,
    order.filter((name) => scaled.names.includes(name) && !gone.has(name)),
  );
}

/** Verdicts on scaled columns: constant, then correlated with better ones, then predicted by the others asked for. */
function judgeScaled(
  scaled: Matrix,
  keepOrder: readonly string[],
  rules: {
    readonly asked: ReadonlySet<string>;
    readonly nearConstant: number;
    readonly maxCorrelation: number;
    readonly maxVif: number | null;
  },
): FeatureVerdict[] {
  const verdicts = judgeNearConstant(scaled, rules.nearConstant);
  verdicts.push(...judgeCorrelated(remainingColumns(scaled, keepOrder, verdicts), rules.maxCorrelation));
  if (rules.maxVif === null) return verdicts;
  const asked = keepOrder.filter((name) => rules.asked.has(name));
  verdicts.push(...judgeCollinear(remainingColumns(scaled, asked, verdicts), rules.maxVif));
  return verdicts;
}

function completenessOf(prepared: PreparedColumns, features: readonly string[]): Float64Array {
  const missing = new Float64Array(prepared.scaled.rows);
  for (const { feature, rows } of prepared.imputed) {
    if (features.includes(feature)) rows.forEach((row) => missing[row]!++);
  }
  return missing.map((count) => 1 - count / features.length);
}

function placedRows(prepared: PreparedColumns, space: FittedSpace): PreprocessedRows {
  return {
    ...prepared,
    space: placeInSpace(prepared.scaled, space),
    completeness: completenessOf(prepared, space.features),
  };
}

/**
 * Fits the way from raw features to the space customers are clustered in, and takes the given customers along it.
 *
 * In order: fill structural zeros; drop features with too many unknown values and stand-ins that are not needed; transform;
 * impute by the median; winsorise; scale; drop near-constant, then rank-correlated, then (on request) collinear features;
 * keep the feature set; with `all`, weight blocks; optionally project onto principal components. Features asked for are
 * never dropped for being correlated with one that was not.
 *
 * @throws {InvalidInputError} If the matrix does not fit the catalog, a value lies outside the domain of its transform, an
 *   option is out of range, or no feature is left to cluster by.
 * @remarks O(d·n log n + d²·n + d³) time, a few times the memory of the input. The recipes of columns do not
 *   depend on row order; means and covariances of the space do in their last bits.
 */
export function fitPreprocessing(
  input: PreprocessingInput,
  options: PreprocessingOptions = {},
): { readonly fitted: FittedPreprocessing; readonly output: PreprocessingOutput } {
  const { features: set = 'core', maxMissing = 0.3, winsorise = [0.005, 0.995], scale = 'default' } = options;
  const { nearConstant = 0.995, maxCorrelation = 0.9, maxVif = null } = options;
  const { pca = 'auto', pcaVariance = 0.9 } = options;
  const { matrix, catalog, nullReasons = {} } = input;

  const candidates = checkedCandidates(input);
  const asked = new Set(namesInSet(catalog, set));
  const given = catalog.filter(({ name }) => matrix.names.includes(name));
  const missing = sharesMissing(takeColumns(matrix, given.map(nameOf)), given);
  const candidateShares = new Map(candidates.map(({ name }) => [name, missing.get(name)!]));
  const verdicts = judgeMissing(candidateShares, maxMissing, nullReasons);
  const named = typeof set === 'string' ? [] : set;
  verdicts.push(...judgeAlternatives(without(candidates, verdicts), named));

  const available = without(candidates, verdicts);
  const raw = takeColumns(matrix, available.map(nameOf));
  const columns = fitColumnRecipes(raw, available, { winsorise, scale });
  const prepared = followColumnRecipes(raw, columns);
  const keepOrder = keepOrderOf(available, asked);
  verdicts.push(...judgeScaled(prepared.scaled, keepOrder, { asked, nearConstant, maxCorrelation, maxVif }));

  const clustered = without(available, verdicts).filter(({ name }) => asked.has(name));
  const facts = {
    set,
    verdicts,
    clustered: clustered.map(nameOf),
    missing,
    imputed: prepared.imputed,
    nullReasons,
  };
  const selection = listSelection(catalog, facts);
  const expected = new Set(set === 'all' ? namesInSet(catalog, 'core') : asked);
  const warnings = describeLosses(selection, expected);
  if (clustered.length === 0) {
    throw new InvalidInputError(
      `fitPreprocessing: no feature is left to cluster ${matrix.rows} customers by: ${warnings.join('; ')}`,
    );
  }
  const space = fitSpace(takeColumns(prepared.scaled, clustered.map(nameOf)), {
    blocks: set === 'all' ? clustered.map(({ category }) => category) : null,
    pcaVariance: (pca === 'auto' ? set === 'all' : pca) ? pcaVariance : null,
  });
  return {
    fitted: { version: 1, columns, space },
    output: { ...placedRows(prepared, space), selection, warnings },
  };
}

/**
 * Takes customers along a fitted way. A customer alone gets the row it had in the fit, bit for bit: every step works on one
 * row at a time, with the same code and in the same order as the fit.
 *
 * @param matrix - Shape (n, d), original units; NaN is unknown. Holds at least the fitted columns, in any order. Not modified.
 * @throws {InvalidInputError} If a fitted column is missing or a value lies outside the domain of its transform.
 * @remarks O(n·d) plus O(n·d·k) with k principal components.
 */
export function applyPreprocessing(fitted: FittedPreprocessing, matrix: Matrix): PreprocessedRows {
  const names = fitted.columns.map(({ name }) => name);
  return placedRows(followColumnRecipes(takeColumns(matrix, names), fitted.columns), fitted.space);
}
