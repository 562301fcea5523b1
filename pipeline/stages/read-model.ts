import { readFileSync } from 'node:fs';
import { z } from 'zod';
import { candidatesOf } from '../../features/catalog.ts';
import { FileError, messageOf, UsageError } from '../core/errors.ts';
import { SEGMENTATIONS, type Segmentation } from '../core/segmentation.ts';
import { describeIssue, findDamage } from './check-model.ts';
import { MODEL_VERSION, modelSchema, type Model } from './model.ts';

/** What was asked of a model besides its path. */
export interface ModelExpectation {
  /** Segmentation it should be of; null: any. */
  readonly segmentation: Segmentation['name'] | null;
}

/**
 * Reads and checks a `model.json`.
 *
 * @throws {FileError} If the file cannot be read.
 * @throws {UsageError} If it is no model, one of another layout, segmentation or set of features than this version knows,
 *   one without segments, or one whose parts cannot be or do not fit each other; the message names what and where. Only the types of the cells
 *   of its statistics are left to `createReferenceTables`.
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
  if (!parsed.success) throw new UsageError(`${path} is damaged: ${describeIssue(parsed.error.issues[0]!)}`);
  if (parsed.data.strata.every(({ placement }) => placement.clusters.length === 0)) {
    throw new UsageError(
      `${path} has no segments to place customers in: every customer of its run was an outlier`,
    );
  }
  assertFits(path, parsed.data);
  for (const damage of findDamage(parsed.data)) throw new UsageError(`${path} is damaged: ${damage}`);
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
    return JSON.parse(text.replace(/^\uFEFF/, ''));
  } catch (error) {
    throw new UsageError(`${path} is no model.json: ${messageOf(error)}`, { cause: error });
  }
}

/** @throws {UsageError} If the model uses what this version does not have: statistics or features. */
function assertFits(path: string, { segmentation, reference, strata }: Model): void {
  const tables = reference.map(({ name }) => name);
  const { referenceTables } = SEGMENTATIONS.find(({ name }) => name === segmentation)!;
  if (tables.join() !== referenceTables.join()) {
    throw new UsageError(
      `${path} holds the statistics ${tables.join(', ') || 'none'}; this program needs ${referenceTables.join(', ')}`,
    );
  }
  for (const { stratum, features, preprocessing } of strata) {
    const known = candidatesOf(segmentation, stratum).map(({ name }) => name);
    const used = [
      ...features,
      ...preprocessing.columns.map(({ name }) => name),
      ...preprocessing.space.features,
    ];
    const unknown = [...new Set(used)].filter((name) => !known.includes(name));
    if (unknown.length > 0) {
      throw new UsageError(
        `${path} was fitted with features this version does not compute: ${unknown.join(', ')}; build it anew with pipeline run --layer gold`,
      );
    }
  }
}
