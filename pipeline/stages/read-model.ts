import { readFileSync } from 'node:fs';
import { z } from 'zod';
import { candidatesOf } from '../../features/catalog.ts';
import { FileError, messageOf, UsageError } from '../core/errors.ts';
import { SEGMENTATIONS, type Segmentation } from '../core/segmentation.ts';
import { MODEL_VERSION, modelSchema, type Model } from './model.ts';

/** A type of the database, as `duckdb_columns()` writes it: what a model may ask a column to be. */
const TYPE = /^(BOOLEAN|DATE|TIMESTAMP|VARCHAR|DOUBLE|INTEGER|BIGINT|HUGEINT|DECIMAL\(\d+,\d+\))$/;

/** What was asked of a model besides its path. */
export interface ModelExpectation {
  /** Segmentation it should be of; null: any. */
  readonly segmentation: Segmentation['name'] | null;
}

/**
 * Reads and checks a `model.json`.
 *
 * @throws {FileError} If the file cannot be read.
 * @throws {UsageError} If it is no model, or one of another layout, segmentation or set of features than this version
 *   knows, naming the difference.
 */
export function readModel(path: string, { segmentation }: ModelExpectation): Model {
  const content = parseJson(path);
  const head = z.looseObject({ version: z.number(), segmentation: z.string() }).safeParse(content);
  if (!head.success)
    throw new UsageError(`${path} is no model.json of this program: it has no version and segmentation`);
  if (head.data.version !== MODEL_VERSION) {
    throw new UsageError(
      `${path} has layout version ${head.data.version}, this program reads version ${MODEL_VERSION}: build it anew with pipeline run --layer gold`,
    );
  }
  if (segmentation !== null && head.data.segmentation !== segmentation) {
    throw new UsageError(
      `${path} is a model of ${head.data.segmentation}, but --segmentation is ${segmentation}`,
    );
  }
  const parsed = modelSchema.safeParse(content);
  if (!parsed.success) {
    const [issue] = parsed.error.issues;
    throw new UsageError(`${path} is damaged: ${issue!.path.join('.')}: ${issue!.message}`);
  }
  assertFits(path, parsed.data);
  return parsed.data;
}

function parseJson(path: string): unknown {
  let text: string;
  try {
    text = readFileSync(path, 'utf8');
  } catch (error) {
    throw new FileError(`cannot read the model ${path}: ${messageOf(error)}`, { cause: error });
  }
  try {
    return JSON.parse(text);
  } catch (error) {
    throw new UsageError(`${path} is no model.json: ${messageOf(error)}`, { cause: error });
  }
}

/** @throws {UsageError} If the model uses what this version does not have. */
function assertFits(path: string, model: Model): void {
  const segmentation = SEGMENTATIONS.find(({ name }) => name === model.segmentation)!;
  const tables = model.reference.map(({ name }) => name);
  const { referenceTables, strata } = segmentation;
  if (tables.join() !== referenceTables.join()) {
    throw new UsageError(
      `${path} holds the statistics ${tables.join(', ') || 'none'}; this program needs ${referenceTables.join(', ')}`,
    );
  }
  for (const { columns, name, rows } of model.reference) {
    const odd = columns.find((column) => !TYPE.test(column.type) || !/^\w+$/.test(column.name));
    if (odd !== undefined)
      throw new UsageError(`${path} is damaged: ${name} has a column ${odd.name} ${odd.type}`);
    if (rows.some((row) => row.length !== columns.length))
      throw new UsageError(`${path} is damaged: a row of ${name} has not ${columns.length} cells`);
  }
  for (const { stratum, features, preprocessing } of model.strata) {
    if (!strata.some(({ name }) => name === stratum))
      throw new UsageError(`${path} has a stratum ${stratum}, which ${segmentation.name} does not know`);
    const known = candidatesOf(segmentation.name, stratum).map(({ name }) => name);
    const used = [...features, ...preprocessing.columns.map(({ name }) => name)];
    const unknown = [...new Set(used)].filter((name) => !known.includes(name));
    if (unknown.length > 0) {
      throw new UsageError(
        `${path} was fitted with features this version does not compute: ${unknown.join(', ')}; build it anew with pipeline run --layer gold`,
      );
    }
  }
}
