import type { z } from 'zod';
import { candidatesOf } from '../../features/catalog.ts';
import { REFERENCE_LAYOUTS } from '../core/reference-columns.ts';
import { SEGMENTATIONS } from '../core/segmentation.ts';
import { findPlacementDamage, findSegmentDamage } from './check-placement.ts';
import { MODEL_PARAMETERS } from './model-parameters.ts';
import type { Model, ReferenceTable, StratumModel } from './model.ts';

/**
 * What a model of the right layout holds that cannot be: shapes that do not fit each other, numbers that lead nowhere,
 * statistics of other tables. Nothing of it is known before it is looked for: take the first.
 *
 * @returns Sentences, each begun by the path in the JSON: `strata.0.segments: "2" is missing`.
 */
export function* findDamage(model: Model): Generator<string> {
  const { strata } = SEGMENTATIONS.find(({ name }) => name === model.segmentation)!;
  const parameters = MODEL_PARAMETERS[model.segmentation].safeParse(model.parameters);
  if (!parameters.success) yield describeIssue(parameters.error.issues[0]!, ['parameters']);
  for (const [index, table] of model.reference.entries()) yield* findTableDamage(table, `reference.${index}`);
  for (const [index, fitted] of model.strata.entries()) {
    const at = `strata.${index}`;
    if (!strata.some(({ name }) => name === fitted.stratum))
      yield `${at}.stratum: ${model.segmentation} has no stratum ${fitted.stratum}`;
    if (model.strata.findIndex(({ stratum }) => stratum === fitted.stratum) < index)
      yield `${at}.stratum: ${fitted.stratum} is there twice`;
    yield* findRecipeDamage(model, fitted, `${at}.preprocessing.columns`);
    yield* findSpaceDamage(fitted, at);
    yield* findPlacementDamage(fitted, `${at}.placement`);
    yield* findSegmentDamage(fitted, `${at}.segments`);
  }
}

/**
 * An issue of zod in a few words, begun by the path in the JSON.
 *
 * @param above - Path of what was parsed.
 */
export function describeIssue(issue: z.core.$ZodIssue, above: readonly string[] = []): string {
  const path = [...above, ...issue.path.map(String)];
  if (issue.code === 'unrecognized_keys') return `${[...path, issue.keys[0]!].join('.')}: unknown key`;
  return `${path.join('.')}: ${issue.message}`;
}

/** Columns and rows of a table; whether its cells are of their types the database has to say. */
function* findTableDamage({ name, columns, rows }: ReferenceTable, at: string): Generator<string> {
  const layout = REFERENCE_LAYOUTS[name]!;
  const listed = (all: readonly (readonly [string, string])[]) =>
    all.map((column) => column.join(' ')).join(', ');
  const expected = listed(Object.entries(layout.columns));
  const found = listed(columns.map((column) => [column.name, column.type]));
  if (found !== expected)
    yield `${at}.columns: ${name} has ${found || 'none'}; this program needs ${expected}`;
  const short = rows.findIndex((row) => row.length !== columns.length);
  if (short >= 0) yield `${at}.rows.${short}: ${name} needs ${columns.length} cells`;
  if (layout.rows === 'any') return;
  if (rows.length > 1 || (layout.rows === 'one' && rows.length < 1))
    yield `${at}.rows: ${name} needs ${layout.rows} row, not ${rows.length}`;
  const empty = columns.findIndex((_, index) => rows[0]?.[index] === null);
  if (empty >= 0) yield `${at}.rows.0.${empty}: ${name} needs a value of ${columns[empty]!.name}`;
  for (const [column, values] of Object.entries(layout.values ?? {})) {
    const index = columns.findIndex((other) => other.name === column);
    const odd = rows.findIndex((row) => !values.includes(row[index]!));
    if (odd >= 0) yield `${at}.rows.${odd}.${index}: ${name} needs ${values.join(' or ')} as ${column}`;
  }
}

/** Scaling of single columns. */
function* findRecipeDamage(
  { segmentation }: Model,
  { stratum, preprocessing }: StratumModel,
  at: string,
): Generator<string> {
  const catalog = candidatesOf(segmentation, stratum);
  const { columns } = preprocessing;
  for (const [index, recipe] of columns.entries()) {
    const { name, lower, upper, centre, scale } = recipe;
    const column = `${at}.${index}`;
    const feature = catalog.find((candidate) => candidate.name === name)!;
    if (columns.findIndex((other) => other.name === name) < index)
      yield `${column}.name: ${name} is there twice`;
    for (const key of ['transform', 'goldFill'] as const) {
      if (recipe[key] !== feature[key])
        yield `${column}.${key}: ${name} has "${recipe[key]}", this program needs "${feature[key]}"`;
    }
    if (!Number.isFinite(1 / scale)) yield `${column}.scale: ${scale} is too small to divide by`;
    if (lower > upper) yield `${column}.lower: ${lower} lies above upper, ${upper}`;
    for (const [bound, value] of Object.entries({ lower, upper })) {
      if (!Number.isFinite((value - centre) / scale))
        yield `${column}.${bound}: ${value} is not finite once it is scaled`;
    }
  }
}

/** The way from scaled columns to the space. */
function* findSpaceDamage({ features, preprocessing }: StratumModel, at: string): Generator<string> {
  const { columns, space } = preprocessing;
  const inSpace = `${at}.preprocessing.space`;
  for (const [index, name] of space.features.entries()) {
    if (!columns.some((column) => column.name === name))
      yield `${inSpace}.features.${index}: ${name} is not among preprocessing.columns`;
    if (space.features.indexOf(name) < index) yield `${inSpace}.features.${index}: ${name} is there twice`;
  }
  if (features.join() !== space.features.join())
    yield `${at}.features: differ from preprocessing.space.features, ${space.features.join(', ')}`;
  const width = space.features.length;
  yield* findOddLength(space.weights, width, `${inSpace}.weights`);
  if (space.components === null) return;
  const { means, components, variances, varianceShares } = space.components;
  yield* findOddLength(means, width, `${inSpace}.components.means`);
  for (const [index, loadings] of components.entries())
    yield* findOddLength(loadings, width, `${inSpace}.components.components.${index}`);
  yield* findOddLength(variances, components.length, `${inSpace}.components.variances`);
  yield* findOddLength(varianceShares, components.length, `${inSpace}.components.varianceShares`);
}

function* findOddLength(values: readonly number[], expected: number, at: string): Generator<string> {
  if (values.length !== expected) yield `${at}: expected ${expected} number(s), got ${values.length}`;
}
