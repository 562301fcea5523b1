import type { FeatureRow, ReportInput } from './report-input.ts';

/**
 * Features that the span of the data cannot tell, with the figures, as a sentence that stands where their values would.
 *
 * @param options - `coreOnly`: only those that are clustered by default.
 * @returns '' if there is none.
 */
export function unidentifiedSentence(
  { features }: Pick<ReportInput, 'features'>,
  { coreOnly = false }: { readonly coreOnly?: boolean } = {},
): string {
  const left = features.filter((row) => !row.isIdentifiable && (row.isCore || !coreOnly));
  if (left.length === 0) return '';
  const named = uniqueFeatures(left);
  const groups = [...new Set(named.map(figuresOf))].map((figures) => {
    const labels = named.filter((row) => figuresOf(row) === figures).map((row) => row.label);
    return `${labels.join(', ')} ${figures}`;
  });
  return `Not identifiable from this span, so left out (n/a, which is not zero): ${groups.join('; ')}.`;
}

/** A feature of several strata is told once. */
function uniqueFeatures(rows: readonly FeatureRow[]): readonly FeatureRow[] {
  return rows.filter((row, index) => rows.findIndex((other) => other.feature === row.feature) === index);
}

/** The part of the reason in brackets: what the span is and what it has to be. */
function figuresOf({ reason }: FeatureRow): string {
  return /\(.*\)$/.exec(reason)?.[0] ?? '';
}
