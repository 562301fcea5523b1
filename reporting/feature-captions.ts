import type { FeatureRow, ReportInput } from './report-input.ts';

/** What is known of a feature; a feature without a row is described by its name alone. */
export type FeatureCaption = Pick<FeatureRow, 'feature' | 'label' | 'unit' | 'format'>;

/** Finds the caption of a feature by name: the row of the stratum, else of any stratum, else the bare name. */
export function featureCaptions(input: ReportInput, stratum?: string): (feature: string) => FeatureCaption {
  const rows = new Map<string, FeatureRow>();
  for (const row of input.features) {
    if (!rows.has(row.feature) || row.stratum === stratum) rows.set(row.feature, row);
  }
  return (feature) => rows.get(feature) ?? { feature, label: feature, unit: '', format: 'decimal' };
}

/** Unit of a feature with the currency in its place: 'EUR per order'; '' where a share or nothing is measured in. */
export function unitText(caption: FeatureCaption, currency: string): string {
  return caption.format === 'percent' ? '' : caption.unit.replace(/\bcurrency\b/, currency).trim();
}

/** Column header of a feature: 'Lifetime (days)'; the label alone where it says the unit. */
export function captionHeader(caption: FeatureCaption, currency: string): string {
  const unit = unitText(caption, currency);
  return caption.label.toLowerCase().includes(unit.toLowerCase())
    ? caption.label
    : `${caption.label} (${unit})`;
}

/** Headline features of which at least one segment, of a stratum if one is named, knows the mean. */
export function knownHeadlines(input: ReportInput, stratum?: string): readonly string[] {
  const rows = input.summary.filter((row) => stratum === undefined || row.stratum === stratum);
  return input.headlineFeatures.filter((feature) =>
    rows.some((row) => Number.isFinite(row.headlineMeans[feature])),
  );
}
