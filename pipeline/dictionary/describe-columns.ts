import { FEATURES, type FeatureDefinition } from '../../features/catalog.ts';
import { columnTextsOf, featureColumnsOf, type ColumnText } from '../core/column-texts.ts';
import type { DocumentedTable } from './documented-tables.ts';
import { SHARED_COLUMNS } from './shared-columns.ts';

/** Where the text of a column is written. */
export type TextOrigin = 'header' | 'feature' | 'shared' | 'inherited';

/** A text with its origin. */
export interface DescribedColumn extends ColumnText {
  readonly origin: TextOrigin;
  /** The feature whose values the column holds; null for other columns. */
  readonly feature: FeatureDefinition | null;
  /** The table the text was inherited from; null if it was not. */
  readonly inheritedFrom: string | null;
}

/** Looks up what a column means; undefined if nobody says so. */
export type ColumnLookup = (table: string, column: string) => DescribedColumn | undefined;

/**
 * Looks up the texts of columns. Each is written once: in the header of the table's SQL file, in the catalog of features,
 * among the shared columns, or (for what a SELECT passes on) at the column of the same name in a table it reads.
 */
export function createColumnLookup(tables: readonly DocumentedTable[]): ColumnLookup {
  const byName = new Map(
    tables.map((table) => [
      table.model.name,
      { ...table, texts: columnTextsOf(table.model), features: featureColumnsOf(table.model) },
    ]),
  );
  const lookUp = (tableName: string, column: string): DescribedColumn | undefined => {
    const table = byName.get(tableName);
    if (table === undefined) return undefined;
    const own = table.texts.get(column);
    if (own !== undefined) return { ...own, origin: 'header', feature: null, inheritedFrom: null };
    for (const { segmentation, prefix, suffix, nullRule } of table.features) {
      if (!column.startsWith(prefix) || !column.endsWith(suffix)) continue;
      const name = column.slice(prefix.length, column.length - suffix.length);
      const feature = FEATURES.find((entry) => entry.segmentation === segmentation && entry.name === name);
      if (feature !== undefined) return describeFeature(feature, { suffix, nullRule });
    }
    for (const read of table.isSelect ? table.model.reads : []) {
      const inherited = lookUp(read, column);
      if (inherited !== undefined)
        return { ...inherited, origin: 'inherited', inheritedFrom: inherited.inheritedFrom ?? read };
    }
    const shared = SHARED_COLUMNS[column];
    return shared && { ...shared, origin: 'shared', feature: null, inheritedFrom: null };
  };
  return lookUp;
}

function describeFeature(
  feature: FeatureDefinition,
  { suffix, nullRule }: { readonly suffix: string; readonly nullRule: string | null },
): DescribedColumn {
  const isScaled = suffix === '_scaled';
  return {
    meaning: isScaled ? `${feature.label}, scaled for clustering: ${feature.meaning}` : feature.meaning,
    unit: isScaled ? 'scaled units' : feature.unit,
    range: isScaled ? null : feature.range,
    nullRule: joinNullRules(feature.nullRule, nullRule),
    origin: 'feature',
    feature,
    inheritedFrom: null,
  };
}

/** The rule of a feature with that of its table: `also ...` adds to it, anything else replaces it. */
function joinNullRules(ofFeature: string, ofTable: string | null): string {
  if (ofTable === null) return ofFeature;
  if (!ofTable.startsWith('also ')) return ofTable;
  const addition = ofTable.slice('also '.length);
  return ofFeature === 'never' ? addition : `${ofFeature}; ${addition}`;
}

/** A phrase as a sentence: it begins with a capital, unless with the name of a column, and ends with a full stop. */
export function toSentence(phrase: string): string {
  const isName = /^\w*_\w*\b/.test(phrase);
  const text = isName ? phrase : phrase.charAt(0).toUpperCase() + phrase.slice(1);
  return /[.!?]$/.test(text) ? text : `${text}.`;
}
