import { PipelineError } from './errors.ts';
import type { SqlModel } from './sql-catalog.ts';

/** What is to be known about one column, in words. */
export interface ColumnText {
  readonly meaning: string;
  /** Null for ids, names and other text. */
  readonly unit: string | null;
  /** Which values occur; null where the meaning says it or any may. */
  readonly range: string | null;
  /** When the value is unknown; `never` if it cannot be. */
  readonly nullRule: string;
}

/** Columns of a table that hold the features of a segmentation. */
export interface FeatureColumns {
  readonly segmentation: string;
  /** What stands before and after the name of the feature. */
  readonly prefix: string;
  readonly suffix: string;
  /** When a value is unknown here besides the feature's own rule; null: never. */
  readonly nullRule: string | null;
}

const COLUMN_LINE = /^(\w+)(?: \[([^\]]+)\])?: (.+?)(?: Null: (.+?)\.?)?$/;
const FEATURES_LINE = /^(?:(\w*)\*(\w*) of )?(\w+)\.?(?: Null: (.+?)\.?)?$/;

/**
 * The texts that the header of a SQL file gives to columns of its table, one a line:
 * `-- Column: name [unit]: meaning. Null: when it is unknown.` Without `Null:` the column is always known.
 *
 * @returns Texts by column name.
 * @throws {PipelineError} If a line has another form or describes a column a second time.
 */
export function columnTextsOf({ file, header }: SqlModel): ReadonlyMap<string, ColumnText> {
  const texts = new Map<string, ColumnText>();
  for (const line of linesOf(header['Column'])) {
    const match = COLUMN_LINE.exec(line);
    if (match === null)
      throw new PipelineError(
        `${file}: expected "-- Column: name [unit]: meaning. Null: when.", got "${line}"`,
      );
    const [, name, unit, meaning, nullRule] = match;
    if (texts.has(name!)) throw new PipelineError(`${file}: two lines describe the column ${name}`);
    texts.set(name!, { meaning: meaning!, unit: unit ?? null, range: null, nullRule: nullRule ?? 'never' });
  }
  return texts;
}

/**
 * Which columns of a table hold features, whose texts stand in the catalog of features: `-- Features: returns`, or
 * `-- Features: returns_* of returns. Null: when it is unknown besides.`, the star being the name of the feature.
 *
 * @throws {PipelineError} If a line has another form.
 */
export function featureColumnsOf({ file, header }: SqlModel): FeatureColumns[] {
  return linesOf(header['Features']).map((line) => {
    const match = FEATURES_LINE.exec(line);
    if (match === null)
      throw new PipelineError(`${file}: expected "-- Features: segmentation. Null: when.", got "${line}"`);
    const [, prefix, suffix, segmentation, nullRule] = match;
    return {
      segmentation: segmentation!,
      prefix: prefix ?? '',
      suffix: suffix ?? '',
      nullRule: nullRule ?? null,
    };
  });
}

function linesOf(text: string | undefined): string[] {
  return text === undefined ? [] : text.split('\n');
}
