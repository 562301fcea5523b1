import type { Matrix } from '../pipeline/core/matrix.ts';
import type { FeatureDefinition } from './catalog.ts';
import { fitMedians, imputeMedians } from './impute.ts';
import { sortKnownValues } from './known-values.ts';
import { type CentreAndScale, fitScales, scaleColumns, type Scaling } from './scale.ts';
import { fillStructuralZeros, type GoldFill } from './structural-zeros.ts';
import { inverseTransformValue, type Transform, transformColumns } from './transform.ts';
import { drawIn, fitWinsorBounds, winsorise, type WinsorBounds } from './winsorise.ts';

/**
 * Everything needed to scale one raw column, in the order of use: fill, transform, impute, winsorise, scale. The numbers
 * are in transformed units; they survive JSON bit for bit.
 */
export interface ColumnRecipe extends WinsorBounds, CentreAndScale {
  readonly name: string;
  readonly goldFill: GoldFill;
  readonly transform: Transform;
  readonly median: number;
}

/** How recipes are fitted. */
export interface RecipeOptions {
  /** Quantiles beyond which values are drawn in. */
  readonly winsorise: readonly [number, number];
  readonly scale: Scaling;
}

/** The unknown cells of one feature, and what they were taken to be. */
export interface ImputedColumn {
  readonly feature: string;
  /** In original units. */
  readonly value: number;
  /** Row indices, ascending; not empty. */
  readonly rows: Int32Array;
}

/** Rows after every recipe was followed. */
export interface PreparedColumns {
  /** Shape (n, d), finite, scaled. */
  readonly scaled: Matrix;
  /** Only features with imputed cells, in column order. */
  readonly imputed: readonly ImputedColumn[];
}

/**
 * Fits one recipe per column. Medians, bounds, centres and scales come from known values only; centres and scales from
 * values already drawn in.
 *
 * @param matrix - Shape (n, d), original units; NaN is unknown. Every column has a known value once structural zeros are
 *   filled. Not modified.
 * @param features - Catalog entries of the columns, in column order.
 * @throws {InvalidInputError} If a value lies outside the domain of its transform or a column has no known value.
 * @remarks O(d·n log n). Independent of row order.
 */
export function fitColumnRecipes(
  matrix: Matrix,
  features: readonly FeatureDefinition[],
  options: RecipeOptions,
): ColumnRecipe[] {
  const transformed = transformColumns(fillStructuralZeros(matrix, features), features);
  const sorted = sortKnownValues(transformed);
  const medians = fitMedians(sorted);
  const bounds = fitWinsorBounds(sorted, options.winsorise);
  const drawnIn = sorted.map((values, j) => values.map((value) => drawIn(value, bounds[j]!)));
  const scales = fitScales(drawnIn, options.scale);
  return features.map(({ name, goldFill, transform }, j) => ({
    name,
    goldFill,
    transform,
    median: medians[j]!,
    ...bounds[j]!,
    ...scales[j]!,
  }));
}

/**
 * Follows the recipes cell by cell: a row comes out the same alone as among others, bit for bit.
 *
 * @param matrix - Shape (n, d), original units, columns in the order of the recipes; NaN is unknown. Not modified.
 * @throws {InvalidInputError} If a value lies outside the domain of its transform.
 * @remarks O(n·d).
 */
export function followColumnRecipes(matrix: Matrix, recipes: readonly ColumnRecipe[]): PreparedColumns {
  const transformed = transformColumns(fillStructuralZeros(matrix, recipes), recipes);
  const { matrix: known, rows } = imputeMedians(transformed, recipes);
  const imputed = recipes.map(({ name, transform, median }, j) => ({
    feature: name,
    value: inverseTransformValue(transform, median),
    rows: rows[j]!,
  }));
  return {
    scaled: scaleColumns(winsorise(known, recipes), recipes),
    imputed: imputed.filter((column) => column.rows.length > 0),
  };
}
